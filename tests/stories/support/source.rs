//! Our own source, read as text: enough of Rust's grammar to tell code from comments and literals.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file.
#[derive(Debug)]
pub struct Source {
    /// Its path below the repository's root.
    pub path: String,
    pub text: String,
    /// The code with comments left out and every literal emptied.
    pub code: String,
    /// The string literals in order.
    pub literals: Vec<String>,
}

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` whose name ends in one of `endings`, as path and text, in order.
pub fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    found
        .into_iter()
        .filter(|path| endings.iter().any(|ending| path.ends_with(ending)))
        .map(|path| {
            let text = fs::read_to_string(root().join(&path)).expect("a text file");
            (path, text)
        })
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<String>) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{error}: {}", folder.display()));
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            let path = path.strip_prefix(root()).expect("below the root");
            found.push(path.to_str().expect("a name in UTF-8").to_owned());
        }
    }
}

/// Every Rust file below `folder`.
pub fn rust(folder: &str) -> Vec<Source> {
    let read = |(path, text): (String, String)| {
        let (code, literals) = split(&text);
        Source {
            path,
            text,
            code,
            literals,
        }
    };
    files(folder, &[".rs"]).into_iter().map(read).collect()
}

/// Code without comments, its literals emptied; and the string literals.
pub fn split(text: &str) -> (String, Vec<String>) {
    let (mut code, mut literals) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if let Some((literal, after)) = raw_string(rest, &code).or_else(|| string(rest)) {
            literals.push(literal);
            code.push_str("\"\"");
            rest = after;
        } else if let Some(after) = character(rest) {
            code.push_str("' '");
            rest = after;
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    (code, literals)
}

/// `r"…"` and `r#"…"#`, where the `r` begins a word.
fn raw_string<'a>(rest: &'a str, before: &str) -> Option<(String, &'a str)> {
    let body = rest.strip_prefix('r')?;
    if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let open = body.trim_start_matches('#');
    let hashes = &body[..body.len() - open.len()];
    let open = open.strip_prefix('"')?;
    let close = format!("\"{hashes}");
    let end = open.find(&close)?;
    Some((open[..end].to_owned(), &open[end + close.len()..]))
}

fn string(rest: &str) -> Option<(String, &str)> {
    let body = rest.strip_prefix('"')?;
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return Some((body[..at].to_owned(), &body[at + 1..])),
            _ => escaped = false,
        }
    }
    None
}

/// `'x'` and `'\n'`, but not a lifetime.
fn character(rest: &str) -> Option<&str> {
    let body = rest.strip_prefix('\'')?;
    if let Some(escape) = body.strip_prefix('\\') {
        let skipped = escape.chars().next()?.len_utf8();
        return escape[skipped..]
            .find('\'')
            .map(|end| &escape[skipped + end + 1..]);
    }
    let c = body.chars().next()?;
    body[c.len_utf8()..].strip_prefix('\'')
}
