//! Placeholders in an edition's body, for the links that are each recipient's own.

use serde::{Deserialize, Serialize};

/// Marks the place of the recipient's unsubscribe link in an edition's body.
pub const UNSUBSCRIBE_PLACEHOLDER: &str = "GUDOK-PLACE-UNSUBSCRIBE";

/// Marks the place of the recipient's preferences link in an edition's body.
pub const PREFERENCES_PLACEHOLDER: &str = "GUDOK-PLACE-PREFERENCES";

/// A mark in an edition's body that is replaced by a link of each recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// [`UNSUBSCRIBE_PLACEHOLDER`].
    Unsubscribe,
    /// [`PREFERENCES_PLACEHOLDER`].
    Preferences,
}

/// A part of a body: shared text or a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplatePart<'a> {
    /// Text that is the same for all.
    Text(&'a str),
    /// The recipient's own link.
    Placeholder(Placeholder),
}

/// Splits a body at its placeholders.
pub fn split_template(body: &str) -> Vec<TemplatePart<'_>> {
    const MARKS: [(&str, Placeholder); 2] = [
        (UNSUBSCRIBE_PLACEHOLDER, Placeholder::Unsubscribe),
        (PREFERENCES_PLACEHOLDER, Placeholder::Preferences),
    ];
    let mut parts = Vec::new();
    let mut rest = body;
    let first = |text: &str| {
        let found = MARKS
            .iter()
            .filter_map(|(mark, place)| text.find(mark).map(|at| (at, mark.len(), *place)));
        found.min_by_key(|(at, ..)| *at)
    };
    while let Some((at, length, place)) = first(rest) {
        parts.extend([
            TemplatePart::Text(&rest[..at]),
            TemplatePart::Placeholder(place),
        ]);
        rest = &rest[at + length..];
    }
    parts.push(TemplatePart::Text(rest));
    parts
}

/// The links of one recipient in an edition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonalLinks {
    /// The one-click unsubscribe link.
    pub unsubscribe: String,
    /// The link to the preferences.
    pub preferences: String,
    /// The same as `unsubscribe` by a mail: a `mailto:` address, where the mailbox for bounces is named.
    pub unsubscribe_by_mail: Option<String>,
}

impl PersonalLinks {
    /// The link that fills a placeholder.
    pub fn value_for(&self, place: Placeholder) -> &str {
        match place {
            Placeholder::Unsubscribe => &self.unsubscribe,
            Placeholder::Preferences => &self.preferences,
        }
    }

    /// Returns the body with this recipient's links in place of the placeholders. Links consist of
    /// URL characters only, so they need no escaping in HTML.
    pub fn substitute(&self, body: &str) -> String {
        let whole = split_template(body).into_iter().map(|part| match part {
            TemplatePart::Text(text) => text,
            TemplatePart::Placeholder(place) => self.value_for(place),
        });
        whole.collect()
    }
}
