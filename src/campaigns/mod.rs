//! Campaigns: a mail that the owner writes by hand reaches each confirmed reader it is for once.
//!
//! `draft → running ⇄ paused → finished`, or `cancelled`. Every verb holds the campaign's row until its commit and then
//! looks at the state, so that of two words at once the second sees what the first did, on whichever nodes.

pub mod draft;
mod emails;
pub mod fan_out;
mod markdown;
pub mod panel;
pub mod preview;
mod progress;
mod queries;
pub mod run;
pub mod sweep;
mod tend;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::ids::EditionId;
use crate::store::{self, Result, Tx};
use crate::subscribers::topics::TopicId;

pub use draft::{Draft, Mistakes, Written};
pub use progress::Progress;
pub use tend::tend;

/// A campaign's row.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct CampaignId(pub i64);

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It is being written.
    Draft,
    /// Its mails are queued and sent.
    Running,
    /// Nothing of it is sent until it is resumed; readers are still added.
    Paused,
    /// Nothing of it waits any more.
    Finished,
    /// What waited was dropped, or is being dropped.
    Cancelled,
}

crate::text_enum!(State {
    Draft => "draft", Running => "running", Paused => "paused", Finished => "finished",
    Cancelled => "cancelled",
});

/// A campaign.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Campaign {
    /// Its row.
    pub id: CampaignId,
    /// Where it stands.
    pub state: State,
    /// The subject.
    pub subject: String,
    /// Markdown as written.
    pub body: String,
    /// The language of its frame, which it should be written in.
    pub locale: Locale,
    /// Mails a minute at most.
    pub rate: Option<i64>,
    /// Goes up with each change of the draft.
    pub version: i64,
    /// What its readers get; `None` as long as it is a draft.
    pub edition_id: Option<EditionId>,
    /// The last subscriber who was looked at.
    pub reached: i64,
    /// When that was.
    pub reached_at: Option<Timestamp>,
    /// When every reader had their mail in the outbox.
    pub fanned_out_at: Option<Timestamp>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When the draft was changed last.
    pub changed_at: Timestamp,
    /// When it was started.
    pub started_at: Option<Timestamp>,
    /// When it was finished or cancelled.
    pub ended_at: Option<Timestamp>,
}

impl Campaign {
    /// True while it may go on: started, and neither finished nor cancelled.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, State::Running | State::Paused)
    }

    /// True while readers are still being added.
    pub fn is_fanning_out(&self) -> bool {
        self.is_under_way() && self.fanned_out_at.is_none()
    }

    /// What the audit log calls it.
    pub fn label(&self) -> String {
        format!("{} ({})", self.subject, self.id.0)
    }
}

/// Why a verb did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such campaign.
    #[error("there is no such campaign")]
    Missing,
    /// It is in a state in which that cannot be done.
    #[error("the campaign is {0}")]
    State(State),
    /// The draft is another than the one that was seen.
    #[error("the draft was changed meanwhile")]
    Changed,
    /// The mail's templates.
    #[error("the mail cannot be rendered: {0}")]
    Rendering(#[from] askama::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Holds the campaign until the end of this transaction, when it is in one of these states.
async fn hold(
    tx: &mut Tx,
    id: CampaignId,
    states: &[State],
) -> std::result::Result<Campaign, Refusal> {
    let campaign = queries::hold(tx, id).await?.ok_or(Refusal::Missing)?;
    if states.contains(&campaign.state) {
        Ok(campaign)
    } else {
        Err(Refusal::State(campaign.state))
    }
}

/// The campaign of this row.
pub async fn find(tx: &mut Tx, id: CampaignId) -> Result<Option<Campaign>> {
    queries::find(tx, id).await
}

/// Campaigns before this one, newest first.
pub async fn list(tx: &mut Tx, before: Option<CampaignId>, limit: i64) -> Result<Vec<Campaign>> {
    queries::list(tx, before, limit).await
}

/// The topics that it is for; empty means everybody.
pub async fn topics(tx: &mut Tx, id: CampaignId) -> Result<Vec<TopicId>> {
    queries::topics(tx, id).await
}

/// How many confirmed readers a draft would go to now.
pub async fn count_readers(tx: &mut Tx, id: CampaignId) -> Result<i64> {
    queries::count_readers(tx, id).await
}
