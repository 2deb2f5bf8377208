//! Feeds as rows: when each is due, and what its last answer was.

mod queries;

use url::Url;

use super::credentials::{self, Credentials};
use super::fetch::{Failed, Validators};
use super::polling::parse_address;
use super::problem::{Problem, explain};
use super::{FeedId, feed::ReadFeed};
use crate::clock::{DAY, MINUTE, Timestamp};
use crate::i18n::Translator;
use crate::store::{Result, Tx};

/// Seconds between two polls of a feed that answers.
pub(super) const INTERVAL: i64 = 15 * MINUTE;

/// A feed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Feed {
    /// Its row.
    pub id: FeedId,
    /// Where it is fetched. It may hold a key: people see [`Feed::shown_url`].
    pub url: String,
    /// What the server wants to see first.
    pub(super) credentials: Option<Credentials>,
    /// Its title, or its address as people may see it where it has none.
    pub title: String,
    /// The site it belongs to.
    pub site_url: Option<String>,
    /// `ETag` of its last answer.
    pub etag: Option<String>,
    /// `Last-Modified` of its last answer.
    pub last_modified: Option<String>,
    /// When it is fetched next.
    pub next_poll_at: Timestamp,
    /// When it was fetched last.
    pub last_polled_at: Option<Timestamp>,
    /// Why it could not be read the last time, as a code.
    pub last_error: Option<String>,
    /// How often in a row it could not be read.
    pub failures: i64,
    /// When it was added.
    pub added_at: Timestamp,
    /// When what was there before was stored.
    pub archived_at: Option<Timestamp>,
    /// When it was last asked for whole, whatever it said of itself.
    pub asked_whole_at: Option<Timestamp>,
    /// How many entries its last answer had.
    pub entries: Option<i64>,
    /// How many posts it brought.
    pub posts: i64,
}

impl Feed {
    /// What its last answer said of itself, for a conditional request. Once a day it is asked for whole, since what engines
    /// say of themselves is not always about the feed.
    pub(super) fn validators(&self, now: Timestamp) -> Validators {
        if self
            .asked_whole_at
            .is_none_or(|asked| now.since(asked) >= DAY)
        {
            return Validators::default();
        }
        // WordPress never matches a weak tag, and then doesn't look at the date.
        let is_weak = self
            .etag
            .as_deref()
            .is_some_and(|tag| tag.starts_with("W/"));
        let etag = self
            .etag
            .clone()
            .filter(|_| !is_weak || self.last_modified.is_none());
        Validators {
            etag,
            last_modified: self.last_modified.clone(),
        }
    }

    /// Its address as people may see it.
    pub fn shown_url(&self) -> String {
        credentials::shown(&self.url)
    }

    /// Its address for a request.
    pub(super) fn target(&self) -> Option<Url> {
        let url = Url::parse(&self.url).ok()?;
        Some(match &self.credentials {
            Some(credentials) => credentials.put_into(&url),
            None => url,
        })
    }

    /// Why it could not be read the last time, in the language of `translator`.
    pub fn problem(&self, translator: Translator) -> Option<String> {
        let code = self.last_error.as_deref()?;
        Some(explain(code, translator))
    }
}

/// The feeds that are read, by title.
pub async fn all(tx: &mut Tx) -> Result<Vec<Feed>> {
    let mut feeds = queries::all(tx).await?;
    feeds.sort_by_cached_key(|feed| feed.title.to_lowercase());
    Ok(feeds)
}

/// The feed of this row, when it is still read.
pub async fn find(tx: &mut Tx, id: FeedId) -> Result<Option<Feed>> {
    queries::find(tx, id).await
}

/// The feed at this address, when it is still read.
pub async fn find_by_url(tx: &mut Tx, url: &str) -> Result<Option<Feed>> {
    queries::find_by_url(tx, url).await
}

/// The feed at this address as a person writes it: with or without its credentials, or with its key masked.
pub async fn find_by_address(tx: &mut Tx, address: &str) -> Result<Option<Feed>> {
    if let Ok(url) = parse_address(address)
        && let Some(feed) = find_by_url(tx, credentials::split(url).0.as_str()).await?
    {
        return Ok(Some(feed));
    }
    let mut alike = all(tx).await?;
    alike.retain(|feed| feed.shown_url() == address.trim());
    Ok(alike.pop().filter(|_| alike.is_empty()))
}

/// Replaces what opens the feed.
pub(super) async fn set_credentials(
    tx: &mut Tx,
    id: FeedId,
    credentials: &Credentials,
) -> Result<()> {
    queries::set_credentials(tx, id, credentials).await
}

/// Ends the reading of a feed; its posts stay. False when it was not read.
pub async fn remove(tx: &mut Tx, id: FeedId, now: Timestamp) -> Result<bool> {
    queries::remove(tx, id, now).await
}

/// Takes the feeds that are due, or were put off for longer than they ever are, and moves each to its next time, so that nobody else takes it.
pub(super) async fn take_due(tx: &mut Tx, now: Timestamp) -> Result<Vec<FeedId>> {
    queries::take_due(tx, now, now.plus(INTERVAL), now.plus(DAY)).await
}

/// Adds a feed that was read, or takes up one that was removed. What it carries now is to be stored as the archive.
pub(super) async fn insert(
    tx: &mut Tx,
    url: &str,
    credentials: Option<&Credentials>,
    read: &ReadFeed,
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

/// What is recorded of an answer with entries.
struct Told<'a> {
    title: &'a str,
    /// What is wrong with it all the same.
    note: Option<&'a str>,
    read: &'a ReadFeed,
    validators: &'a Validators,
    was_whole: bool,
}

/// Records an answer with entries; `was_whole` when it was asked for whole.
pub(super) async fn succeeded(
    tx: &mut Tx,
    feed: &Feed,
    read: &ReadFeed,
    validators: &Validators,
    was_whole: bool,
    now: Timestamp,
) -> Result<()> {
    let title = shown_title(&read.title, &feed.url);
    let note = (read.unreadable > 0).then(|| Problem::NothingReadable(read.unreadable).code());
    let told = Told {
        title: &title,
        note: note.as_deref(),
        read,
        validators,
        was_whole,
    };
    queries::succeeded(tx, feed.id, &told, now).await
}

/// Records that nothing has changed.
pub(super) async fn unchanged(tx: &mut Tx, id: FeedId, now: Timestamp) -> Result<()> {
    queries::unchanged(tx, id, now, now.plus(INTERVAL)).await
}

/// Records a failure: the next look is 15 minutes later, then twice that, at most a day, and when the server says.
pub(super) async fn failed(
    tx: &mut Tx,
    feed: &Feed,
    failed: &Failed,
    now: Timestamp,
) -> Result<()> {
    let wait = (INTERVAL << feed.failures.clamp(0, 10)).min(DAY);
    let next = now.plus(wait).max(failed.retry_at.unwrap_or(now));
    queries::failed(tx, feed.id, &failed.problem.code(), now, next).await
}

fn shown_title(title: &str, url: &str) -> String {
    if title.is_empty() {
        credentials::shown(url)
    } else {
        title.to_owned()
    }
}
