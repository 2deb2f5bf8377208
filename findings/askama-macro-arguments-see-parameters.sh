#!/usr/bin/env bash
# Question: what does {% call field("name", name) %} give for a macro field(name, value), where the struct has a field `name`?
# Good guess: value is the struct's name. Arguments of a call are read where the call stands, as in Jinja2.
# What happens: askama binds the parameters one after another, and a later argument is read after the earlier ones are bound.
#   So `name` is already the word "name", and every form field shows it. Nothing warns, since both are text. `self.name`
#   reads the struct. Jinja2 gives the value in both spellings.
# Versions: askama 0.16.1 (crates.io), Jinja2 3.1.6 (PyPI).
# Who meets it: templates with a library of form macros, whose parameters have the names that fields of forms have.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir -p src templates
cat > Cargo.toml <<'TOML'
[package]
name = "probe"
version = "0.0.0"
edition = "2021"
[dependencies]
askama = "=0.16.1"
TOML
cat > templates/page.txt <<'PAGE'
{% macro field(name, value) %}{{ name }}={{ value }}{% endmacro -%}
{% call field("name", name) %}{% endcall %} {% call field("name", self.name) %}{% endcall %} {% call field("other", name) %}{% endcall %}
PAGE
cat > src/main.rs <<'RUST'
use askama::Template;

#[derive(Template)]
#[template(path = "page.txt")]
struct Page {
    name: String,
}

fn main() {
    println!("askama: {}", Page { name: "Kim".into() }.render().unwrap().trim());
}
RUST
cargo run --quiet > seen
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Jinja2==3.1.6
venv/bin/python - >> seen <<'PYTHON'
from jinja2 import Template

page = Template("""{% macro field(name, value) %}{{ name }}={{ value }}{% endmacro -%}
{{ field("name", name) }} {{ field("other", name) }}""")
print("Jinja2:", page.render(name="Kim").strip())
PYTHON
cat > expected <<'TEXT'
askama: name=name name=Kim other=other
Jinja2: name=Kim other=Kim
TEXT
if diff expected seen; then sed 's/^/ok  /' seen; else echo 'CHANGED: see the lines above (< stated, > seen)'; exit 1; fi
