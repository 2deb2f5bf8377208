//! The query of a thread's page. Links to other pages of the thread keep it.

use serde::Deserialize;

use crate::comments::model::CommentId;
use crate::comments::thread::{
    ThreadPart,
    order::{Cursor, Sort},
};
use crate::comments::thread_key::ThreadKey;
use crate::comments::write::form::CommentDraft;

/// The query of a thread's page. Values that cannot be parsed are ignored.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ThreadQuery {
    pub thread: String,
    pub title: String,
    pub url: String,
    pub embed: String,
    sort: String,
    cursor: String,
    back: String,
    comment: String,
    branch: String,
    reply: String,
    /// The outcome of a post: `held` or `posted`.
    pub done: String,
}

impl ThreadQuery {
    /// The first page of the thread of a form.
    pub(super) fn of_draft(draft: &CommentDraft) -> Self {
        Self {
            thread: draft.thread.clone(),
            title: draft.title.clone(),
            url: draft.page_url.clone(),
            embed: draft.embed.clone(),
            ..Self::default()
        }
    }

    pub(super) fn sort(&self) -> Sort {
        self.sort.parse().unwrap_or_default()
    }

    /// The requested part of the thread.
    pub(super) fn part(&self) -> ThreadPart {
        let cursor: Option<Cursor> = self.cursor.parse().ok();
        if let Ok(root) = self.branch.parse() {
            return ThreadPart::Branch(root, cursor);
        }
        if let Some(comment) = self.comment() {
            return ThreadPart::Around(comment);
        }
        match (cursor, self.back.parse().ok()) {
            (Some(cursor), _) => ThreadPart::After(cursor),
            (None, Some(cursor)) => ThreadPart::Before(cursor),
            (None, None) => ThreadPart::First,
        }
    }

    /// The comment of a link.
    pub(super) fn comment(&self) -> Option<CommentId> {
        self.comment.parse().ok()
    }

    /// The page of a comment in its present thread.
    pub(super) fn moved(&self, thread: &ThreadKey, comment: CommentId) -> String {
        let moved = Self {
            thread: thread.to_string(),
            // These belong to the old page.
            title: String::new(),
            url: String::new(),
            ..self.clone()
        };
        moved.with(&[("comment", comment.to_string())])
    }

    /// The comment that the form answers.
    pub(super) fn reply(&self) -> Option<CommentId> {
        self.reply.parse().ok()
    }

    pub(super) fn is_embedded(&self) -> bool {
        self.embed == "1"
    }

    /// Another page of the same thread.
    pub(super) fn with(&self, more: &[(&str, String)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("thread", &self.thread);
        let sort = match self.sort() {
            Sort::Oldest => "",
            Sort::Newest => Sort::Newest.as_str(),
        };
        let kept = [
            ("title", self.title.as_str()),
            ("url", &self.url),
            ("embed", &self.embed),
            ("sort", sort),
        ];
        for (name, value) in kept {
            if !value.is_empty() && !more.iter().any(|(other, _)| *other == name) {
                query.append_pair(name, value);
            }
        }
        for (name, value) in more {
            query.append_pair(name, value);
        }
        format!("/comments?{}", query.finish())
    }
}
