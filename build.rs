//! New migrations, templates, translations and assets are compiled in: a change to any of them rebuilds the crate.

fn main() {
    for folder in ["migrations", "templates", "locales", "assets"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
