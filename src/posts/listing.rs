//! Posts by number, by date and by address.

use std::collections::HashMap;

use super::model::{Newest, Post, PostId};
use super::{identity, queries};
use crate::clock::{MINUTE, Timestamp};
use crate::store::{Result, Tx};
use crate::topics;

/// Seconds for which digests wait until a corrected post is read again; then they use the old text.
const CORRECTION: i64 = 30 * MINUTE;

/// Returns the end of the posts that digests may use at `now`. A corrected post that no digest used yet holds the numbers
/// back until it is read again, for half an hour at most.
pub async fn newest(tx: &mut Tx, now: Timestamp) -> Result<Newest> {
    let (newest, held) = queries::newest(tx, now.plus(-CORRECTION)).await?;
    Ok(Newest {
        number: held.unwrap_or(newest),
        is_held_back: held.is_some(),
    })
}

/// Returns the posts after `number` that may be mailed, by number.
pub async fn mailable_after(tx: &mut Tx, number: i64, limit: i64) -> Result<Vec<Post>> {
    let rows = queries::mailable_after(tx, number, limit).await?;
    with_topics(tx, rows).await
}

/// Marks the posts after one number up to another as mailed.
pub async fn note_mailed(tx: &mut Tx, after: i64, up_to: i64, now: Timestamp) -> Result<()> {
    queries::note_mailed(tx, after, up_to, now).await
}

/// Returns the newest posts that everybody may read, by date, the archive included.
pub async fn latest(tx: &mut Tx, limit: i64) -> Result<Vec<Post>> {
    let rows = queries::latest(tx, limit).await?;
    with_topics(tx, rows).await
}

/// Returns the post of this id.
pub async fn find(tx: &mut Tx, id: PostId) -> Result<Option<Post>> {
    let row = queries::find(tx, id).await?;
    let posts = with_topics(tx, row.into_iter().collect()).await?;
    Ok(posts.into_iter().next())
}

/// Returns all posts for the panel, newest first, also those without a summary.
pub async fn list(tx: &mut Tx, skipped: usize, limit: usize) -> Result<Vec<Post>> {
    let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
    let rows = queries::list(tx, number(skipped), number(limit)).await?;
    with_topics(tx, rows).await
}

/// Returns the title of the post at this address, if a feed has it.
pub async fn title_of_url(tx: &mut Tx, url: &str) -> Result<Option<String>> {
    queries::title_of_url_key(tx, &identity::url_key(url)).await
}

/// Returns the title and the date of the newest post of this address.
pub async fn page_of_url(tx: &mut Tx, url: &str) -> Result<Option<(String, Timestamp)>> {
    queries::page_of_url_key(tx, &identity::url_key(url)).await
}

/// Returns the titles for each of these addresses, in their order.
pub async fn titles_of_urls(tx: &mut Tx, urls: &[&str]) -> Result<Vec<Option<String>>> {
    let keys: Vec<String> = urls.iter().map(|url| identity::url_key(url)).collect();
    let titles = queries::titles_of_url_keys(tx, &keys).await?;
    // The newest post of an address stands last.
    let titles: HashMap<String, String> = titles.into_iter().collect();
    Ok(keys.iter().map(|key| titles.get(key).cloned()).collect())
}

/// Returns the authors of the newest posts, each once.
pub async fn newest_authors(tx: &mut Tx) -> Result<Vec<String>> {
    queries::newest_authors(tx, NEWEST).await
}

/// Posts whose authors are known.
const NEWEST: i64 = 200;

async fn with_topics(tx: &mut Tx, rows: Vec<queries::PostRow>) -> Result<Vec<Post>> {
    let topics = topics::all(tx).await?;
    let of_row = |row: queries::PostRow| row.into_post(&topics);
    Ok(rows.into_iter().map(of_row).collect())
}
