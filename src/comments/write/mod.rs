//! Writing a comment: it is parsed, judged and stored, and its author may change or delete it for a while.

pub mod content;
pub mod form;
mod model;
pub mod own_comment;
mod queries;
pub mod submit;
mod take;
mod team_reply;
#[cfg(test)]
mod tests;
mod verdict;

pub use model::{OwnComment, OwnCommentError};
pub use submit::{SubmitError, submit};
pub use take::take;
pub use team_reply::reply;
