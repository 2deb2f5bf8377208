//! How a campaign fares, from counters that are kept with each mail: nothing is counted.

use super::model::{Campaign, CampaignState};
use crate::clock::{MINUTE, Timestamp};
use crate::outbox::{self, counts};
use crate::store::{Result, Tx};

/// Seconds that are looked at at least for the pace, when a campaign has just unsettled.
const SHORTEST: i64 = 10;

/// Where its mails stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Wait, or are being handed over.
    pub queued: i64,
    /// Accepted by a relay.
    pub sent: i64,
    /// Wait for another attempt.
    pub deferred: i64,
    /// Given up.
    pub failed: i64,
    /// Handed over, but the answer got lost.
    pub unknown: i64,
    /// Not sent at all.
    pub dropped: i64,
    /// Mails sent in a minute, as things go now.
    pub pace: i64,
    /// When the next attempt is, where all that is left waits for another.
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

    /// Mails that may still go out by themselves.
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

    /// Whole per cent of the mails that have a result.
    pub fn percent(&self) -> i64 {
        match self.total() {
            0 => 0,
            total => self.settled() * 100 / total,
        }
    }

    /// Minutes until nothing waits any more, when it goes on like this; `None` where that cannot be said.
    pub fn minutes_left(&self) -> Option<i64> {
        let is_known = self.is_running && !self.is_growing && self.next_try.is_none();
        (is_known && self.pace > 0 && self.waiting() > 0)
            .then(|| (self.waiting() + self.pace - 1) / self.pace)
    }
}
