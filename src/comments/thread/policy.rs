//! The rule of a thread: which new comments wait, or that it takes none. A policy of its own goes before the site's rule, and then its
//! age closes it no more.

use super::state::ThreadState;
use crate::clock::{DAY, Timestamp};
use crate::comments::model::ThreadPolicy;
use crate::config::{CommentModeration, CommentsConfig};

impl ThreadState {
    /// The comments that wait now; `None` for a thread that takes none.
    pub fn moderation(&self, rules: &CommentsConfig, now: Timestamp) -> Option<CommentModeration> {
        match self.policy() {
            ThreadPolicy::Site => {
                let is_over = self.closes_at(rules).is_some_and(|end| end <= now);
                (!is_over).then_some(rules.moderation)
            }
            ThreadPolicy::All => Some(CommentModeration::All),
            ThreadPolicy::First => Some(CommentModeration::First),
            ThreadPolicy::None => Some(CommentModeration::None),
            ThreadPolicy::Closed => None,
        }
    }

    /// The moment at which its age closes the thread: counted from its post, else from its first comment.
    pub fn closes_at(&self, rules: &CommentsConfig) -> Option<Timestamp> {
        if rules.close_after_days == 0 || self.policy() != ThreadPolicy::Site {
            return None;
        }
        let begun = self.row.as_ref().map(|row| row.created_at);
        let start = self.known_date.or(begun)?;
        Some(start.plus(i64::from(rules.close_after_days) * DAY))
    }

    fn policy(&self) -> ThreadPolicy {
        let row = self.row.as_ref();
        row.map_or(ThreadPolicy::Site, |row| row.policy)
    }
}
