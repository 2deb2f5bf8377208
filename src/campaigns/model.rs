//! Plain types of campaigns: ids, states, drafts, and errors.

use serde::{Deserialize, Serialize};
use sqlx::types::Json;

use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::ids::EditionId;
use crate::jobs::JobError;
use crate::store;
use crate::subscribers::segments::{Filter, SegmentId};
use crate::topics::TopicId;

/// The id of a campaign.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct CampaignId(pub i64);

/// The state of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CampaignState {
    /// A draft.
    Draft,
    /// Mails are queued and sent.
    Running,
    /// No mail is sent until it is resumed. Readers are still added.
    Paused,
    /// No mail waits.
    Finished,
    /// Waiting mails are dropped.
    Cancelled,
}

crate::text_enum!(CampaignState {
    Draft => "draft", Running => "running", Paused => "paused", Finished => "finished",
    Cancelled => "cancelled",
});

/// A campaign.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Campaign {
    /// The id.
    pub id: CampaignId,
    /// The state.
    pub state: CampaignState,
    /// The subject.
    pub subject: String,
    /// The Markdown.
    pub body: String,
    /// The language of the frame, and of the text.
    pub locale: Locale,
    /// The most mails in a minute.
    pub rate: Option<i64>,
    /// True for advertising, which goes only to readers who agreed to it.
    pub is_advertising: bool,
    /// The segment that a draft is for.
    pub segment_id: Option<SegmentId>,
    /// The segment as it was at the start.
    pub segment: Option<Json<CampaignSegment>>,
    /// The last subscriber that the fan-out for a segment has reached. `reached` is beyond everybody then, for nodes of 0.1.0.
    pub segment_reached: i64,
    /// The moment at which a draft starts by itself.
    pub start_at: Option<Timestamp>,
    /// The time when it could not start at its moment.
    pub start_refused_at: Option<Timestamp>,
    /// The version of the draft, which each change increases.
    pub version: i64,
    /// The edition that its readers get; `None` for a draft.
    pub edition_id: Option<EditionId>,
    /// The last subscriber that the fan-out has reached.
    pub reached: i64,
    /// The time of that slice.
    pub reached_at: Option<Timestamp>,
    /// The time when all readers were in the outbox.
    pub fanned_out_at: Option<Timestamp>,
    /// The time of creation.
    pub created_at: Timestamp,
    /// The time of the last change of the draft.
    pub changed_at: Timestamp,
    /// The time of the start.
    pub started_at: Option<Timestamp>,
    /// The time of the end.
    pub ended_at: Option<Timestamp>,
}

impl Campaign {
    /// True for a draft that starts by itself.
    pub fn is_scheduled(&self) -> bool {
        self.state == CampaignState::Draft && self.start_at.is_some()
    }

    /// The last subscriber that the fan-out has reached.
    pub(super) fn position(&self) -> i64 {
        if self.segment.is_some() {
            self.segment_reached
        } else {
            self.reached
        }
    }

    /// True from the start to the end.
    pub fn is_active(&self) -> bool {
        matches!(self.state, CampaignState::Running | CampaignState::Paused)
    }

    /// True while readers are added.
    pub fn is_fanning_out(&self) -> bool {
        self.is_active() && self.fanned_out_at.is_none()
    }

    /// The edition. Only a draft has none.
    pub(super) fn edition(&self) -> Result<EditionId, CampaignError> {
        self.edition_id.ok_or(CampaignError::State(self.state))
    }

    /// The name in the audit log.
    pub fn label(&self) -> String {
        format!("{} ({})", self.subject, self.id.0)
    }
}

/// A segment as it was when its campaign started. A later change of the segment leaves the campaign alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CampaignSegment {
    /// The name.
    pub name: String,
    /// The conditions.
    pub filter: Filter,
}

/// A valid draft.
#[derive(Clone, Debug)]
pub struct CampaignDraft {
    /// The subject, as one line.
    pub subject: String,
    /// Markdown.
    pub body: String,
    /// The language of the frame.
    pub locale: Locale,
    /// The topics of its readers; empty means all readers.
    pub topics: Vec<TopicId>,
    /// The segment of its readers.
    pub segment: Option<SegmentId>,
    /// The most mails in a minute.
    pub rate: Option<i64>,
    /// True for advertising.
    pub is_advertising: bool,
}

/// An action on many mails of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkAction {
    /// Drop waiting mails.
    DropWaiting,
    /// Send failed mails again.
    SendFailed,
    /// Send mails with an unknown result again.
    SendUnknown,
    /// Leave mails with an unknown result.
    LeaveUnknown,
}

crate::text_enum!(BulkAction {
    DropWaiting => "drop-waiting", SendFailed => "send-failed", SendUnknown => "send-unknown",
    LeaveUnknown => "leave-unknown",
});

impl BulkAction {
    /// The states of a campaign that allow the action.
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

/// A refused change of a campaign.
#[derive(Debug, thiserror::Error)]
pub enum CampaignError {
    /// The campaign does not exist.
    #[error("the campaign does not exist")]
    Missing,
    /// The state does not allow the change.
    #[error("the campaign is {0}")]
    State(CampaignState),
    /// The draft was changed meanwhile.
    #[error("the draft was changed meanwhile")]
    Changed,
    /// The draft starts by itself, so it is not changed meanwhile.
    #[error("the campaign is scheduled")]
    Scheduled,
    /// The segment names what is gone; the key of a phrase.
    #[error("the segment cannot be understood: {0}")]
    Segment(&'static str),
    /// An advertising mail has to name its sender, and these options are missing.
    #[error("an advertising mail needs {}", .0.join(", "))]
    Unnamed(Vec<&'static str>),
    /// A template failed.
    #[error("the mail cannot be rendered: {0}")]
    Rendering(#[from] askama::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<CampaignError> for JobError {
    fn from(refusal: CampaignError) -> Self {
        match refusal {
            CampaignError::Store(error) => error.into(),
            other => Self::GiveUp(other.to_string()),
        }
    }
}
