//! Writing a comment: it is parsed, judged and stored.

pub mod content;
pub mod form;
mod queries;
pub mod submit;

pub use submit::{SubmitError, submit};
