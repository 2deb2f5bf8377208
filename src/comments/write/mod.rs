//! Writing a comment: it is parsed, judged and stored.

pub mod content;
pub mod form;
mod queries;
pub mod submit;
mod team_reply;

pub use submit::{SubmitError, submit};
pub use team_reply::reply;
