//! Problems with fields, as keys of phrases.

use crate::address::AddressError;
use crate::topics::{Topic, TopicId, named};

/// The phrase that tells a reader what is wrong with an address.
pub(super) fn address_problem(error: AddressError) -> &'static str {
    match error {
        AddressError::Empty => "subscribers-email-empty",
        AddressError::TooLong => "subscribers-email-too-long",
        AddressError::Malformed => "subscribers-email-malformed",
    }
}

/// The topics that these words name.
pub(super) fn topics_named(
    topics: &[Topic],
    words: &[String],
) -> Result<Vec<TopicId>, &'static str> {
    named(topics, words).ok_or("subscribers-topics-unknown")
}
