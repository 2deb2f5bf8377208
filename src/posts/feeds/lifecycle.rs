//! The life of a feed's row: added, due, polled, removed.

use super::address::parse_address;
use super::model::FeedAnswer;
use super::queries;
use crate::clock::{DAY, MINUTE, Timestamp};
use crate::fetch::{UrlCredentials, Validators, shown_address, split};
use crate::posts::feed::ParsedFeed;
use crate::posts::model::{Feed, FeedId};
use crate::posts::problem::FeedProblem;
use crate::store::{Result, Tx};

/// Seconds between two polls of a feed that answers.
const INTERVAL: i64 = 15 * MINUTE;

/// Returns the feeds that are not removed, by title.
pub async fn all(tx: &mut Tx) -> Result<Vec<Feed>> {
    let mut feeds = queries::all(tx).await?;
    feeds.sort_by_cached_key(|feed| feed.title.to_lowercase());
    Ok(feeds)
}

/// Returns the feed of this id, unless it was removed.
pub async fn find(tx: &mut Tx, id: FeedId) -> Result<Option<Feed>> {
    queries::find(tx, id).await
}

/// Returns the feed at this address, unless it was removed.
pub async fn find_by_url(tx: &mut Tx, url: &str) -> Result<Option<Feed>> {
    queries::find_by_url(tx, url).await
}

/// Returns the feed at this address as people write it: with or without credentials, or with its secrets masked.
pub async fn find_by_address(tx: &mut Tx, address: &str) -> Result<Option<Feed>> {
    if let Ok(url) = parse_address(address)
        && let Some(feed) = find_by_url(tx, split(url).0.as_str()).await?
    {
        return Ok(Some(feed));
    }
    let mut alike = all(tx).await?;
    alike.retain(|feed| feed.shown_url() == address.trim());
    Ok(alike.pop().filter(|_| alike.is_empty()))
}

/// Replaces the credentials of a feed.
pub(in crate::posts) async fn set_credentials(
    tx: &mut Tx,
    id: FeedId,
    credentials: &UrlCredentials,
) -> Result<()> {
    queries::set_credentials(tx, id, credentials).await
}

/// Removes a feed; its posts stay. Returns false if it was removed before.
pub async fn remove(tx: &mut Tx, id: FeedId, now: Timestamp) -> Result<bool> {
    queries::remove(tx, id, now).await
}

/// Claims the feeds that are due, by moving each to its next time. Feeds that a fast clock put off too far are due, too.
pub(in crate::posts) async fn claim_due(tx: &mut Tx, now: Timestamp) -> Result<Vec<FeedId>> {
    queries::claim_due(tx, now, now.plus(INTERVAL), now.plus(DAY)).await
}

/// Inserts a feed, or restores one that was removed.
pub(in crate::posts) async fn insert(
    tx: &mut Tx,
    url: &str,
    credentials: Option<&UrlCredentials>,
    read: &ParsedFeed,
    now: Timestamp,
) -> Result<FeedId> {
    let title = shown_title(&read.title, url);
    queries::insert(
        tx,
        url,
        credentials,
        &title,
        read.site_url.as_deref(),
        now,
        now.plus(INTERVAL),
    )
    .await
}

/// Records an answer with entries. `was_whole` is true for a request without conditions.
pub(in crate::posts) async fn succeeded(
    tx: &mut Tx,
    feed: &Feed,
    read: &ParsedFeed,
    validators: &Validators,
    was_whole: bool,
    now: Timestamp,
) -> Result<()> {
    let title = shown_title(&read.title, &feed.url);
    let note = (read.unreadable > 0).then(|| FeedProblem::NothingReadable(read.unreadable).code());
    let answer = FeedAnswer {
        title: &title,
        note: note.as_deref(),
        read,
        validators,
        was_whole,
    };
    queries::succeeded(tx, feed.id, &answer, now, now.plus(INTERVAL)).await
}

/// Makes the next poll one without conditions. WordPress dates its feed to the second, and a feed without posts with the moment
/// of the request (`WP::send_headers`, WordPress 6.1): a post of the second of the last poll would be an unchanged feed.
pub(in crate::posts) async fn ask_whole(tx: &mut Tx, id: FeedId) -> Result<()> {
    queries::ask_whole(tx, id).await
}

/// Records an answer without changes.
pub(in crate::posts) async fn unchanged(tx: &mut Tx, id: FeedId, now: Timestamp) -> Result<()> {
    queries::unchanged(tx, id, now, now.plus(INTERVAL)).await
}

/// Records a failure. The next poll is 15 minutes later, then twice that and so on up to a day, and not before the time that
/// the server names.
pub(in crate::posts) async fn failed(
    tx: &mut Tx,
    feed: &Feed,
    problem: &FeedProblem,
    retry_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let wait = (INTERVAL << feed.failures.clamp(0, 10)).min(DAY);
    let next = now.plus(wait).max(retry_at.unwrap_or(now));
    queries::failed(tx, feed.id, &problem.code(), now, next).await
}

fn shown_title(title: &str, url: &str) -> String {
    if title.is_empty() {
        shown_address(url)
    } else {
        title.to_owned()
    }
}
