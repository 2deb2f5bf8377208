//! The fields of a posted form as pairs, since checkboxes of one name repeat it.

use serde::Deserialize;

/// The fields of a posted form, in their order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct FormFields(Vec<(String, String)>);

impl FormFields {
    /// The first value of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let field = self.0.iter().find(|(field, _)| field == name);
        field.map(|(_, value)| value.as_str())
    }

    /// The first value of this name; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Every value of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// The answers to the site's own fields: each a slug, in a hidden input, before what was typed.
    pub fn answers(&self) -> Vec<(String, String)> {
        answers(self.all("fields"))
    }
}

/// Slugs and values by turns as pairs.
pub(super) fn answers<'a>(mut turns: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let pairs = std::iter::from_fn(|| Some((turns.next()?.to_owned(), turns.next()?.to_owned())));
    pairs.collect()
}
