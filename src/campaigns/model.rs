//! Plain types of campaigns: ids, states, a campaign, a draft, and why a change is refused.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::ids::EditionId;
use crate::jobs::Fate;
use crate::store;
use crate::subscribers::topics::TopicId;

/// A campaign's row.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct CampaignId(pub i64);

/// Where a campaign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CampaignState {
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

crate::text_enum!(CampaignState {
    Draft => "draft", Running => "running", Paused => "paused", Finished => "finished",
    Cancelled => "cancelled",
});

/// A campaign.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Campaign {
    /// Its row.
    pub id: CampaignId,
    /// Where it stands.
    pub state: CampaignState,
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
    /// When it was created.
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
    pub fn is_active(&self) -> bool {
        matches!(self.state, CampaignState::Running | CampaignState::Paused)
    }

    /// True while readers are still being added.
    pub fn is_fanning_out(&self) -> bool {
        self.is_active() && self.fanned_out_at.is_none()
    }

    /// The edition of a campaign that was started; every state but the draft has one.
    pub(super) fn edition(&self) -> Result<EditionId, CampaignError> {
        self.edition_id.ok_or(CampaignError::State(self.state))
    }

    /// What the audit log calls it.
    pub fn label(&self) -> String {
        format!("{} ({})", self.subject, self.id.0)
    }
}

/// A campaign that could be sent.
#[derive(Clone, Debug)]
pub struct CampaignDraft {
    /// One line.
    pub subject: String,
    /// Markdown.
    pub body: String,
    /// The language of its frame.
    pub locale: Locale,
    /// The topics of its readers; empty means all readers.
    pub topics: Vec<TopicId>,
    /// Mails a minute at most.
    pub rate: Option<i64>,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkAction {
    /// Whatever waits is dropped.
    DropWaiting,
    /// Mails that failed go out again.
    SendFailed,
    /// Mails whose result is unknown go out again.
    SendUnknown,
    /// Mails whose result is unknown are left.
    LeaveUnknown,
}

crate::text_enum!(BulkAction {
    DropWaiting => "drop-waiting", SendFailed => "send-failed", SendUnknown => "send-unknown",
    LeaveUnknown => "leave-unknown",
});

impl BulkAction {
    /// The states of a campaign to which it may be done.
    pub(super) fn states(self) -> &'static [CampaignState] {
        match self {
            Self::DropWaiting => &[CampaignState::Cancelled],
            Self::SendFailed | Self::SendUnknown => &[
                CampaignState::Running,
                CampaignState::Paused,
                CampaignState::Finished,
            ],
            Self::LeaveUnknown => &[
                CampaignState::Running,
                CampaignState::Paused,
                CampaignState::Finished,
                CampaignState::Cancelled,
            ],
        }
    }
}

/// Why a verb did nothing.
#[derive(Debug, thiserror::Error)]
pub enum CampaignError {
    /// There is no such campaign.
    #[error("the campaign does not exist")]
    Missing,
    /// It is in a state in which that cannot be done.
    #[error("the campaign is {0}")]
    State(CampaignState),
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

impl From<CampaignError> for Fate {
    fn from(refusal: CampaignError) -> Self {
        match refusal {
            CampaignError::Store(error) => error.into(),
            other => Self::GiveUp(other.to_string()),
        }
    }
}
