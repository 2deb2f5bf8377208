//! The job that carries out the owner's word on many mails, some at a time, so that others can write meanwhile.

use super::run::edition_of;
use super::{CampaignId, Refusal, State, hold, queries};
use crate::app::App;
use crate::clock::Timestamp;
use crate::jobs::{self, Fate, Outcome};
use crate::outbox::{self, bulk_control};
use crate::store::{self, Tx};

/// The job's kind; its subject is the campaign's id, the word, and when it was said.
pub const JOB: &str = "campaign-sweep";
/// Why the mails of a cancelled campaign were dropped.
const CANCELLED: &str = "cancelled";
/// Why mails whose result is unknown were left.
const LEFT: &str = "left";

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sweep {
    /// Whatever waits is dropped.
    DropWaiting,
    /// Mails that failed go out again.
    SendFailed,
    /// Mails whose result is unknown go out again.
    SendUnknown,
    /// Mails whose result is unknown are left.
    LeaveUnknown,
}

crate::text_enum!(Sweep {
    DropWaiting => "drop-waiting", SendFailed => "send-failed", SendUnknown => "send-unknown",
    LeaveUnknown => "leave-unknown",
});

impl Sweep {
    /// The states of a campaign to which it may be done.
    pub(super) fn states(self) -> &'static [State] {
        match self {
            Self::DropWaiting => &[State::Cancelled],
            Self::SendFailed | Self::SendUnknown => {
                &[State::Running, State::Paused, State::Finished]
            }
            Self::LeaveUnknown => &[
                State::Running,
                State::Paused,
                State::Finished,
                State::Cancelled,
            ],
        }
    }
}

/// Has it done behind the requests.
pub(super) async fn enqueue(
    tx: &mut Tx,
    id: CampaignId,
    what: Sweep,
    now: Timestamp,
) -> store::Result<()> {
    let subject = format!("{} {what} {}", id.0, now.unix());
    jobs::enqueue(tx, JOB, &subject, now).await
}

/// Runs the job.
pub async fn run(app: App, subject: String) -> Outcome {
    let (id, what, said) =
        read(&subject).ok_or_else(|| Fate::GiveUp(format!("`{subject}` cannot be read")))?;
    while step(&app, id, what, said).await? > 0 {}
    Ok(())
}

fn read(subject: &str) -> Option<(CampaignId, Sweep, Timestamp)> {
    let mut words = subject.split(' ');
    let id = CampaignId(words.next()?.parse().ok()?);
    let what = words.next()?.parse().ok()?;
    let said = Timestamp::from_unix(words.next()?.parse().ok()?);
    Some((id, what, said))
}

/// Changes some mails, in one transaction; how many.
async fn step(app: &App, id: CampaignId, what: Sweep, said: Timestamp) -> Result<u64, Fate> {
    let now = app.now();
    let mut tx = app.write().await?;
    let campaign = match hold(&mut tx, id, what.states()).await {
        Ok(campaign) => campaign,
        // Another word came in between.
        Err(Refusal::State(_)) => return Ok(0),
        Err(refusal) => return Err(refusal.into()),
    };
    let of = edition_of(&campaign)?;
    let changed = match what {
        Sweep::DropWaiting => bulk_control::drop_some(&mut tx, of, CANCELLED, now).await?,
        Sweep::SendFailed => {
            bulk_control::send_some_again(&mut tx, of, outbox::MailState::Failed, said, now).await?
        }
        Sweep::SendUnknown => {
            bulk_control::send_some_again(&mut tx, of, outbox::MailState::Unknown, said, now)
                .await?
        }
        Sweep::LeaveUnknown => bulk_control::cancel_unknown(&mut tx, of, LEFT, said, now).await?,
    };
    let goes_on = matches!(what, Sweep::SendFailed | Sweep::SendUnknown) && changed > 0;
    if goes_on && campaign.state == State::Finished {
        queries::set_state(&mut tx, id, State::Running, None).await?;
    }
    tx.commit().await?;
    Ok(changed)
}
