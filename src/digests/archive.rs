//! The archive of past editions.
//! Invariant: a page shows an edition's posts, never a mail, so that it contains nothing personal.

use super::model::ArchivedEdition;
use super::queries;
use crate::i18n::Locale;
use crate::ids::EditionId;
use crate::posts::{self, Post};
use crate::store::{Result, Tx};

/// Posts of a teaser.
const TEASER_POSTS: usize = 3;
/// Characters of a summary in a teaser.
const TEASER_SUMMARY: usize = 120;

/// An edition with the titles of its first posts, each with the beginning of its summary.
#[derive(Clone, Debug)]
pub struct EditionTeaser {
    /// The edition.
    pub edition: ArchivedEdition,
    /// Titles and beginnings.
    pub posts: Vec<(String, String)>,
}

/// Returns the newest edition that the archive lists, in the `wished` language if possible.
pub async fn newest(tx: &mut Tx, wished: Locale) -> Result<Option<EditionTeaser>> {
    let Some(edition) = list(tx, wished, None, 1).await?.into_iter().next() else {
        return Ok(None);
    };
    let posts = posts_of(tx, edition.id).await?;
    let posts = posts.into_iter().take(TEASER_POSTS);
    let posts = posts.map(|post| (post.title, beginning(&post.summary)));
    Ok(Some(EditionTeaser {
        edition,
        posts: posts.collect(),
    }))
}

/// The beginning of a summary, ended by dots where more follows.
fn beginning(summary: &str) -> String {
    match summary.char_indices().nth(TEASER_SUMMARY) {
        None => summary.to_owned(),
        Some((end, _)) => {
            let cut = &summary[..end];
            let whole = cut.rfind(char::is_whitespace).map_or(cut, |at| &cut[..at]);
            format!("{whole}…")
        }
    }
}

/// Returns the editions before `before`, newest first. Of editions with the same posts, or some of them, there is one, in the
/// `wished` language if possible.
pub async fn list(
    tx: &mut Tx,
    wished: Locale,
    before: Option<EditionId>,
    limit: i64,
) -> Result<Vec<ArchivedEdition>> {
    queries::listed(tx, wished, before, limit).await
}

/// Returns the newest editions of all, for the panel.
pub async fn recent(tx: &mut Tx, limit: i64) -> Result<Vec<ArchivedEdition>> {
    queries::recent(tx, limit).await
}

/// Returns the edition of this name, and its posts as they are now.
pub async fn find(tx: &mut Tx, slug: &str) -> Result<Option<(ArchivedEdition, Vec<Post>)>> {
    let Some(listed) = queries::find(tx, slug).await? else {
        return Ok(None);
    };
    let posts = posts_of(tx, listed.id).await?;
    Ok(Some((listed, posts)))
}

/// Returns the posts of an edition in order.
pub async fn posts_of(tx: &mut Tx, edition: EditionId) -> Result<Vec<Post>> {
    let mut posts = Vec::new();
    for id in queries::posts_of(tx, edition).await? {
        posts.extend(posts::find(tx, id).await?);
    }
    Ok(posts)
}
