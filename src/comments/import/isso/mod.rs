//! The database of Isso, which is its only export: Markdown, one level of replies, names and websites escaped as HTML.

mod queries;
mod rows;

pub(super) use rows::read;
