//! Forms that change options of the configuration.

mod field;
mod form;
mod groups;
mod history;
mod unusable;

pub(in crate::panel) use form::{OptionsForm, Pairs, save};
pub(in crate::panel) use groups::{GROUPS, GroupForm, forms};
pub(in crate::panel) use history::{PastChange, newest};
pub(in crate::panel) use unusable::left_out;
