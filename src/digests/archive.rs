//! The archive of past editions.
//! Invariant: a page shows an edition's posts, never a mail, so that it contains nothing personal.

use super::model::ArchivedEdition;
use super::queries;
use crate::i18n::Locale;
use crate::ids::EditionId;
use crate::posts::{self, Post};
use crate::store::{Result, Tx};

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
