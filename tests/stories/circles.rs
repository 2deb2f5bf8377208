//! No two files import each other, directly or by way of others. Re-exports are followed; `mod.rs` files only re-export and are left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::source::{Source, rust};

type Path = Vec<String>;

/// The module that a file is: `src/posts/feed/mod.rs` is `posts::feed`.
fn module(path: &str) -> Path {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let inner = inner.trim_end_matches("/mod").trim_end_matches("lib");
    inner
        .split('/')
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The code before the tests that a file carries.
fn code(file: &Source) -> &str {
    file.code
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default()
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn expand(tree: &str) -> Vec<String> {
    let Some((before, group)) = tree.split_once('{') else {
        return vec![
            tree.split(" as ")
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned(),
        ];
    };
    let group = group.rsplit_once('}').map_or(group, |(inside, _)| inside);
    let (mut parts, mut level, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => level += 1,
            '}' => level -= 1,
            ',' if level == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[start..]);
    let parts = parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty());
    parts
        .flat_map(expand)
        .map(|rest| format!("{}{rest}", before.trim()))
        .collect()
}

/// The trees of the `use` items: private ones, and those that re-export.
fn uses(code: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    for item in code.split(';') {
        let Some(at) = item.rfind("use ") else {
            continue;
        };
        let (before, tree) = (&item[..at], &item[at + 4..]);
        let line = before.rsplit('\n').next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with("pub") {
            found.extend(
                expand(tree)
                    .into_iter()
                    .map(|path| (!line.is_empty(), path)),
            );
        }
    }
    found
}

/// Paths in the code itself, such as `super::queries::find`.
fn paths(code: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = code.split(|c| !is_part(c));
    let starts = ["crate::", "super::", "self::"];
    words
        .filter(|word| starts.iter().any(|start| word.starts_with(start)))
        .map(str::to_owned)
        .collect()
}

struct Crate {
    modules: BTreeMap<Path, String>,
    re_exports: BTreeMap<Path, Path>,
}

impl Crate {
    fn read(files: &[Source]) -> Self {
        let modules = files
            .iter()
            .map(|file| (module(&file.path), file.path.clone()))
            .collect();
        let mut all = Self {
            modules,
            re_exports: BTreeMap::new(),
        };
        for file in files {
            let own = module(&file.path);
            for (is_public, path) in uses(code(file)) {
                if let Some(target) = all.absolute(&own, &path).filter(|_| is_public) {
                    let name = target.last().cloned().unwrap_or_default();
                    all.re_exports
                        .insert([own.clone(), vec![name]].concat(), target);
                }
            }
        }
        all
    }

    /// A path of this crate from its root; `None` for one of another crate.
    fn absolute(&self, own: &Path, path: &str) -> Option<Path> {
        let mut rest: Path = path
            .split("::")
            .map(|name| name.trim().to_owned())
            .collect();
        let mut base = own.clone();
        match rest.first().map(String::as_str) {
            Some("crate") => base.clear(),
            Some("self") => {}
            Some("super") => {
                while rest.get(1).is_some_and(|next| next == "super") {
                    rest.remove(0);
                    base.pop();
                }
                base.pop();
            }
            _ => {
                let child = [own.as_slice(), rest.get(..1)?].concat();
                return self
                    .modules
                    .contains_key(&child)
                    .then(|| [own.clone(), rest].concat());
            }
        }
        Some([base, rest.split_off(1)].concat())
    }

    /// The file behind a path: the longest module of it, re-exports followed.
    fn file(&self, path: &Path, steps: usize) -> Option<&String> {
        (1..=path.len()).rev().find_map(|length| {
            let (head, rest) = path.split_at(length);
            match self.re_exports.get(head) {
                Some(target) if steps > 0 => {
                    self.file(&[target.as_slice(), rest].concat(), steps - 1)
                }
                _ => self.modules.get(head),
            }
        })
    }
}

/// Each file with the files that it imports.
fn imports(files: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let all = Crate::read(files);
    let is_left_out = |path: &str| path.ends_with("/mod.rs") || path == "src/lib.rs";
    let mut found = BTreeMap::new();
    for file in files.iter().filter(|file| !is_left_out(&file.path)) {
        let own = module(&file.path);
        let named = uses(code(file))
            .into_iter()
            .map(|(_, path)| path)
            .chain(paths(code(file)));
        let targets = named.filter_map(|path| all.file(&all.absolute(&own, &path)?, 6).cloned());
        let targets = targets.filter(|target| *target != file.path && !is_left_out(target));
        found.insert(file.path.clone(), targets.collect());
    }
    found
}

/// What is left when files that import nothing of what is left are taken away: the circles, and what leads to them.
fn circles(mut imports: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    loop {
        let ends = imports.iter().filter(|(_, targets)| targets.is_empty());
        let ends: BTreeSet<String> = ends.map(|(file, _)| file.clone()).collect();
        if ends.is_empty() {
            return imports;
        }
        imports.retain(|file, _| !ends.contains(file));
        for targets in imports.values_mut() {
            targets.retain(|target| !ends.contains(target));
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let imports = imports(&rust("src"));
    let arrows: usize = imports.values().map(BTreeSet::len).sum();
    assert!(arrows > 1000, "only {arrows} imports were seen");
    let circles = circles(imports);
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn a_circle_is_seen_through_a_re_export() {
    let file = |path: &str, code: &str| Source {
        path: path.to_owned(),
        text: String::new(),
        code: code.to_owned(),
        literals: Vec::new(),
    };
    let files = [
        file(
            "src/posts/mod.rs",
            "mod feed;\nmod queries;\npub use feed::Feed;",
        ),
        file("src/posts/feed.rs", "use super::queries;\npub struct Feed;"),
        file("src/posts/queries.rs", "use crate::{posts::Feed, store};\n"),
        file("src/store.rs", "use sqlx::Row;\n"),
    ];
    let found = circles(imports(&files));
    assert_eq!(
        found.keys().collect::<Vec<_>>(),
        ["src/posts/feed.rs", "src/posts/queries.rs"]
    );
}
