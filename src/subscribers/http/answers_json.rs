//! Answers to the site's own fields in JSON.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::form_fields::answers;
use crate::subscribers::fields::{ReaderField, known_answers};
use crate::web::WebError;

/// Answers, of a program by their slugs or of an element by turns.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum AnswersJson {
    /// `{"city": "Seoul", "age": 34, "adult": true}`; null is no value.
    Named(BTreeMap<String, Value>),
    /// `["city", "Seoul"]`, as the inputs of a form stand.
    ByTurns(Vec<String>),
}

impl Default for AnswersJson {
    fn default() -> Self {
        Self::Named(BTreeMap::new())
    }
}

impl AnswersJson {
    /// Refuses what no field takes. In a form that was open, a field may have been removed meanwhile.
    pub(super) fn check(&self, known: &[ReaderField]) -> Result<(), WebError> {
        let Self::Named(values) = self else {
            return Ok(());
        };
        if !known_answers(known, values.keys()) {
            return Err(WebError::field("fields", "fields-unknown"));
        }
        if values.values().any(|it| it.is_array() || it.is_object()) {
            return Err(WebError::field("fields", "fields-value-no-value"));
        }
        Ok(())
    }

    /// Each slug with the value as it would be typed.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        match self {
            Self::ByTurns(turns) => answers(turns.iter().map(String::as_str)),
            Self::Named(values) => {
                let typed = |value: &Value| match value {
                    Value::Null => String::new(),
                    Value::Bool(true) => "yes".into(),
                    Value::Bool(false) => "no".into(),
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let pairs = values
                    .iter()
                    .map(|(slug, value)| (slug.clone(), typed(value)));
                pairs.collect()
            }
        }
    }
}
