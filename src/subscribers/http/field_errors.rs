//! Problems with fields, as keys of phrases.

use crate::topics::{Topic, TopicId, named};

/// The topics that these words name.
pub(super) fn topics_named(
    topics: &[Topic],
    words: &[String],
) -> Result<Vec<TopicId>, &'static str> {
    named(topics, words).ok_or("subscribers-topics-unknown")
}
