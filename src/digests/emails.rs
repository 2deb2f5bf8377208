//! The words of a digest and of the welcome mail. Everything here is the same for all who share an edition; what is one
//! reader's own stands in marked places.

mod digest;
mod welcome;

use serde::Serialize;

use crate::clock::Zone;
use crate::delivery::email_content::one_line;
use crate::i18n::Translator;
use crate::posts::Post;
use crate::subscribers::Cadence;

pub(super) use digest::DigestView;
pub(super) use welcome::welcome;

/// A post as a mail shows it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PostView {
    title: String,
    url: String,
    summary: String,
    topics: String,
    date: String,
    /// Nobody sees it: a post that is sent again is in a new edition, though it looks the same.
    number: Option<i64>,
}

impl PostView {
    pub(super) fn of(post: &Post, t: Translator, zone: &Zone) -> Self {
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

/// The phrase that names a digest of this cadence.
pub(super) fn cadence_key(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::EachPost => "digests-each-post",
        Cadence::Daily => "digests-daily",
        Cadence::Weekly => "digests-weekly",
        Cadence::Monthly => "digests-monthly",
    }
}

/// The beginning of a text that fits into so many columns, ended at a word where there is one.
fn shortened(text: &str, columns: usize) -> String {
    let width = |c: char| if c.is_ascii() { 1 } else { 2 };
    if text.chars().map(width).sum::<usize>() <= columns {
        return text.to_owned();
    }
    let mut room = columns.saturating_sub(1);
    let mut fits = |c: char| {
        let is_room = width(c) <= room;
        room = room.saturating_sub(width(c));
        is_room
    };
    let cut: String = text.chars().take_while(|c| fits(*c)).collect();
    let words = match cut.rsplit_once(' ') {
        // A language without spaces, or one very long word.
        Some((words, _)) if words.len() * 2 > cut.len() => words,
        _ => &cut,
    };
    format!("{}…", words.trim_end_matches([' ', ',', ':', '·', '-']))
}
