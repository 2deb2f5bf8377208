//! The query of the queue: filter, position, and what a form of the queue sends back.

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::value::{Error, MapDeserializer};

use crate::clock::Zone;
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::moderation::{QueueFilter, QueueStart, SeenComment};

/// Comments that one form may name.
const MOST: usize = 100;

/// The word of an undoing in the message above the queue.
pub(super) const UNDONE: &str = "undone";
/// The word of a form without a ticked comment.
pub(super) const UNTICKED: &str = "unticked";
/// The word of a reply.
pub(super) const ANSWERED: &str = "answered";
/// The word of a rule for a thread.
pub(super) const RULED: &str = "ruled";
/// The word of an edit.
pub(super) const EDITED: &str = "edited";

/// The reasons that the queue can be filtered by: the word of a reason, and its phrase.
pub(super) const REASONS: &[(&str, &str)] = &[
    ("score", "comments-reason-any-sign"),
    ("flagged", "comments-reason-any-flag"),
    ("held-word", "comments-reason-any-held-word"),
    ("spam-word", "comments-reason-any-spam-word"),
    ("links", "comments-reason-any-links"),
    ("repeated", "comments-reason-repeated"),
    ("hidden-letters", "comments-reason-hidden"),
    ("disposable-address", "comments-reason-disposable"),
    ("official-name", "comments-reason-official"),
    ("claimed-address", "verification-reason-claimed"),
    ("crowded", "comments-reason-crowded"),
    ("no-proof", "comments-reason-no-proof"),
    ("akismet", "comments-reason-akismet"),
    ("first-comment", "comments-reason-first"),
    ("banned", "comments-reason-banned"),
    ("unproved-mail", "comments-reason-mail"),
    ("honeypot", "comments-reason-trap"),
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct QueueQuery {
    pub state: String,
    pub q: String,
    pub thread: String,
    pub author: String,
    pub reason: String,
    /// The first day and the last one, in the site's time zone.
    pub from: String,
    pub to: String,
    pub below: String,
    pub above: String,
    pub comment: String,
    /// What was done, and to which comments, joined by points.
    pub done: String,
    pub ids: String,
    /// The comment that follows the one of the form.
    pub next: String,
    /// The mark of the text that the form stands below.
    pub seen: String,
    /// The number of comments that stay, since their authors changed them meanwhile.
    pub changed: String,
}

impl QueueQuery {
    /// The query of a form whose other fields may occur several times.
    pub fn of_form(pairs: &[(String, String)]) -> Self {
        let once = pairs.iter().filter(|(name, _)| name != "id");
        let fields = once.map(|(name, value)| (name.as_str(), value.as_str()));
        Self::deserialize(MapDeserializer::<_, Error>::new(fields)).unwrap_or_default()
    }

    pub fn filter(&self, zone: &Zone) -> QueueFilter {
        let only = self.comment.parse().ok();
        let author = self.author.trim().to_lowercase();
        let reason = REASONS.iter().find(|(word, _)| *word == self.reason);
        QueueFilter {
            // A link to one comment finds it in any state. The default is the waiting comments.
            status: match self.state.parse() {
                Ok(status) => Some(status),
                Err(_) if only.is_some() || self.state == "all" => None,
                Err(_) => Some(CommentStatus::Pending),
            },
            search: self.q.clone(),
            only,
            thread: self.thread.parse().ok(),
            author: (!author.is_empty()).then_some(author),
            reason: reason.map(|(word, _)| *word),
            since: day(&self.from).and_then(|day| zone.start_of(day)),
            until: day(&self.to).and_then(|day| zone.start_of(day.tomorrow().ok()?)),
        }
    }

    pub fn start(&self) -> QueueStart {
        match (self.below.parse(), self.above.parse()) {
            (Ok(from), _) => QueueStart::Below(from),
            (_, Ok(from)) => QueueStart::Above(from),
            _ => QueueStart::Newest,
        }
    }

    /// The comments that the form names, each once.
    pub fn ids(&self) -> Vec<CommentId> {
        ids(self.ids.split('.'))
    }

    /// The fields of the filter that are set, without the state.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("q", &self.q),
            ("thread", &self.thread),
            ("author", &self.author),
            ("reason", &self.reason),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let set = all.into_iter().filter(|(_, value)| !value.is_empty());
        set.map(|(name, value)| (name, value.as_str()))
    }

    /// The field of the page of the list, when it is not the first.
    pub fn position(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let both = [("below", &self.below), ("above", &self.above)];
        let set = both.into_iter().filter(|(_, value)| !value.is_empty());
        set.map(|(name, value)| (name, value.as_str()))
    }

    /// True when the filter has more than a state and a search.
    pub fn is_refined(&self) -> bool {
        self.fields().any(|(name, _)| name != "q")
    }

    /// The path of the queue with the same filter, in another state or at another position.
    pub fn with(&self, state: &str, more: &[(&str, String)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("state", state);
        query.extend_pairs(self.fields());
        for (name, value) in more {
            query.append_pair(name, value);
        }
        format!("/admin/comments?{}", query.finish())
    }

    /// The path of the queue after an act: the same filter with a message, at the comment that follows.
    pub fn after(&self, done: &str, ids: &[CommentId]) -> String {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let path = self.back(&[("done", done.to_owned()), ("ids", ids.join("."))]);
        match self.next.parse::<CommentId>() {
            Ok(next) => format!("{path}#comment-{next}"),
            Err(_) => path,
        }
    }

    /// The path of the queue after an act on comments of which some have another text by now: at the first of these.
    pub fn after_change(&self, done: &str, moved: &[CommentId], changed: &[CommentId]) -> String {
        let ids: Vec<String> = moved.iter().map(ToString::to_string).collect();
        let path = self.back(&[
            ("done", done.to_owned()),
            ("ids", ids.join(".")),
            ("changed", changed.len().to_string()),
        ]);
        match changed.first() {
            Some(first) => format!("{path}#comment-{first}"),
            None => path,
        }
    }

    /// The number of comments with another text by now; `None` when there are none.
    pub fn changed(&self) -> Option<usize> {
        self.changed.parse().ok().filter(|count| *count > 0)
    }

    /// The path of the same page of the list.
    fn back(&self, more: &[(&str, String)]) -> String {
        let state = if self.state.is_empty() {
            CommentStatus::Pending.as_str()
        } else {
            &self.state
        };
        let position = self.position();
        let mut fields: Vec<(&str, String)> = position
            .map(|(name, value)| (name, value.to_owned()))
            .collect();
        fields.extend_from_slice(more);
        self.with(state, &fields)
    }
}

/// The comments that are ticked, each once: the id, and the mark of the text that was shown behind a point.
pub(super) fn ticked<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<SeenComment> {
    let read = |text: &str| {
        let (id, mark) = text.split_once('.').unwrap_or((text, ""));
        Some(SeenComment {
            id: id.parse().ok()?,
            mark: mark.to_owned(),
        })
    };
    let mut comments: Vec<SeenComment> = texts.filter_map(read).take(MOST).collect();
    comments.sort_unstable();
    comments.dedup_by_key(|comment| comment.id);
    comments
}

/// The ids of comments in these texts, each once.
fn ids<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<CommentId> {
    let mut ids: Vec<CommentId> = texts
        .filter_map(|text| text.parse().ok())
        .take(MOST)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn day(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}
