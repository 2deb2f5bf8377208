//! The query of the queue: filter, search and position.

use serde::Deserialize;

use crate::comments::model::CommentStatus;
use crate::comments::moderation::{QueueFilter, QueueStart};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct QueueQuery {
    pub state: String,
    pub q: String,
    pub below: String,
    pub above: String,
    pub comment: String,
    pub done: String,
}

impl QueueQuery {
    pub fn filter(&self) -> QueueFilter {
        let only = self.comment.parse().ok();
        QueueFilter {
            // A link to one comment finds it in any state. The default is the waiting comments.
            status: match self.state.parse() {
                Ok(status) => Some(status),
                Err(_) if only.is_some() || self.state == "all" => None,
                Err(_) => Some(CommentStatus::Pending),
            },
            search: self.q.clone(),
            only,
        }
    }

    pub fn start(&self) -> QueueStart {
        match (self.below.parse(), self.above.parse()) {
            (Ok(id), _) => QueueStart::Below(id),
            (_, Ok(id)) => QueueStart::Above(id),
            _ => QueueStart::Newest,
        }
    }

    /// The path of the queue with the same search, in another state or at another position.
    pub fn with(&self, state: &str, more: &[(&str, String)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("state", state);
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        for (name, value) in more {
            query.append_pair(name, value);
        }
        format!("/admin/comments?{}", query.finish())
    }
}
