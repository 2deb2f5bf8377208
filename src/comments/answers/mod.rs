//! Answers by mail: an answer to a notice becomes a comment, and one word of a moderator decides. The signed address names the
//! person; who wrote the mail is believed only by DKIM, as the owner's mail server found it.

mod authentication;
mod mail;
mod model;
mod queries;
mod quotes;
mod take;

pub use mail::text_of;
pub use model::{AnswerOutcome, AnswerRefusal};
pub use quotes::own_words;
pub use take::take;
