//! `gudok status`, completions and manual pages: what an operator asks a machine.

use tempfile::TempDir;

use crate::support::program::{Printed, gudok};

fn folder() -> TempDir {
    TempDir::new().expect("a temporary folder")
}

fn told(folder: &TempDir, arguments: &[&str]) -> String {
    let printed = Printed::of(gudok(folder.path(), arguments));
    assert_eq!(printed.code, Some(0), "{printed:?}");
    printed.out
}

#[test]
fn one_screen_says_how_the_site_is() {
    let folder = folder();
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "email\nkim@example.org\nlee@example.org\n").expect("written");
    told(
        &folder,
        &["subscribers", "import", "list.csv", "--source", "own list"],
    );
    let screen = told(&folder, &["status"]);
    assert!(
        screen.starts_with(&format!("gudok {}\n", env!("CARGO_PKG_VERSION"))),
        "{screen}"
    );
    for line in [
        "database     SQLite, no process is running",
        "subscribers  2 confirmed",
        "comments     none",
        "outbox       none",
        "digests      next at ",
        "wrong        nothing that is known",
    ] {
        assert!(
            screen.lines().any(|said| said.starts_with(line)),
            "{line}: {screen}"
        );
    }
    let json: serde_json::Value =
        serde_json::from_str(&told(&folder, &["status", "--json"])).expect("JSON");
    assert_eq!(json["subscribers"]["confirmed"], 2);
    assert_eq!(json["running"], false);
    assert_eq!(json["wrong"], serde_json::json!([]));
}

#[test]
fn a_place_without_a_database_is_named_and_stays_without_one() {
    let folder = folder();
    let printed = Printed::of(gudok(folder.path(), &["status"]));
    assert!(
        printed.failure().contains("there is no database"),
        "{printed:?}"
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        0
    );
}

#[test]
fn shells_complete_the_commands_and_each_has_a_manual_page() {
    let folder = folder();
    for shell in ["bash", "zsh", "fish"] {
        let script = told(&folder, &["completions", shell]);
        for word in ["status", "copy-to-postgres", "--config"] {
            let word = if shell == "fish" {
                word.trim_start_matches('-')
            } else {
                word
            };
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    told(&folder, &["manual", "pages"]);
    let page = |name: &str| std::fs::read_to_string(folder.path().join("pages").join(name));
    assert!(page("gudok.1").expect("a page").contains("Newsletter"));
    assert!(
        page("gudok-status.1")
            .expect("a page")
            .contains("how the site is")
    );
    assert!(page("gudok-subscribers-import.1").is_ok());
}
