//! Entities that a feed defines itself, and names of people.

use std::collections::HashMap;

use super::writing::{character, predefined};

/// Entities of one document, at most; old feeds define a dozen.
const MOST_ENTITIES: usize = 64;
/// Characters of one entity.
const LONGEST_ENTITY: usize = 1_000;

/// `<!ENTITY who "the editors">` of a document's type: names and their words, without entities of their own.
pub(super) fn entities(doctype: &str) -> HashMap<String, String> {
    let mut found = HashMap::new();
    for declared in doctype.split("<!ENTITY").skip(1).take(MOST_ENTITIES) {
        let declared = declared.trim_start();
        let Some((name, rest)) = declared.split_once(|c: char| c.is_whitespace()) else {
            continue;
        };
        let rest = rest.trim_start();
        let Some(mark) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        if let Some((words, _)) = rest[1..].split_once(mark)
            && words.len() <= LONGEST_ENTITY
        {
            found.insert(name.to_owned(), decoded(words));
        }
    }
    found
}

/// The words of an entity with its characters by number; other references have been refused.
fn decoded(words: &str) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find(';').unwrap_or(0);
        match character(&rest[..end]).or_else(|| predefined(&rest[..end])) {
            Some(c) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

/// Returns a person without the address: `mina@example.org (Mina Oh)` and `Mina Oh <mina@example.org>` are Mina Oh. A name
/// without an address stays.
pub(in crate::posts::feed) fn without_address(person: &str) -> String {
    if !person.contains('@') {
        return person.to_owned();
    }
    let is_of_address = |c: char| c.is_ascii_alphanumeric() || "._%+-@:".contains(c);
    let mut name = String::new();
    let mut rest = person;
    while let Some(c) = rest.chars().next() {
        let length = rest.find(|c| !is_of_address(c)).unwrap_or(rest.len());
        let (word, after) = if length > 0 {
            rest.split_at(length)
        } else {
            rest.split_at(c.len_utf8())
        };
        if !word.contains('@') {
            name.push_str(word);
        }
        rest = after;
    }
    let is_around = |c: char| c.is_whitespace() || "<>()[]（）〈〉,;:/|，、".contains(c);
    name.trim_matches(is_around).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_named_without_their_address() {
        for (person, expected) in [
            ("mina@example.org (Mina Oh)", "Mina Oh"),
            ("Mina Oh <mina@example.org>", "Mina Oh"),
            ("mina@example.org", ""),
            ("mailto:mina@example.org", ""),
            ("mina@example.org（오미나）", "오미나"),
            ("오미나，mina@example.org", "오미나"),
            ("김하나 (기자)", "김하나 (기자)"),
            ("오미나 기자 mina@example.org", "오미나 기자"),
        ] {
            assert_eq!(without_address(person), expected, "{person}");
        }
    }

    #[test]
    fn a_documents_own_entities_are_read() {
        let found = entities(
            "rss [<!ENTITY who \"the editors\"> <!ENTITY copy '&#169;'> <!ENTITY % list SYSTEM 'x'>]",
        );
        assert_eq!(found.get("who").map(String::as_str), Some("the editors"));
        assert_eq!(found.get("copy").map(String::as_str), Some("©"));
        assert_eq!(found.len(), 2);
    }
}
