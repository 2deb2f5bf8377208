//! The record of a feed's last answer.

use crate::fetch::Validators;
use crate::posts::feed::ParsedFeed;

/// An answer with entries.
pub(super) struct FeedAnswer<'a> {
    pub title: &'a str,
    /// The code of a problem that does not stop the poll.
    pub note: Option<&'a str>,
    pub read: &'a ParsedFeed,
    pub validators: &'a Validators,
    /// True for a request without conditions.
    pub was_whole: bool,
}
