//! Earlier texts of comments: whoever edits a comment keeps the text before the edit here.

mod model;
mod queries;

pub use model::Editor;
pub(super) use queries::{forget, has_edited, keep};
