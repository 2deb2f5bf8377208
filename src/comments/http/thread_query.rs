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
    /// The colour scheme of a frame: `light` or `dark`; otherwise the reader's.
    pub theme: String,
    sort: String,
    cursor: String,
    back: String,
    comment: String,
    branch: String,
    reply: String,
    /// The outcome of a post: `held`, `posted`, `changed`, `deleted`,
    /// `own-vote` or `network-vote`.
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
            theme: draft.theme.clone(),
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

    /// The query without values that mean nothing, so that they make no page of their own.
    pub(super) fn settled(mut self) -> Self {
        if self.embed != "1" {
            self.embed.clear();
        }
        if !matches!(self.theme.as_str(), "light" | "dark") {
            self.theme.clear();
        }
        self
    }

    /// True for the page that everybody gets who asks for the thread alone.
    pub(super) fn is_first_page(&self) -> bool {
        let Self {
            cursor,
            back,
            comment,
            branch,
            reply,
            done,
            ..
        } = self;
        [cursor, back, comment, branch, reply, done]
            .iter()
            .all(|text| text.is_empty())
    }

    /// A key of everything that the first page shows of the query.
    pub(super) fn cache_key(&self) -> String {
        let Self {
            thread,
            title,
            url,
            embed,
            theme,
            sort: _,
            // Of other pages.
            cursor: _,
            back: _,
            comment: _,
            branch: _,
            reply: _,
            done: _,
        } = self;
        let mut key = self.sort().to_string();
        for text in [thread, title, url, embed, theme] {
            // The length stands before the text, so that no two queries have one key.
            for part in [" ", &text.len().to_string(), " ", text] {
                key.push_str(part);
            }
        }
        key
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

    /// The same thread outside a frame.
    pub(super) fn unframed(mut self) -> Self {
        self.embed.clear();
        self.theme.clear();
        self
    }

    pub(super) fn is_embedded(&self) -> bool {
        self.embed == "1"
    }

    /// Where the form is posted. The address says that it stands in a frame, so that whoever refuses the post can answer in
    /// it.
    pub(super) fn form(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("embed", &self.embed), ("theme", &self.theme)] {
            if self.is_embedded() && !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        match query.finish().as_str() {
            "" => "/comments".to_owned(),
            frame => format!("/comments?{frame}"),
        }
    }

    /// Another page of the same thread.
    pub(super) fn with(&self, more: &[(&str, String)]) -> String {
        self.at("/comments", more)
    }

    /// Where votes are posted.
    pub(super) fn votes(&self) -> String {
        self.at("/comments/votes", &[])
    }

    /// A page about one comment of this browser: `text` to change it, `deletion`.
    pub(super) fn own(&self, id: CommentId, noun: &str) -> String {
        self.at(&format!("/comments/{id}/{noun}"), &[])
    }

    /// A path with the query of this thread.
    fn at(&self, path: &str, more: &[(&str, String)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("thread", &self.thread);
        let sort = match self.sort() {
            Sort::Oldest => "",
            sort @ (Sort::Newest | Sort::Best) => sort.as_str(),
        };
        let kept = [
            ("title", self.title.as_str()),
            ("url", &self.url),
            ("embed", &self.embed),
            ("theme", &self.theme),
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
        format!("{path}?{}", query.finish())
    }
}
