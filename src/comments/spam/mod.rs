//! Signs of advertising in comments, and names that imitate the site's.

mod lists;
mod name_signs;
pub mod official_names;
mod reason;
mod score;
#[cfg(test)]
mod tests;
mod tried;
mod word_lists;
mod words;

pub use reason::{HoldReason, THRESHOLD};
pub use score::{SpamEvidence, SpamVerdict, judge};
pub use tried::{TriedText, try_text};
