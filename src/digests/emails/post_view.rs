//! A post as a mail shows it.

use serde::Serialize;

use crate::clock::Zone;
use crate::i18n::Translator;
use crate::message::content::one_line;
use crate::posts::Post;

/// A post as a mail shows it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PostView {
    pub title: String,
    pub url: String,
    pub summary: String,
    pub topics: String,
    pub date: String,
    /// Not shown. A post that is sent again has a new number, and so a new edition.
    pub number: Option<i64>,
}

impl PostView {
    pub fn of(post: &Post, t: Translator, zone: &Zone) -> Self {
        let names: Vec<&str> = post
            .topics
            .iter()
            .map(|topic| topic.name.as_str())
            .collect();
        Self {
            title: one_line(&post.title),
            url: post.url.clone(),
            summary: one_line(&post.summary),
            topics: names.join(", "),
            date: t.date(post.dated_at, zone),
            number: post.number,
        }
    }
}
