//! The progress of a campaign, from stored counters.

use super::model::{Campaign, CampaignState};
use crate::clock::{MINUTE, Timestamp};
use crate::outbox::{self, counts};
use crate::store::{Result, Tx};

/// The shortest time, in seconds, for which the pace is computed after the start.
const SHORTEST: i64 = 10;

/// The numbers of its mails by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Mails that wait or are being sent.
    pub queued: i64,
    /// Mails that a relay accepted.
    pub sent: i64,
    /// Mails that wait for another attempt.
    pub deferred: i64,
    /// Failed mails.
    pub failed: i64,
    /// Mails with an unknown result.
    pub unknown: i64,
    /// Dropped mails.
    pub dropped: i64,
    /// The present pace, in mails a minute.
    pub pace: i64,
    /// The time of the next attempt, when all other mails are done.
    pub next_try: Option<Timestamp>,
    is_running: bool,
    is_growing: bool,
}

impl Progress {
    /// The progress of this campaign.
    pub async fn of(tx: &mut Tx, campaign: &Campaign, now: Timestamp) -> Result<Self> {
        let Some(id) = campaign.edition_id else {
            return Ok(Self::default());
        };
        let mut progress = Self {
            is_running: campaign.state == CampaignState::Running,
            is_growing: campaign.is_fanning_out(),
            ..Self::default()
        };
        for count in counts::count_edition_by_state(tx, id).await? {
            *progress.counter(count.state) += count.count;
        }
        if progress.is_running {
            let sent = counts::sent_last_minute(tx, id, now).await?;
            let started = campaign.started_at.unwrap_or(now);
            progress.pace = sent * MINUTE / now.since(started).clamp(SHORTEST, MINUTE);
            if let Some(rate) = campaign.rate {
                progress.pace = progress.pace.min(rate);
            }
            if !progress.is_growing && progress.queued == 0 && progress.deferred > 0 {
                progress.next_try = counts::next_due(tx, id).await?.filter(|at| *at > now);
            }
        }
        Ok(progress)
    }

    fn counter(&mut self, state: outbox::MailState) -> &mut i64 {
        match state {
            outbox::MailState::Queued | outbox::MailState::Leased => &mut self.queued,
            outbox::MailState::Sent => &mut self.sent,
            outbox::MailState::Deferred => &mut self.deferred,
            outbox::MailState::Failed => &mut self.failed,
            outbox::MailState::Unknown => &mut self.unknown,
            outbox::MailState::Dropped => &mut self.dropped,
        }
    }

    /// Mails that are still to be sent.
    pub fn waiting(&self) -> i64 {
        self.queued + self.deferred
    }

    /// Mails that have a result.
    pub fn settled(&self) -> i64 {
        self.sent + self.failed + self.unknown + self.dropped
    }

    /// All mails so far.
    pub fn total(&self) -> i64 {
        self.waiting() + self.settled()
    }

    /// The percentage of mails that have a result.
    pub fn percent(&self) -> i64 {
        match self.total() {
            0 => 0,
            total => self.settled() * 100 / total,
        }
    }

    /// Minutes until no mail waits, at the present pace; `None` when it is unknown.
    pub fn minutes_left(&self) -> Option<i64> {
        let is_known = self.is_running && !self.is_growing && self.next_try.is_none();
        (is_known && self.pace > 0 && self.waiting() > 0)
            .then(|| (self.waiting() + self.pace - 1) / self.pace)
    }
}
