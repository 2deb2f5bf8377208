//! The structure of the code, checked by reading its source: the import order, and the one place of each thing.

use std::collections::BTreeSet;

use crate::support::source::{Source, files, root, rust, split};

/// A module imports only those before it.
const ORDER: &[&str] = &[
    "text_enum",
    "ids",
    "clock",
    "random",
    "token",
    "invisible",
    "page_key",
    "markdown",
    "address",
    "i18n",
    "config",
    "store",
    "settings",
    "rate_limits",
    "daily_counts",
    "fetch",
    "web",
    "smtp",
    "message",
    "outbox",
    "delivery",
    "app",
    "jobs",
    "webhooks",
    "admin",
    "challenges",
    "language",
    "spam",
    "topics",
    "subscribers",
    "audience",
    "posts",
    "comments",
    "imports",
    "campaigns",
    "digests",
    "bounces",
    "personal_data",
    "compliance",
    "doctor",
    "backups",
    "embed",
    "panel",
    "background",
    "server",
    "demo",
    "cli",
    "main",
];
/// Macros stand at the root of the crate, wherever they are written.
const MACROS: &[(&str, &str)] = &[
    ("on", "store"),
    ("changed", "store"),
    ("text_enum", "text_enum"),
];
/// Words that say nothing of what is behind them.
const EMPTY_NAMES: &[&str] = &[
    "util", "utils", "helper", "helpers", "common", "service", "services", "manager", "managers",
    "misc",
];
/// Lines of the longest file.
const LONGEST: usize = 450;
/// Places outside the store that may know which engine they are on.
const ENGINE_PLACES: usize = 41;

/// The module of the crate that a file belongs to.
fn module(path: &str) -> &str {
    let inner = path.strip_prefix("src/").expect("below src");
    inner.split(['/', '.']).next().expect("a name")
}

/// How many modules lie between the crate's root and this file's own items.
fn depth(path: &str) -> usize {
    let inner = path.strip_prefix("src/").expect("below src");
    let parts = inner.split('/').count();
    if inner.ends_with("/mod.rs") {
        parts - 1
    } else {
        parts
    }
}

/// The modules of the crate that a file names by `crate::…` or by enough `super::`s.
fn imports(source: &Source) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let own_depth = depth(&source.path);
    for (at, word) in words(&source.code) {
        let rest = &source.code[at + word.len()..];
        match word {
            "crate" | "gudok" => found.extend(names_after(rest)),
            "super" => {
                let (supers, rest) = climb(rest);
                if supers == own_depth + inline_depth(&source.code[..at]) {
                    found.extend(names_after(rest));
                }
            }
            _ => {}
        }
    }
    found
        .iter()
        .map(|name| {
            let known = MACROS.iter().find(|(word, _)| word == name);
            known.map_or(name.as_str(), |(_, module)| module).to_owned()
        })
        .filter(|name| ORDER.contains(&name.as_str()))
        .collect()
}

/// Every word with its place; a word that a longer one holds is none.
fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.split(move |c| !is_part(c))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - code.as_ptr() as usize, word))
}

/// `::name` gives the name, `::{a, b::c}` each first name.
fn names_after(rest: &str) -> Vec<String> {
    let Some(rest) = rest.trim_start().strip_prefix("::") else {
        return Vec::new();
    };
    let rest = rest.trim_start();
    let Some(group) = rest.strip_prefix('{') else {
        return words(rest)
            .next()
            .map(|(_, word)| word.to_owned())
            .into_iter()
            .collect();
    };
    let (mut names, mut level, mut is_first) = (Vec::new(), 1, true);
    let mut place = 0;
    for c in group.chars() {
        match c {
            '{' => level += 1,
            '}' => level -= 1,
            ',' if level == 1 => is_first = true,
            c if is_first && level == 1 && c.is_alphabetic() => {
                names.extend(
                    words(&group[place..])
                        .next()
                        .map(|(_, word)| word.to_owned()),
                );
                is_first = false;
            }
            _ => {}
        }
        if level == 0 {
            break;
        }
        place += c.len_utf8();
    }
    names
}

/// How many `super`s follow one another, and what comes after the last.
fn climb(mut rest: &str) -> (usize, &str) {
    let mut supers = 1;
    while let Some(next) = rest.trim_start().strip_prefix("::").map(str::trim_start)
        && let Some(after) = next.strip_prefix("super")
    {
        supers += 1;
        rest = after;
    }
    (supers, rest)
}

/// How many `mod name { … }` are open at the end of this code.
fn inline_depth(code: &str) -> usize {
    let (mut open, mut pending) = (Vec::new(), false);
    let mut previous = "";
    let mut at = 0;
    for (place, word) in words(code).chain([(code.len(), "")]) {
        for c in code[at..place].chars() {
            match c {
                '{' => open.push(std::mem::take(&mut pending)),
                '}' => drop(open.pop()),
                ';' => pending = false,
                _ => {}
            }
        }
        pending = pending || previous == "mod";
        previous = word;
        at = place + word.len();
    }
    open.iter().filter(|is_module| **is_module).count()
}

fn place_of(module: &str) -> usize {
    ORDER
        .iter()
        .position(|name| *name == module)
        .unwrap_or_else(|| panic!("{module} has no place in the import order"))
}

#[test]
fn a_module_imports_only_modules_before_it() {
    let mut wrong = Vec::new();
    for source in rust("src")
        .iter()
        .filter(|source| source.path != "src/lib.rs")
    {
        let own = module(&source.path);
        for imported in imports(source) {
            if imported != own && place_of(&imported) > place_of(own) {
                wrong.push(format!("{} imports {imported}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_way_to_write_an_import_is_seen() {
    let of = |path: &str, code: &str| {
        let source = Source {
            path: path.to_owned(),
            text: String::new(),
            code: code.to_owned(),
            literals: Vec::new(),
        };
        imports(&source).into_iter().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of("src/web/page_context.rs", "use crate::posts;"), "posts");
    assert_eq!(
        of(
            "src/web/page_context.rs",
            "use crate::{admin::AdminSession, on, posts::{Post, Feed}};"
        ),
        "admin posts store"
    );
    assert_eq!(
        of(
            "src/web/page_context.rs",
            "fn f() { crate::digests::plan() }"
        ),
        "digests"
    );
    assert_eq!(
        of("src/web/page_context.rs", "use super::super::cli;"),
        "cli"
    );
    assert_eq!(of("src/web/page_context.rs", "use super::app;"), "");
    assert_eq!(of("src/web/mod.rs", "use super::app;"), "app");
    assert_eq!(of("src/clock.rs", "use super::app;"), "app");
    assert_eq!(
        of(
            "src/clock.rs",
            "mod tests { use super::app; use super::super::jobs; }"
        ),
        "jobs"
    );
    assert_eq!(of("src/main.rs", "use gudok::cli::Cli;"), "cli");
    let (code, literals) =
        split("// crate::app\nlet a = \"crate::app\"; /* crate::app */ let b = '\"'; r#\"x\"#");
    assert!(!code.contains("app"), "{code}");
    assert_eq!(literals, ["crate::app", "x"]);
}

#[test]
fn the_architecture_page_names_the_same_order() {
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the page");
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = ORDER.join(", ");
    assert!(page.contains(&line), "ARCHITECTURE.md should say: {line}");
}

#[test]
fn sql_stands_in_the_store_and_in_files_named_queries() {
    let wrong = rust("src").into_iter().filter(|source| {
        let may = source.path.starts_with("src/store/")
            || (source.path.ends_with("/queries.rs") || source.path.contains("/queries/"));
        // The store's macros show their use in their comments only.
        !may && source.code.contains("sqlx::query")
    });
    assert_eq!(paths(wrong), Vec::<String>::new());
}

#[test]
fn routes_and_panel_pages_never_name_queries() {
    let wrong = rust("src").into_iter().filter(|source| {
        let is_http = source.path.ends_with("/routes.rs")
            || source.path.ends_with("/panel.rs")
            || source.path.contains("/http/")
            || source.path.starts_with("src/panel/");
        is_http && words(&source.code).any(|(_, word)| word == "queries")
    });
    assert_eq!(paths(wrong), Vec::<String>::new());
}

#[test]
fn the_environment_is_read_in_the_configuration_alone() {
    let wrong = rust("src").into_iter().filter(|source| {
        let is_read = ["env::var", "env::vars", "env::set_var", "env::remove_var"]
            .iter()
            .any(|call| source.code.contains(call));
        source.path != "src/config/load.rs" && is_read
    });
    assert_eq!(paths(wrong), Vec::<String>::new());
}

#[test]
fn few_places_outside_the_store_know_the_engine() {
    let places: Vec<String> = rust("src")
        .iter()
        .filter(|source| !source.path.starts_with("src/store/"))
        .flat_map(|source| {
            let known = [
                ".either(",
                "Connection::Sqlite",
                "Connection::Postgres",
                "engine_name() ==",
            ];
            let count: usize = known
                .iter()
                .map(|word| source.code.matches(word).count())
                .sum();
            std::iter::repeat_n(source.path.clone(), count)
        })
        .collect();
    assert!(places.len() <= ENGINE_PLACES, "{places:#?}");
}

#[test]
fn no_file_is_longer_than_one_reason_takes() {
    let long = ["src", "tests", "benches"]
        .iter()
        .flat_map(|folder| rust(folder));
    let long = long.filter(|source| source.text.lines().count() > LONGEST);
    assert_eq!(paths(long), Vec::<String>::new());
}

#[test]
fn every_name_says_something() {
    let mut wrong = Vec::new();
    for source in rust("src").iter().chain(&rust("tests")) {
        let of_path = source.path.split(['/', '.', '_']).map(str::to_owned);
        let mut declared = false;
        let mut names: Vec<String> = of_path.collect();
        for (_, word) in words(&source.code) {
            if declared {
                names.extend(parts(word));
            }
            declared = matches!(
                word,
                "fn" | "struct" | "enum" | "trait" | "mod" | "type" | "macro_rules"
            );
        }
        let empty = names
            .iter()
            .filter(|name| EMPTY_NAMES.contains(&name.as_str()));
        wrong.extend(empty.map(|name| format!("{}: {name}", source.path)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// `CommentRow` and `comment_row` are both of `comment` and `row`.
fn parts(name: &str) -> Vec<String> {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake.split('_').map(str::to_owned).collect()
}

#[test]
fn every_exception_from_a_lint_carries_its_reason() {
    let mut wrong = Vec::new();
    for source in rust("src")
        .iter()
        .chain(&rust("tests"))
        .chain(&rust("benches"))
    {
        for mark in ["#[expect(", "#![expect("] {
            for (at, _) in source.code.match_indices(mark) {
                let attribute = source.code[at..].split(']').next().unwrap_or_default();
                if !attribute.contains("reason =") {
                    wrong.push(format!("{}: {attribute}", source.path));
                }
            }
        }
        if source.code.contains("#[allow(") || source.code.contains("#![allow(") {
            wrong.push(format!("{}: allow", source.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_opens_with_what_it_is() {
    let wrong = rust("src")
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "));
    assert_eq!(paths(wrong), Vec::<String>::new());
}

#[test]
fn every_file_of_stories_is_told() {
    let main = std::fs::read_to_string(root().join("tests/stories/main.rs")).expect("a file");
    let forgotten = rust("tests/stories").into_iter().filter(|source| {
        let name = source.path.trim_start_matches("tests/stories/");
        let name = name.split('/').next().unwrap_or_default();
        let name = name.trim_end_matches(".rs");
        name != "main" && !main.contains(&format!("mod {name};"))
    });
    assert_eq!(paths(forgotten), Vec::<String>::new());
}

#[test]
fn both_engines_have_migrations_of_the_same_names() {
    let names = |engine: &str| {
        let folder = format!("migrations/{engine}");
        let files = files(&folder, &[".sql"]);
        files
            .into_iter()
            .map(|(path, _)| path.replace(&folder, ""))
            .collect::<Vec<_>>()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

fn paths(sources: impl Iterator<Item = Source>) -> Vec<String> {
    sources.map(|source| source.path).collect()
}
