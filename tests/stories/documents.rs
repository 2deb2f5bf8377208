//! The documents lead to files that exist.

use std::path::Path;

use crate::support::source::{files, root};

/// Every document of the repository as path and text, but for the decisions, which speak of their own time.
fn documents() -> Vec<(String, String)> {
    let mut found = files("docs", &[".md"]);
    found.retain(|(path, _)| !path.starts_with("docs/decisions/"));
    found.extend(files("findings", &[".md"]));
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
    ] {
        let text = std::fs::read_to_string(root().join(name)).expect("a document");
        found.push((name.into(), text));
    }
    found
}

/// The places of Markdown's links, without their fragment.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| {
        let link = rest.split(')').next()?;
        link.split('#').next()
    })
}

#[test]
fn every_link_of_a_document_leads_to_a_file() {
    for (path, text) in documents() {
        let folder = root().join(&path).parent().expect("a folder").to_path_buf();
        for link in links(&text).filter(|link| !link.is_empty() && !link.contains(':')) {
            assert!(
                folder.join(link).exists(),
                "{path} links {link}, which is not there"
            );
        }
    }
}

/// `src/web/error.rs`, or `web/error.rs` for short, is there.
fn exists(name: &str) -> bool {
    let is_there = |path: &Path| path.join(name).exists();
    is_there(&root()) || is_there(&root().join("src"))
}

#[test]
fn the_architecture_page_names_files_that_exist() {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the page");
    let codes = page.split('`').skip(1).step_by(2);
    let is_path = |code: &&str| {
        let is_file = [".rs", ".md", ".toml"]
            .iter()
            .any(|ending| code.ends_with(ending));
        (is_file || code.ends_with('/'))
            && code.contains('/')
            && !code.contains(['{', '<', '*', ' '])
    };
    let missing: Vec<&str> = codes.filter(is_path).filter(|path| !exists(path)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "ARCHITECTURE.md names them");
}

/// The plug-in's file is the same in the script that makes it, the release, the documents and the panel's words.
#[test]
fn the_zip_of_the_wordpress_plug_in_has_one_name() {
    for path in [
        "scripts/wordpress-zip",
        ".github/workflows/release.yml",
        "docs/wordpress.md",
        "locales/ko/embedding.ftl",
        "locales/en/embedding.ftl",
    ] {
        let text = std::fs::read_to_string(root().join(path)).expect(path);
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.$".contains(c);
        let names: Vec<&str> = text
            .split(|c: char| !is_part(c))
            .filter(|word| word.starts_with("gudok") && word.contains(".zip"))
            .collect();
        assert_eq!(names, ["gudok-wordpress.zip"], "{path}");
    }
}
