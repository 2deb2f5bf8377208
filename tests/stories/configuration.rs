//! docs/configuration.md is generated from the doc comments of the configuration's structs, and from their defaults.

use std::fmt::Write as _;
use std::fs;

use gudok::config::Config;
use serde_json::Value;

use crate::support::source::{files, root};

const HEAD: &str = "\
# Configuration

Gudok reads `gudok.toml`, or the file that `--config` names, and then the environment, which wins.

- `site.name` is `GUDOK__SITE__NAME` in the environment. Lists are written as in TOML: `[\"127.0.0.1\", \"::1\"]`.
- `…_FILE` names a file with the value, for secrets: `GUDOK__MAIL__URL_FILE=/run/secrets/mail-url`.
- `DATABASE_URL` sets `database.url`.
- Owners change many options in the panel too, without a restart. What the file or the environment sets is locked there.
- An unknown option is an error, and so is a value that cannot be right. The message names the option.

`gudok config` prints a file with every option, its default and examples, and below it what is set here and where. This page is generated from the source.
";

/// One entry of each list, with the options that it needs.
const SMALLEST_LISTS: &str = "\
[[mail.relays]]
name = \"first\"
url = \"memory:\"
[[mail.domains]]
name = \"example.org\"
per_day = 1
";

/// A public field of a struct.
struct Field {
    name: String,
    kind: String,
    about: String,
}

/// A struct or an enum of the configuration, with its fields or variants.
struct Item {
    name: String,
    about: String,
    fields: Vec<Field>,
}

/// The structs and enums of a file, read line by line: rustfmt holds their form.
fn items(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let (mut about, mut is_open) = (String::new(), false);
    for line in text.lines() {
        let code = line.trim();
        let named = ["pub struct ", "pub enum "]
            .iter()
            .find_map(|start| line.strip_prefix(start)?.strip_suffix(" {"));
        if let Some(words) = code.strip_prefix("/// ") {
            let separator = if about.is_empty() { "" } else { " " };
            about.push_str(separator);
            about.push_str(words);
        } else if code.starts_with("#[") {
            // Attributes stand between the words and what they are about.
        } else if let Some(name) = named {
            let (name, fields) = (name.to_owned(), Vec::new());
            items.push(Item {
                name,
                about: std::mem::take(&mut about),
                fields,
            });
            is_open = true;
        } else if line == "}" {
            is_open = false;
        } else if is_open && line.starts_with("    ") && !line.starts_with("     ") {
            let field = code.trim_start_matches("pub ").trim_end_matches(',');
            let (name, kind) = field.split_once(": ").unwrap_or((field, ""));
            let (name, kind) = (name.to_owned(), kind.to_owned());
            let about = std::mem::take(&mut about);
            let fields = &mut items.last_mut().expect("an open item").fields;
            fields.push(Field { name, kind, about });
        } else if !code.starts_with("//") {
            about.clear();
        }
    }
    items
}

/// The type without `Option<…>` or `Vec<…>`.
fn inner(kind: &str) -> &str {
    let start = kind.find('<').map_or(0, |at| at + 1);
    kind[start..].trim_end_matches('>')
}

fn default_of(field: &Field, defaults: &Value) -> String {
    match &defaults[&field.name] {
        Value::Null if field.kind.starts_with("Option<") => "–".into(),
        Value::Null => "required".into(),
        value => format!("`{value}`"),
    }
}

fn meaning(field: &Field, all: &[Item]) -> String {
    let choices = all.iter().find(|item| item.name == inner(&field.kind));
    let choices = choices.filter(|item| {
        let is_word = |variant: &Field| variant.name.chars().all(char::is_alphanumeric);
        !item.fields.is_empty()
            && item
                .fields
                .iter()
                .all(|one| one.kind.is_empty() && is_word(one))
    });
    let mut text = field
        .about
        .replace("[`", "`")
        .replace("`]", "`")
        .replace('|', "\\|");
    for variant in choices.iter().flat_map(|item| &item.fields) {
        let _ = write!(
            text,
            " `{}`: {}",
            variant.name.to_lowercase(),
            variant.about
        );
    }
    text
}

fn table(page: &mut String, section: &str, item: &Item, defaults: &Value, all: &[Item]) {
    let _ = write!(
        page,
        "\n{}\n\n| option | default | meaning |\n|---|---|---|\n",
        item.about
    );
    for field in &item.fields {
        let default = if field.kind.starts_with("Vec<") && defaults[&field.name].is_null() {
            "`[]`".into()
        } else {
            default_of(field, defaults)
        };
        let meaning = meaning(field, all);
        let _ = writeln!(
            page,
            "| `{section}.{}` | {default} | {meaning} |",
            field.name
        );
    }
}

/// What the options of one entry of a list are when only the required ones are written.
fn defaults_of_entry(list: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("gudok.toml");
    fs::write(&file, SMALLEST_LISTS).expect("a file");
    let config = Config::read(Some(&file), []).expect("a configuration");
    let mut entry = serde_json::to_value(config).expect("json")["mail"][list][0].take();
    for required in ["name", "url"] {
        entry[required] = Value::Null;
    }
    if list == "domains" {
        entry["per_day"] = 0.into();
    }
    entry
}

fn reference() -> String {
    let sources = files("src", &[".rs"]);
    let of_config = sources
        .iter()
        .filter(|(path, _)| path.starts_with("src/config"));
    let all: Vec<Item> = of_config.flat_map(|(_, text)| items(text)).collect();
    let find = |name: &str| all.iter().find(|item| item.name == name);
    let defaults = serde_json::to_value(Config::default()).expect("json");
    let mut page = HEAD.to_owned();
    let sections = &find("Config").expect("the configuration").fields;
    for section in sections.iter().filter(|one| !defaults[&one.name].is_null()) {
        let item = find(&section.kind).unwrap_or_else(|| panic!("no struct {}", section.kind));
        let name = &section.name;
        let _ = write!(page, "\n## `[{name}]`\n");
        table(&mut page, name, item, &defaults[name], &all);
        for list in item
            .fields
            .iter()
            .filter(|field| field.kind.starts_with("Vec<"))
        {
            let Some(entry) =
                find(inner(&list.kind)).filter(|entry| entry.name.ends_with("Options"))
            else {
                continue;
            };
            let list = format!("{name}.{}", list.name);
            let _ = write!(page, "\n### `[[{list}]]`\n");
            let defaults = defaults_of_entry(list.rsplit('.').next().expect("a name"));
            table(&mut page, &list, entry, &defaults, &all);
        }
    }
    page
}

#[test]
fn the_configuration_page_is_what_the_structs_say() {
    let (page, kept) = (reference(), root().join("docs/configuration.md"));
    if fs::read_to_string(&kept).is_ok_and(|text| text == page) {
        return;
    }
    let fresh = root().join("target/configuration.md");
    fs::write(&fresh, page).expect("a page");
    panic!(
        "docs/configuration.md is stale; read the difference, then: cp {} {}",
        fresh.display(),
        kept.display()
    );
}
