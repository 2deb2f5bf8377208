//! Past editions as pages: an edition is shown from its posts, never from a mail, so nothing of a reader can be in it.

use super::queries;
use crate::clock::Timestamp;
use crate::delivery::EditionId;
use crate::i18n::Locale;
use crate::posts::{self, Post};
use crate::store::{Result, Tx};
use crate::subscribers::Cadence;

/// An edition in a list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Its row.
    pub id: EditionId,
    /// Its name in addresses.
    pub slug: String,
    /// Its language.
    pub locale: Locale,
    /// Its subject.
    pub subject: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// How often its readers get one.
    pub cadence: Cadence,
    /// The posts that were new to them.
    pub post_count: i64,
}

impl Listed {
    /// Where it is read.
    pub fn path(&self) -> String {
        format!("/archive/{}", self.slug)
    }

    /// The day in its name, for a name that outlives a change of the site's address (RFC 4151).
    pub fn day(&self) -> &str {
        self.slug.get(..10).unwrap_or_default()
    }

    /// Posts that it only counts, where `shown` are shown.
    pub fn more(&self, shown: usize) -> i64 {
        self.post_count - i64::try_from(shown).unwrap_or(self.post_count)
    }
}

/// The editions before `before`, newest first: of those that show the same posts or some of them one, in the
/// `wished` language where there is a choice.
pub async fn list(
    tx: &mut Tx,
    wished: Locale,
    before: Option<EditionId>,
    limit: i64,
) -> Result<Vec<Listed>> {
    queries::listed(tx, wished, before, limit).await
}

/// The newest editions of all, for the owner.
pub async fn recent(tx: &mut Tx, limit: i64) -> Result<Vec<Listed>> {
    queries::recent(tx, limit).await
}

/// The edition of this name and the posts that it shows, as they are now.
pub async fn find(tx: &mut Tx, slug: &str) -> Result<Option<(Listed, Vec<Post>)>> {
    let Some(listed) = queries::find(tx, slug).await? else {
        return Ok(None);
    };
    let posts = posts_of(tx, listed.id).await?;
    Ok(Some((listed, posts)))
}

/// The posts of an edition in their order.
pub async fn posts_of(tx: &mut Tx, edition: EditionId) -> Result<Vec<Post>> {
    let mut posts = Vec::new();
    for id in queries::posts_of(tx, edition).await? {
        posts.extend(posts::find(tx, id).await?);
    }
    Ok(posts)
}
