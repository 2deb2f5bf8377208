//! Feeds and the posts they bring: each post is stored once, summarised once, and numbered when it may be mailed.
//!
//! Numbers are committed in their order, so that "everything after number n" never skips a post.

pub mod aliases;
mod arrivals;
mod charset;
pub mod content;
mod credentials;
mod dates;
pub mod feed;
pub mod feeds;
pub mod fetch;
pub mod identity;
mod known;
pub mod network;
pub mod panel;
pub mod polling;
pub mod problem;
mod queries;
mod reading;
pub mod summary;
mod withholding;
mod wordpress;

use serde::{Deserialize, Serialize};

use crate::clock::{MINUTE, Timestamp};
use crate::store::{Result, Tx};
use crate::subscribers::topics::{self, Topic};

pub use arrivals::Arrived;
pub use charset::decode;
pub use credentials::shown as shown_address;
pub use feeds::Feed;
pub use polling::{Added, PollError, add, poll};
pub use withholding::{MailDecision, decide_on_mail};

/// A feed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct FeedId(pub i64);

/// A post.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct PostId(pub i64);

/// Who wrote a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SummaryBy {
    /// The author, as an excerpt written by hand.
    Author,
    /// A language model; readers are told.
    Model,
    /// Sentences of the post, chosen here.
    Extract,
    /// The beginning of the post, where nothing could be chosen.
    Beginning,
}

crate::text_enum!(SummaryBy {
    Author => "author", Model => "model", Extract => "extract", Beginning => "beginning",
});

/// A post that was summarised.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its row.
    pub id: PostId,
    /// The feed that brought it.
    pub feed_id: FeedId,
    /// That feed's title.
    pub feed_title: String,
    /// Where it is read.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Who wrote it, where the feed says so.
    pub author: Option<String>,
    /// A few sentences; empty for a post without words.
    pub summary: String,
    /// Who wrote them.
    pub summary_by: Option<SummaryBy>,
    /// The author's date, where there is one.
    pub published_at: Option<Timestamp>,
    /// When the feed first carried it.
    pub arrived_at: Timestamp,
    /// The date to show and to sort by: the author's, else the arrival; never in the future.
    pub dated_at: Timestamp,
    /// When it was summarised.
    pub ready_at: Option<Timestamp>,
    /// False for what was there before its feed was added, and for what is older.
    pub mailable: bool,
    /// Its place among the posts that are mailed; the archive has none.
    pub number: Option<i64>,
    /// True when readers need a password for it; it is never mailed then.
    pub is_protected: bool,
    /// Since when the owner keeps it from going out.
    pub held_at: Option<Timestamp>,
    /// When digests were first chosen from it and others since it got its number, whether or not they show it.
    pub mailed_at: Option<Timestamp>,
    /// What it is about.
    pub topics: Vec<Topic>,
}

/// Seconds from a correction for which digests wait until it is read; its old words go out then.
const CORRECTION: i64 = 30 * MINUTE;

/// How far digests may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    /// The number of the newest post that may be mailed; 0 before the first.
    pub number: i64,
    /// True while a post that was corrected keeps itself and those after it back.
    pub is_held_back: bool,
}

/// How far digests may go at `now`. A post that its author has just corrected, and that no digest was chosen from yet, holds
/// the numbers back until it is read anew, for half an hour at most.
pub async fn newest(tx: &mut Tx, now: Timestamp) -> Result<Newest> {
    let (newest, held) = queries::newest(tx, now.plus(-CORRECTION)).await?;
    Ok(Newest {
        number: held.unwrap_or(newest),
        is_held_back: held.is_some(),
    })
}

/// The posts after `number` that may be mailed, by number.
pub async fn mailable_after(tx: &mut Tx, number: i64, limit: i64) -> Result<Vec<Post>> {
    let rows = queries::mailable_after(tx, number, limit).await?;
    with_topics(tx, rows).await
}

/// Notes that digests have been chosen from the posts after one number up to another: whoever wants them has them.
pub async fn note_mailed(tx: &mut Tx, after: i64, up_to: i64, now: Timestamp) -> Result<()> {
    queries::note_mailed(tx, after, up_to, now).await
}

/// The newest posts that everybody may read, by their date, the archive's too.
pub async fn latest(tx: &mut Tx, limit: i64) -> Result<Vec<Post>> {
    let rows = queries::latest(tx, limit).await?;
    with_topics(tx, rows).await
}

/// The post of this row.
pub async fn find(tx: &mut Tx, id: PostId) -> Result<Option<Post>> {
    let row = queries::find(tx, id).await?;
    let posts = with_topics(tx, row.into_iter().collect()).await?;
    Ok(posts.into_iter().next())
}

/// Every post by its date, newest first, those that wait for their summary too; for the owner's eyes.
pub async fn list(tx: &mut Tx, skipped: usize, limit: usize) -> Result<Vec<Post>> {
    let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
    let rows = queries::list(tx, number(skipped), number(limit)).await?;
    with_topics(tx, rows).await
}

/// The title of the post at this address, when a feed brought it.
pub async fn title_of_url(tx: &mut Tx, url: &str) -> Result<Option<String>> {
    queries::title_of_url_key(tx, &identity::url_key(url)).await
}

/// Posts whose keys are read at a time.
const SLICE: i64 = 500;

/// Gives every post the key that its address has today; a post of a database from before is no new one for its spelling.
pub async fn respell(tx: &mut Tx) -> Result<()> {
    let mut last = PostId(0);
    loop {
        let posts = queries::keys_after(tx, last, SLICE).await?;
        let Some((end, ..)) = posts.last() else {
            return Ok(());
        };
        last = *end;
        for (id, url, key) in posts {
            let spelt = identity::url_key(&url);
            if spelt != key {
                queries::set_key(tx, id, &spelt).await?;
            }
        }
    }
}

/// The authors of the newest posts, each once.
pub async fn newest_authors(tx: &mut Tx) -> Result<Vec<String>> {
    queries::newest_authors(tx, NEWEST).await
}

/// The newest posts that stand for all where those are asked about.
const NEWEST: i64 = 200;

async fn with_topics(tx: &mut Tx, rows: Vec<queries::PostRow>) -> Result<Vec<Post>> {
    let topics = topics::all(tx).await?;
    let of_row = |row: queries::PostRow| row.into_post(&topics);
    Ok(rows.into_iter().map(of_row).collect())
}
