//! The form of an import's choices, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::Zone;
use crate::comments::merging::PageMove;
use crate::imports::{Choices, CommentChoices, ImportKind, ListChoices, RunKind};
use crate::subscribers::export::FIELD_COLUMN;
use crate::subscribers::import::{Field, Standing};

/// Mails that ask, the most of a minute.
const MOST_MAILS: usize = 600;
/// Columns and words that a form may name.
const MOST: usize = 1_000;

/// The fields of a form.
pub(super) type Pairs = Vec<(String, String)>;

/// A wrong field and the phrase that says why.
pub(super) type Wrong = (&'static str, &'static str);

/// Reads the form, without what PostgreSQL cannot store. What is wrong does not change what was typed.
pub(super) fn read(
    pairs: &[(String, String)],
    kind: ImportKind,
    run: RunKind,
) -> (Choices, Vec<Wrong>) {
    let storable = pairs
        .iter()
        .map(|(name, value)| (name.clone(), value.replace('\0', "")));
    let pairs: &[(String, String)] = &storable.collect::<Vec<_>>();
    match kind {
        ImportKind::Subscribers => {
            let (choices, wrong) = list(pairs, run);
            (Choices::List(choices), wrong)
        }
        ImportKind::Comments => {
            let (choices, wrong) = comments(pairs);
            (Choices::Comments(choices), wrong)
        }
    }
}

fn text<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    let pair = pairs.iter().find(|(field, _)| field == name);
    pair.map_or("", |(_, value)| value.trim())
}

fn list(pairs: &[(String, String)], run: RunKind) -> (ListChoices, Vec<Wrong>) {
    let mut wrong = Vec::new();
    let (mut columns, mut words) = (BTreeMap::new(), BTreeMap::new());
    let mut taken = BTreeSet::new();
    for (name, value) in pairs {
        if let Some(at) = name.strip_prefix("column-")
            && let Ok(at) = at.parse::<usize>()
            && (value.parse::<Field>().is_ok() || value.starts_with(FIELD_COLUMN))
            && columns.len() < MOST
        {
            if value != Field::Ignore.as_str() && !taken.insert(value.as_str()) {
                wrong.push(("columns", "imports-columns-twice"));
            }
            columns.insert(at, value.clone());
        }
        if let Some(number) = name.strip_prefix("word-")
            && let Ok(standing) = text(pairs, &format!("meaning-{number}")).parse::<Standing>()
            && words.len() < MOST
        {
            words.insert(value.clone(), standing.as_str().to_owned());
        }
    }
    let source: String = text(pairs, "source").chars().take(200).collect();
    if run == RunKind::Real && source.is_empty() {
        wrong.push(("source", "imports-source-missing"));
    }
    let mails = text(pairs, "mails").parse().unwrap_or(0);
    if !(1..=MOST_MAILS).contains(&mails) {
        wrong.push(("mails", "imports-mails-wrong"));
    }
    let choices = ListChoices {
        source,
        columns,
        words,
        confirm: text(pairs, "mode") == "ask",
        mails_a_minute: mails,
    };
    (choices, wrong)
}

fn comments(pairs: &[(String, String)]) -> (CommentChoices, Vec<Wrong>) {
    let mut wrong = Vec::new();
    let zone = text(pairs, "zone");
    if !zone.is_empty() && zone.parse::<Zone>().is_err() {
        wrong.push(("zone", "imports-zone-wrong"));
    }
    let lines = text(pairs, "moves").lines().map(str::trim);
    let mut moves = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let (old, new) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let new = new.trim();
        if PageMove::parse(old, new).is_err() {
            wrong.push(("moves", "imports-moves-wrong"));
        }
        moves.push((old.to_owned(), new.to_owned()));
    }
    let choices = CommentChoices {
        format: text(pairs, "format").to_owned(),
        zone: zone.to_owned(),
        moves,
    };
    (choices, wrong)
}
