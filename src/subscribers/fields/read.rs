//! Reads what was typed: the definition of a field, and the values of readers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::model::{FieldDraft, FieldForm, FieldId, FieldKind, FieldMistakes, ReaderField};
use crate::invisible::strip_invisible;
use crate::message::content::one_line;

/// Characters of the longest name and the longest choice.
const LONGEST_NAME: usize = 80;
/// Choices of one field.
const MOST_CHOICES: usize = 50;
/// Characters of the longest value.
const LONGEST_VALUE: usize = 200;
/// Numbers are smaller: up to here each whole one has a value of its own.
const NUMBERS_END: f64 = 9_007_199_254_740_992.0;

/// One line without invisible characters, in the composed form.
pub(super) fn clean(text: &str) -> String {
    one_line(&strip_invisible(&text.nfc().collect::<String>()))
}

impl FieldDraft {
    /// Reads the form. A field that exists keeps its `kind`.
    pub fn parse(form: &FieldForm, kind: Option<FieldKind>) -> Result<Self, FieldMistakes> {
        let name = clean(&form.name);
        let kind = kind.or_else(|| form.kind.parse().ok());
        let choices = choices(&form.choices);
        let mistakes = FieldMistakes {
            name: wrong_name(&name),
            kind: kind.is_none().then_some("fields-kind-missing"),
            choices: match kind {
                Some(FieldKind::Choice) => wrong_choices(&choices),
                _ => None,
            },
        };
        match kind {
            Some(kind) if mistakes == FieldMistakes::default() => Ok(Self {
                name,
                kind,
                choices: match kind {
                    FieldKind::Choice => choices,
                    _ => Vec::new(),
                },
                on_form: !form.on_form.is_empty(),
            }),
            _ => Err(mistakes),
        }
    }
}

fn wrong_name(name: &str) -> Option<&'static str> {
    if !name.chars().any(char::is_alphanumeric) {
        return Some("fields-name-missing");
    }
    (name.chars().count() > LONGEST_NAME).then_some("fields-name-too-long")
}

/// The choices of the lines, each once, in their order.
fn choices(lines: &str) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let lines = lines.lines().map(clean).filter(|line| !line.is_empty());
    lines.filter(|line| seen.insert(line.clone())).collect()
}

fn wrong_choices(choices: &[String]) -> Option<&'static str> {
    let is_long = |choice: &String| choice.chars().count() > LONGEST_NAME;
    match choices.len() {
        0 | 1 => Some("fields-choices-missing"),
        count if count > MOST_CHOICES => Some("fields-choices-too-many"),
        _ => choices
            .iter()
            .any(is_long)
            .then_some("fields-choices-too-long"),
    }
}

impl ReaderField {
    /// The stored form of what was typed; `None` for nothing. The error is the key of a phrase.
    pub fn read(&self, typed: &str) -> Result<Option<String>, &'static str> {
        let typed = clean(typed);
        if typed.is_empty() {
            return Ok(None);
        }
        let value = match self.kind {
            FieldKind::Text if typed.chars().count() > LONGEST_VALUE => {
                return Err("fields-value-too-long");
            }
            FieldKind::Text => Some(typed),
            FieldKind::Number => number(&typed),
            FieldKind::Date => date(&typed),
            FieldKind::Choice => Some(typed).filter(|typed| self.choices.0.contains(typed)),
            FieldKind::YesNo => Some(typed).filter(|typed| matches!(typed.as_str(), "yes" | "no")),
        };
        value.map(Some).ok_or(match self.kind {
            FieldKind::Number => "fields-value-no-number",
            FieldKind::Date => "fields-value-no-date",
            _ => "fields-value-no-choice",
        })
    }
}

/// A number in its shortest form: `007` and `7.0` are `7`.
fn number(typed: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let number: f64 = Some(typed)
        .filter(|it| it.chars().all(is_plain))?
        .parse()
        .ok()?;
    // The sum makes a zero of a negative zero.
    (number.abs() < NUMBERS_END).then(|| (number + 0.0).to_string())
}

/// A day as `2026-11-24`.
fn date(typed: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_digit() || c == '-';
    let day: Date = Some(typed)
        .filter(|it| it.chars().all(is_plain))?
        .parse()
        .ok()?;
    (day.year() > 0).then(|| day.to_string())
}

/// The stored form of these answers, each a slug with what was typed, in the order of `fields`. An answer to a field that is not
/// there any more is left out: a form may have been open when it was removed.
pub fn wished(
    fields: &[ReaderField],
    answers: &[(String, String)],
) -> Result<Vec<(FieldId, String)>, &'static str> {
    let mut wished = Vec::new();
    for field in fields {
        let typed = answers.iter().find(|(slug, _)| *slug == field.slug);
        if let Some(value) = field.read(typed.map_or("", |(_, typed)| typed))? {
            wished.push((field.id, value));
        }
    }
    Ok(wished)
}

/// Whether each slug is that of one of these fields.
pub fn known_answers<'a>(
    fields: &[ReaderField],
    mut slugs: impl Iterator<Item = &'a String>,
) -> bool {
    slugs.all(|slug| fields.iter().any(|field| field.slug == *slug))
}

/// Values by the slugs of their fields.
pub fn named<'a>(
    fields: &[ReaderField],
    values: impl Iterator<Item = &'a (FieldId, String)>,
) -> BTreeMap<String, String> {
    let named = values.filter_map(|(id, value)| {
        let field = fields.iter().find(|field| field.id == *id)?;
        Some((field.slug.clone(), value.clone()))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use sqlx::types::Json;

    use super::*;

    fn field(kind: FieldKind) -> ReaderField {
        ReaderField {
            id: FieldId(1),
            slug: "field".into(),
            name: "Field".into(),
            kind,
            choices: Json(vec!["서울".into(), "부산".into()]),
            on_form: true,
        }
    }

    #[test]
    fn a_value_has_one_form_and_fits_its_kind() {
        for (kind, typed, stored) in [
            (FieldKind::Text, " a\u{200b}b\n c ", Some("ab c")),
            (FieldKind::Text, "<b>굵게</b>", Some("<b>굵게</b>")),
            (FieldKind::Number, "007", Some("7")),
            (FieldKind::Number, "+7.50", Some("7.5")),
            (FieldKind::Number, "-0", Some("0")),
            (FieldKind::Number, "1e5", None),
            (FieldKind::Number, "inf", None),
            (FieldKind::Number, "NaN", None),
            (FieldKind::Number, "9007199254740993", None),
            (FieldKind::Number, "seven", None),
            (FieldKind::Date, "2026-11-24", Some("2026-11-24")),
            (FieldKind::Date, "2026-02-30", None),
            (FieldKind::Date, "24.11.2026", None),
            (FieldKind::Date, "2026-11-24T00:00", None),
            (FieldKind::Choice, "서울", Some("서울")),
            // The same letters, decomposed.
            (
                FieldKind::Choice,
                "\u{1109}\u{1165}\u{110b}\u{116e}\u{11af}",
                Some("서울"),
            ),
            (FieldKind::Choice, "대구", None),
            (FieldKind::YesNo, "yes", Some("yes")),
            (FieldKind::YesNo, "on", None),
        ] {
            let read = field(kind).read(typed);
            let expected = stored.map(|stored| Some(stored.to_owned()));
            assert_eq!(read.ok(), expected, "{kind} {typed:?}");
        }
        for kind in FieldKind::ALL {
            assert_eq!(field(*kind).read(" \u{200b}"), Ok(None), "{kind}");
        }
        let long = "가".repeat(201);
        assert_eq!(
            field(FieldKind::Text).read(&long),
            Err("fields-value-too-long")
        );
    }
}
