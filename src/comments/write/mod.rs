//! The way of a comment from the form to the database: it is parsed, judged and stored.

pub mod content;
pub mod form;
mod queries;
pub mod submit;

pub use submit::{SubmitError, submit};
