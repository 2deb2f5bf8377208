//! A field of readers, and the form that defines it.

use serde::{Deserialize, Serialize};
use sqlx::types::Json;

/// The fields that one site has at most.
pub const MOST_FIELDS: usize = 30;

/// The row id of a field.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct FieldId(pub i64);

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// One line.
    Text,
    /// A number, whole or not.
    Number,
    /// A day.
    Date,
    /// One of the owner's choices.
    Choice,
    /// Yes or no.
    YesNo,
}

crate::text_enum!(FieldKind {
    Text => "text", Number => "number", Date => "date", Choice => "choice", YesNo => "yes_no",
});

/// A field.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReaderField {
    /// The id.
    pub id: FieldId,
    /// Its name in forms and JSON. It stays when the field is renamed.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// What it takes.
    pub kind: FieldKind,
    /// The choices; empty for other kinds.
    pub choices: Json<Vec<String>>,
    /// Shown on the sign-up form.
    pub on_form: bool,
}

/// The form of a field as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FieldForm {
    /// The name.
    pub name: String,
    /// The word of a kind. A field keeps its kind.
    pub kind: String,
    /// The choices, one a line.
    pub choices: String,
    /// Anything: on the sign-up form.
    pub on_form: String,
}

/// A valid field.
#[derive(Clone, Debug)]
pub struct FieldDraft {
    /// The name for people.
    pub name: String,
    /// What it takes.
    pub kind: FieldKind,
    /// The choices.
    pub choices: Vec<String>,
    /// Shown on the sign-up form.
    pub on_form: bool,
}

/// The errors of that form, as keys of phrases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldMistakes {
    /// The error of the name.
    pub name: Option<&'static str>,
    /// The error of the kind.
    pub kind: Option<&'static str>,
    /// The error of the choices.
    pub choices: Option<&'static str>,
}
