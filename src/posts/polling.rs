//! Polling: fetch, read, store what is new, summarise it. Nothing is fetched inside a transaction.
//! Invariant: what a feed carried when it was added is never mailed.

use std::time::Duration;

use url::Url;

use super::arrivals::{self, Arrived, Reading};
use super::credentials;
use super::feed::{self, ReadFeed};
use super::feeds::{self, Feed};
use super::fetch::{Document, Failed, FetchResponse, Fetcher, Limits, Validators};
use super::problem::Problem;
use super::{FeedId, reading, wordpress};
use crate::app::App;
use crate::clock::Timestamp;
use crate::jobs::{self, Fate, Outcome};
use crate::store;

/// The longest that the parsing of one feed may take of a processor. Twenty posts of 30 kB take 0.05 s; whether the machine is
/// busy says nothing about the feed, so waiting does not count.
const LONGEST_PARSING: Duration = Duration::from_millis(1_500);
/// The kind of the job that polls a feed; its subject is the feed's id.
pub const JOB: &str = "poll-feed";

/// Why a poll brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    /// There is no such feed.
    #[error("this feed is not read; add it first")]
    Unknown,
    /// The feed cannot be read.
    #[error("{0}")]
    Problem(Problem),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<Failed> for PollError {
    fn from(failed: Failed) -> Self {
        Self::Problem(failed.problem)
    }
}

impl From<Problem> for PollError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// A feed that is read from now on.
#[derive(Clone, Debug)]
pub struct Added {
    /// The feed.
    pub feed: Feed,
    /// False when it was read before.
    pub is_new: bool,
    /// What came in.
    pub arrived: Arrived,
}

impl Added {
    fn known(feed: Feed) -> Self {
        Self {
            feed,
            is_new: false,
            arrived: Arrived::default(),
        }
    }
}

/// Adds the feed at `address`, or the one that the page there names, and reads its posts.
pub async fn add(app: &App, address: &str) -> Result<Added, PollError> {
    let added = subscribe(app, address).await?;
    if added.is_new {
        let fetcher = Fetcher::new(app, Limits::default())?;
        reading::read_waiting(app, &fetcher, &added.feed).await?;
        return Ok(added);
    }
    let arrived = poll(app, added.feed.id).await?;
    Ok(Added { arrived, ..added })
}

/// The same without reading the posts yet, which may take a while. A feed is added once it could be read; what it carries now
/// is its archive.
pub async fn subscribe(app: &App, address: &str) -> Result<Added, PollError> {
    let url = parse_address(address)?;
    if let Some(known) = known(app, &url).await? {
        return Ok(known);
    }
    let fetcher = Fetcher::new(app, Limits::default())?;
    let now = app.now();
    let (url, validators, read) = discover(app, &fetcher, url).await?;
    // The page may name a feed that is known.
    if let Some(known) = known(app, &url).await? {
        return Ok(known);
    }
    let (url, credentials) = credentials::split(url);
    let mut tx = app.write().await?;
    let id = feeds::insert(&mut tx, url.as_str(), credentials.as_ref(), &read, now).await?;
    let feed = feeds::find(&mut tx, id).await?.ok_or(PollError::Unknown)?;
    let site = app.site_frame().url;
    let reading = Reading {
        feed: &feed,
        is_archive: true,
        site: &site,
        now,
    };
    let arrived = arrivals::take_in(&mut tx, reading, &read).await?;
    feeds::succeeded(&mut tx, &feed, &read, &validators, true, now).await?;
    tx.commit().await?;
    Ok(Added {
        feed,
        is_new: true,
        arrived,
    })
}

/// The feed at this address, when it is read already; credentials that are given anew replace the old ones once they open it.
async fn known(app: &App, url: &Url) -> Result<Option<Added>, PollError> {
    let (url, given) = credentials::split(url.clone());
    let Some(feed) = feeds::find_by_url(&mut app.read().await?, url.as_str()).await? else {
        return Ok(None);
    };
    if let Some(given) = given.filter(|given| feed.credentials.as_ref() != Some(given)) {
        let fetcher = Fetcher::new(app, Limits::default())?;
        let (_, read) = match fetch(app, &fetcher, &given.put_into(&url)).await {
            Err(PollError::Problem(Problem::Status(status @ (401 | 403)))) => {
                return Err(Problem::NewCredentials(status).into());
            }
            answer => answer?,
        };
        read?;
        let mut tx = app.write().await?;
        feeds::set_credentials(&mut tx, feed.id, &given).await?;
        tx.commit().await?;
    }
    Ok(Some(Added::known(feed)))
}

/// Fetches a feed now and stores what is new; a failure is recorded with the feed.
pub async fn poll(app: &App, id: FeedId) -> Result<Arrived, PollError> {
    let fetcher = Fetcher::new(app, Limits::default())?;
    poll_with(app, &fetcher, id).await
}

/// Queues the feeds that are due; the schedule's work.
pub async fn enqueue_due(app: App) -> Outcome {
    let mut tx = app.write().await?;
    let now = app.shared_now(&mut tx).await?;
    for id in feeds::take_due(&mut tx, now).await? {
        jobs::enqueue(&mut tx, JOB, &id.0.to_string(), now).await?;
    }
    Ok(tx.commit().await?)
}

/// Queues one feed; the panel's button.
pub async fn enqueue(tx: &mut store::Tx, id: FeedId, now: Timestamp) -> store::Result<()> {
    jobs::enqueue(tx, JOB, &id.0.to_string(), now).await
}

/// Polls the feed that the job names. A feed that cannot be read comes back by itself, so the job is done all the same.
pub async fn run(app: App, subject: String) -> Outcome {
    let id = subject
        .parse()
        .map_err(|_| Fate::GiveUp(format!("`{subject}` is no feed's id")))?;
    match poll(&app, FeedId(id)).await {
        Ok(_) | Err(PollError::Unknown) => Ok(()),
        Err(PollError::Problem(problem)) => {
            tracing::warn!(feed = id, %problem, "a feed could not be read");
            Ok(())
        }
        Err(PollError::Store(error)) => Err(error.into()),
    }
}

/// An address as people write it: without a scheme it is https.
pub(super) fn parse_address(address: &str) -> Result<Url, Problem> {
    let address = address.trim();
    let has_scheme = address.contains("://") || address.starts_with("javascript:");
    let whole = if has_scheme {
        address.to_owned()
    } else {
        format!("https://{address}")
    };
    let url = Url::parse(&whole).map_err(|_| Problem::NotAnAddress)?;
    if matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err(Problem::Scheme)
    }
}

/// The feed at `url`, or the one that the page there names; that is followed once.
async fn discover(
    app: &App,
    fetcher: &Fetcher,
    url: Url,
) -> Result<(Url, Validators, ReadFeed), PollError> {
    let (validators, read) = fetch(app, fetcher, &url).await?;
    let named = match read {
        Ok(read) => return Ok((url, validators, read)),
        Err(Problem::NamesFeed(named)) => named,
        Err(problem) => return Err(problem.into()),
    };
    let named = Url::parse(&named).map_err(|_| Problem::NotAnAddress)?;
    let url = credentials::carried(&url, named);
    let (validators, read) = fetch(app, fetcher, &url).await?;
    Ok((url, validators, read?))
}

async fn fetch(
    app: &App,
    fetcher: &Fetcher,
    url: &Url,
) -> Result<(Validators, Result<ReadFeed, Problem>), PollError> {
    match fetcher
        .fetch(url, &Validators::default(), app.now())
        .await?
    {
        FetchResponse::Document(document) => Ok(read(app, fetcher, url, document).await),
        // Nothing was asked that it could be unchanged from.
        FetchResponse::Unchanged => Err(Problem::Status(304).into()),
    }
}

async fn poll_with(app: &App, fetcher: &Fetcher, id: FeedId) -> Result<Arrived, PollError> {
    let feed = feeds::find(&mut app.read().await?, id)
        .await?
        .ok_or(PollError::Unknown)?;
    let url = feed.target().ok_or(Problem::NotAnAddress)?;
    let now = app.now();
    let validators = feed.validators(now);
    let is_whole = validators == Validators::default();
    let outcome = match fetcher.fetch(&url, &validators, now).await {
        Ok(FetchResponse::Unchanged) => Ok(None),
        Ok(FetchResponse::Document(document)) => match read(app, fetcher, &url, document).await {
            (validators, Ok(read)) => Ok(Some((validators, read))),
            (_, Err(problem)) => Err(problem.into()),
        },
        Err(failed) => Err(failed),
    };
    let mut tx = app.write().await?;
    let arrived = match &outcome {
        Ok(Some((validators, read))) => {
            feeds::succeeded(&mut tx, &feed, read, validators, is_whole, now).await?;
            let site = app.site_frame().url;
            let reading = Reading {
                feed: &feed,
                is_archive: false,
                site: &site,
                now,
            };
            arrivals::take_in(&mut tx, reading, read).await?
        }
        Ok(None) => {
            feeds::unchanged(&mut tx, feed.id, now).await?;
            Arrived::default()
        }
        Err(failed) => {
            feeds::failed(&mut tx, &feed, failed, now).await?;
            Arrived::default()
        }
    };
    tx.commit().await?;
    reading::read_waiting(app, fetcher, &feed).await?;
    match outcome {
        Ok(_) => Ok(arrived),
        Err(failed) => Err(failed.into()),
    }
}

/// The feed in a document. Parsing takes milliseconds of a processor, for hostile documents more: beside the requests, not
/// among them. What WordPress says beside its feeds is asked for here too.
async fn read(
    app: &App,
    fetcher: &Fetcher,
    target: &Url,
    document: Document,
) -> (Validators, Result<ReadFeed, Problem>) {
    let validators = document.validators.clone();
    let api = document.api.as_deref();
    let api = api.and_then(|api| Url::parse(api).ok());
    let zone = &app.config().site.time_zone;
    let local = zone.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let start = processor_time();
        feed::read(
            &document.body,
            document.content_type.as_deref(),
            &document.url,
            &local,
            &|| processor_time().saturating_sub(start) > LONGEST_PARSING,
        )
    });
    let read = reading.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a feed could not be parsed");
        Err(Problem::Internal)
    });
    match read {
        Ok(read) => {
            let read = wordpress::completed(fetcher, target, api, read, zone, app.now()).await;
            (validators, Ok(read))
        }
        Err(problem) => (validators, Err(problem)),
    }
}

/// What this thread has used of a processor so far.
fn processor_time() -> Duration {
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(used).unwrap_or_default()
}
