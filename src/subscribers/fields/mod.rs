//! The fields that a site asks its readers beyond address and name. A value is stored in the one form of its kind.

mod catalogue;
mod model;
mod queries;
mod read;
mod values;

pub use catalogue::{add, all, asked, change, find, remove};
pub use model::{
    FieldDraft, FieldForm, FieldId, FieldKind, FieldMistakes, MOST_FIELDS, ReaderField,
};
pub use read::{known_answers, named, wished};
pub(in crate::subscribers) use values::{apply, between, fill, of_each};
pub use values::{of, set};
