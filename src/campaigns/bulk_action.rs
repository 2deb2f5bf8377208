//! The job that carries out an action on many mails of a campaign, some at a time, so that others can write meanwhile.

use super::catalogue::lock;
use super::model::{BulkAction, CampaignError, CampaignId, CampaignState};
use super::queries;
use crate::app::App;
use crate::clock::Timestamp;
use crate::jobs::{self, JobError, JobResult};
use crate::outbox::{self, bulk_control};
use crate::store::{self, Tx};

/// The kind of the job. Its subject is the campaign's id, the action, and the time of the request.
pub const JOB: &str = "campaign-bulk-action";

/// The reason for dropped mails of a cancelled campaign.
const CANCELLED: &str = "cancelled";

/// The reason for mails with an unknown result that are left.
const LEFT: &str = "left";

/// Enqueues the job.
pub(super) async fn enqueue(
    tx: &mut Tx,
    id: CampaignId,
    what: BulkAction,
    now: Timestamp,
) -> store::Result<()> {
    let subject = format!("{} {what} {}", id.0, now.unix());
    jobs::enqueue(tx, JOB, &subject, now).await
}

/// Runs the job until no mail is left to change.
pub async fn run(app: App, subject: String) -> JobResult {
    let (id, what, said) =
        read(&subject).ok_or_else(|| JobError::GiveUp(format!("`{subject}` cannot be read")))?;
    while step(&app, id, what, said).await? > 0 {}
    Ok(())
}

fn read(subject: &str) -> Option<(CampaignId, BulkAction, Timestamp)> {
    let mut words = subject.split(' ');
    let id = CampaignId(words.next()?.parse().ok()?);
    let what = words.next()?.parse().ok()?;
    let said = Timestamp::from_unix(words.next()?.parse().ok()?);
    Some((id, what, said))
}

/// Changes some mails in one transaction, and returns their number.
async fn step(
    app: &App,
    id: CampaignId,
    what: BulkAction,
    said: Timestamp,
) -> Result<u64, JobError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let campaign = match lock(&mut tx, id, what.states()).await {
        Ok(campaign) => campaign,
        // Another change came first.
        Err(CampaignError::State(_)) => return Ok(0),
        Err(refusal) => return Err(refusal.into()),
    };
    let of = campaign.edition()?;
    let changed = match what {
        BulkAction::DropWaiting => bulk_control::drop_some(&mut tx, of, CANCELLED, now).await?,
        BulkAction::SendFailed => {
            bulk_control::send_some_again(&mut tx, of, outbox::MailState::Failed, said, now).await?
        }
        BulkAction::SendUnknown => {
            bulk_control::send_some_again(&mut tx, of, outbox::MailState::Unknown, said, now)
                .await?
        }
        BulkAction::LeaveUnknown => {
            bulk_control::cancel_unknown(&mut tx, of, LEFT, said, now).await?
        }
    };
    let goes_on = matches!(what, BulkAction::SendFailed | BulkAction::SendUnknown) && changed > 0;
    if goes_on && campaign.state == CampaignState::Finished {
        queries::set_state(&mut tx, id, CampaignState::Running, None).await?;
    }
    tx.commit().await?;
    Ok(changed)
}
