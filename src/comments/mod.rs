//! Comments under the site's pages. A comment is public only in state approved, and its author's address never is.

mod address;
pub mod aliases;
pub mod api;
mod browser;
pub mod content;
mod emails;
mod feed;
mod form;
pub mod key;
pub mod merging;
pub mod moderation;
mod names;
pub mod order;
mod page_title;
mod pages;
pub mod panel;
pub mod personal;
mod queries;
pub mod replies;
pub mod routes;
pub mod spam;
pub mod submit;
pub mod thread;
mod tree;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::i18n::Translator;
use crate::store::{self, Tx};

pub use key::ThreadKey;
pub use page_title::JOB as PAGE_TITLE;

/// A thread's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct ThreadId(pub i64);

/// A comment's row, and its name in addresses.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct CommentId(pub i64);

impl fmt::Display for CommentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for CommentId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Where a comment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Waits for a moderator.
    Pending,
    /// Public.
    Approved,
    /// Advertisement.
    Spam,
    /// Taken away.
    Trashed,
}

crate::text_enum!(Status { Pending => "pending", Approved => "approved", Spam => "spam", Trashed => "trashed" });

/// The path of a thread's page.
pub fn thread_path(thread: &ThreadKey) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("thread", thread.as_str())
        .finish();
    format!("/comments?{query}")
}

/// The path of the page that shows this comment in its thread.
pub fn permalink(thread: &ThreadKey, comment: CommentId) -> String {
    format!(
        "{}&comment={comment}#comment-{comment}",
        thread_path(thread)
    )
}

/// What a thread is called: its title, or a neutral phrase where nobody who may has given it one.
pub(crate) fn thread_name(title: Option<String>, t: Translator, site: &str) -> String {
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| {
        t.say("comments-thread-untitled")
            .with("site", site)
            .to_string()
    })
}

/// The letter and the colour (0 to 7) of the round sign beside a name; drawn from the name alone, so that it tells
/// nothing about the address.
pub fn avatar(name: &str) -> (String, u32) {
    use unicode_segmentation::UnicodeSegmentation;
    let letter = name.graphemes(true).next().unwrap_or("·").to_uppercase();
    let sum = name.chars().fold(0_u32, |sum, c| {
        sum.wrapping_mul(31).wrapping_add(u32::from(c))
    });
    (letter, (sum ^ (sum >> 16)) % 8)
}

/// Forgets up to `most` network addresses of comments from before `before`; how many. Moderators see them until then.
pub async fn forget_ips(tx: &mut Tx, before: Timestamp, most: i64) -> store::Result<u64> {
    queries::forget_ips(tx, before, most).await
}
