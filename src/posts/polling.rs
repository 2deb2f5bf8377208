//! Polling of feeds: request, parse, store the new posts, summarise them.
//! Invariants: no request happens inside a transaction, and the posts of a feed's first reading are never mailed.

use std::time::Duration;

use url::Url;

use super::arrivals::{self, PollContext};
use super::feed::{self, ParsedFeed};
use super::feeds::{self, parse_address};
use super::model::{Added, ArrivalCounts, FeedId};
use super::problem::FeedProblem;
use super::{client, reading, wordpress};
use crate::app::App;
use crate::clock::Timestamp;
use crate::fetch::{
    FetchClient, FetchError, FetchFailure, Fetched, FetchedDocument, Validators, carried, split,
};
use crate::jobs::{self, JobError, JobResult};
use crate::store;

/// The limit of processor time for parsing one feed. Twenty posts of 30 kB take 0.05 s. Waiting on a busy machine does not count.
const LONGEST_PARSING: Duration = Duration::from_millis(1_500);
/// The kind of the job that polls a feed. Its subject is the feed's id.
pub const JOB: &str = "poll-feed";

/// The reason why a poll failed.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    /// The feed is unknown or was removed.
    #[error("this feed is unknown; add it first")]
    Unknown,
    /// The feed cannot be read.
    #[error("{0}")]
    Problem(FeedProblem),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<FetchFailure> for PollError {
    fn from(failure: FetchFailure) -> Self {
        failure.error.into()
    }
}

impl From<FetchError> for PollError {
    fn from(error: FetchError) -> Self {
        Self::Problem(FeedProblem::Fetch(error))
    }
}

impl From<FeedProblem> for PollError {
    fn from(problem: FeedProblem) -> Self {
        Self::Problem(problem)
    }
}

/// Adds the feed at `address`, or the feed that the page there names, and summarises its posts.
pub async fn add(app: &App, address: &str) -> Result<Added, PollError> {
    let added = subscribe(app, address).await?;
    if added.is_new {
        let client = client::build(app)?;
        reading::read_waiting(app, &client, &added.feed).await?;
        return Ok(added);
    }
    let arrived = poll(app, added.feed.id).await?;
    Ok(Added { arrived, ..added })
}

/// Adds a feed without summarising its posts, which takes longer. Its present entries are its archive. A feed that cannot be
/// parsed, or of whose entries none can be read, is not added.
pub async fn subscribe(app: &App, address: &str) -> Result<Added, PollError> {
    let url = parse_address(address)?;
    if let Some(known) = known(app, &url).await? {
        return Ok(known);
    }
    let client = client::build(app)?;
    let now = app.now();
    let (url, validators, read) = discover(app, &client, url).await?;
    if read.entries.is_empty() && read.unreadable > 0 {
        return Err(FeedProblem::NothingReadable(read.unreadable).into());
    }
    // The page may name a feed that is known.
    if let Some(known) = known(app, &url).await? {
        return Ok(known);
    }
    let (url, credentials) = split(url);
    let mut tx = app.write().await?;
    let id = feeds::insert(&mut tx, url.as_str(), credentials.as_ref(), &read, now).await?;
    let feed = feeds::find(&mut tx, id).await?.ok_or(PollError::Unknown)?;
    let site = app.site_frame().url;
    let context = PollContext {
        feed: &feed,
        is_archive: true,
        site: &site,
        now,
    };
    let arrived = arrivals::store_entries(&mut tx, context, &read).await?;
    feeds::succeeded(&mut tx, &feed, &read, &validators, true, now).await?;
    tx.commit().await?;
    Ok(Added {
        feed,
        is_new: true,
        arrived,
    })
}

/// Returns the feed at this address if it was added before. New credentials replace the old ones if they open the feed.
async fn known(app: &App, url: &Url) -> Result<Option<Added>, PollError> {
    let (url, given) = split(url.clone());
    let Some(feed) = feeds::find_by_url(&mut app.read().await?, url.as_str()).await? else {
        return Ok(None);
    };
    if let Some(given) = given.filter(|given| feed.credentials.as_ref() != Some(given)) {
        let client = client::build(app)?;
        let (_, read) = match fetch(app, &client, &given.put_into(&url)).await {
            Err(PollError::Problem(FeedProblem::Fetch(FetchError::Status(
                status @ (401 | 403),
            )))) => {
                return Err(FeedProblem::NewCredentials(status).into());
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

/// Polls a feed now and stores its new posts. A failure is recorded with the feed.
pub async fn poll(app: &App, id: FeedId) -> Result<ArrivalCounts, PollError> {
    let client = client::build(app)?;
    poll_with(app, &client, id).await
}

/// Queues a job for each feed that is due.
pub async fn enqueue_due(app: App) -> JobResult {
    let mut tx = app.write().await?;
    let now = app.shared_now(&mut tx).await?;
    for id in feeds::claim_due(&mut tx, now).await? {
        jobs::enqueue(&mut tx, JOB, &id.0.to_string(), now).await?;
    }
    Ok(tx.commit().await?)
}

/// Queues a job for one feed.
pub async fn enqueue(tx: &mut store::Tx, id: FeedId, now: Timestamp) -> store::Result<()> {
    jobs::enqueue(tx, JOB, &id.0.to_string(), now).await
}

/// Runs the job of one feed. A feed that fails is due again later, so the job succeeds all the same.
pub async fn run(app: App, subject: String) -> JobResult {
    let id = subject
        .parse()
        .map_err(|_| JobError::GiveUp(format!("`{subject}` is not a feed's id")))?;
    match poll(&app, FeedId(id)).await {
        Ok(_) | Err(PollError::Unknown) => Ok(()),
        Err(PollError::Problem(problem)) => {
            tracing::warn!(feed = id, %problem, "a feed could not be read");
            Ok(())
        }
        Err(PollError::Store(error)) => Err(error.into()),
    }
}

/// Returns the feed at `url`, or the one that the page there names. Only one such link is followed.
async fn discover(
    app: &App,
    client: &FetchClient,
    url: Url,
) -> Result<(Url, Validators, ParsedFeed), PollError> {
    let (validators, read) = fetch(app, client, &url).await?;
    let named = match read {
        Ok(read) => return Ok((url, validators, read)),
        Err(FeedProblem::NamesFeed(named)) => named,
        Err(problem) => return Err(problem.into()),
    };
    let named = Url::parse(&named).map_err(|_| FetchError::NotAnAddress)?;
    let url = carried(&url, named);
    let (validators, read) = fetch(app, client, &url).await?;
    Ok((url, validators, read?))
}

async fn fetch(
    app: &App,
    client: &FetchClient,
    url: &Url,
) -> Result<(Validators, Result<ParsedFeed, FeedProblem>), PollError> {
    match client::get(client, url, &Validators::default(), app.now()).await? {
        Fetched::Document(document) => Ok(read(app, client, url, document).await),
        // The request had no condition.
        Fetched::Unchanged => Err(FetchError::Status(304).into()),
    }
}

async fn poll_with(
    app: &App,
    client: &FetchClient,
    id: FeedId,
) -> Result<ArrivalCounts, PollError> {
    let feed = feeds::find(&mut app.read().await?, id)
        .await?
        .ok_or(PollError::Unknown)?;
    let url = feed.target().ok_or(FetchError::NotAnAddress)?;
    let now = app.now();
    let validators = feed.validators(now);
    let is_whole = validators == Validators::default();
    let outcome = match client::get(client, &url, &validators, now).await {
        Ok(Fetched::Unchanged) => Ok(None),
        Ok(Fetched::Document(document)) => match read(app, client, &url, document).await {
            (validators, Ok(read)) => Ok(Some((validators, read))),
            (_, Err(problem)) => Err((problem, None)),
        },
        Err(failure) => Err((FeedProblem::Fetch(failure.error), failure.retry_at)),
    };
    let mut tx = app.write().await?;
    let arrived = match &outcome {
        Ok(Some((validators, read))) => {
            feeds::succeeded(&mut tx, &feed, read, validators, is_whole, now).await?;
            let site = app.site_frame().url;
            let context = PollContext {
                feed: &feed,
                is_archive: false,
                site: &site,
                now,
            };
            arrivals::store_entries(&mut tx, context, read).await?
        }
        Ok(None) => {
            feeds::unchanged(&mut tx, feed.id, now).await?;
            ArrivalCounts::default()
        }
        Err((problem, retry_at)) => {
            feeds::failed(&mut tx, &feed, problem, *retry_at, now).await?;
            ArrivalCounts::default()
        }
    };
    tx.commit().await?;
    reading::read_waiting(app, client, &feed).await?;
    match outcome {
        Ok(_) => Ok(arrived),
        Err((problem, _)) => Err(problem.into()),
    }
}

/// Parses a document as a feed, on a blocking thread since hostile documents take longer than milliseconds. The REST API of
/// WordPress completes the feed.
async fn read(
    app: &App,
    client: &FetchClient,
    target: &Url,
    document: FetchedDocument,
) -> (Validators, Result<ParsedFeed, FeedProblem>) {
    let validators = document.validators.clone();
    let api = wordpress::api_named_by(&document);
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
        Err(FeedProblem::Internal)
    });
    match read {
        Ok(read) => {
            let read = wordpress::completed(client, target, api, read, zone, app.now()).await;
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
