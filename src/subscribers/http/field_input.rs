//! The inputs of the site's own fields, with what was typed into them.

use crate::subscribers::fields::{FieldKind, ReaderField};
use crate::web::PageContext;

/// A field as an input.
#[derive(Clone, Debug)]
pub(super) struct FieldInput {
    pub(super) field: ReaderField,
    pub(super) value: String,
    pub(super) error: Option<&'static str>,
}

impl FieldInput {
    /// The inputs of these fields. With `checked` each wrong value has its error.
    pub(super) fn all(
        fields: &[ReaderField],
        answers: &[(String, String)],
        checked: bool,
    ) -> Vec<Self> {
        let input = |field: &ReaderField| {
            let typed = answers.iter().find(|(slug, _)| *slug == field.slug);
            let value = typed.map_or("", |(_, typed)| typed);
            Self {
                error: field.read(value).err().filter(|_| checked),
                value: value.to_owned(),
                field: field.clone(),
            }
        };
        fields.iter().map(input).collect()
    }

    pub(super) fn id(&self) -> String {
        format!("field-{}", self.field.slug)
    }

    pub(super) fn is_date(&self) -> bool {
        self.field.kind == FieldKind::Date
    }

    pub(super) fn is_number(&self) -> bool {
        self.field.kind == FieldKind::Number
    }

    /// The options with their words, without the empty one; none for what is typed. A stored choice that was removed still
    /// stands among them.
    pub(super) fn options(&self, page: &PageContext) -> Vec<(String, String)> {
        match self.field.kind {
            FieldKind::Choice => {
                let mut choices = self.field.choices.0.clone();
                if !self.value.is_empty() && !choices.contains(&self.value) {
                    choices.push(self.value.clone());
                }
                let options = choices.into_iter().map(|choice| (choice.clone(), choice));
                options.collect()
            }
            FieldKind::YesNo => ["yes", "no"]
                .map(|word| {
                    let said = page.say("fields-yes-no").with("word", word);
                    (word.to_owned(), said.to_string())
                })
                .into(),
            _ => Vec::new(),
        }
    }
}
