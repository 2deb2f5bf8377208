//! The clean text of a post: its title and its paragraphs, without the boilerplate of its page.
//! Invariant: a paragraph is composed text (NFC) with single blanks. It is never a caption, a source line, a list of
//! references, a form, a heading, a table or code.

mod boilerplate_elements;
mod boilerplate_text;
mod captions;
mod embedded;
mod extract;
mod model;
pub(super) mod nesting;
mod news;
mod normalize;
mod page;
mod phrases;
mod plain_text;
mod tags;
mod traverse;

pub(super) use embedded::asks_for_password;
pub(super) use extract::all_text;
pub use model::PostContent;
pub use nesting::bounded;
pub(super) use news::is_foreign;
pub(super) use page::post_asks_for_password;
