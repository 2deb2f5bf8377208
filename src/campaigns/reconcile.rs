//! The schedule of campaigns: it finishes those that are done, and continues what a crash or a late result interrupted.

use super::finish::finish_if_done;
use super::model::{BulkAction, Campaign, CampaignState};
use super::{Progress, bulk_action, fan_out, queries};
use crate::app::App;
use crate::clock::Timestamp;
use crate::jobs::{self, Outcome};
use crate::store::{self, Tx};

/// Seconds after its last slice from which a fan-out counts as interrupted.
const INTERRUPTED: i64 = 30;

/// Looks after every campaign that is not at its end.
pub async fn reconcile(app: App) -> Outcome {
    let now = app.now();
    let mut read = app.read().await?;
    let campaigns = queries::unsettled(&mut read).await?;
    let mut needs = Vec::new();
    for campaign in &campaigns {
        if let Some(need) = pending_work(&mut read, campaign, now).await? {
            needs.push((campaign.id, need));
        }
    }
    drop(read);
    for (id, need) in needs {
        let mut tx = app.write().await?;
        match need {
            PendingWork::FanOut => {
                jobs::enqueue(&mut tx, fan_out::JOB, &id.0.to_string(), now).await?;
            }
            PendingWork::End => finish_if_done(&mut tx, id, now).await?,
            PendingWork::Drop => {
                bulk_action::enqueue(&mut tx, id, BulkAction::DropWaiting, now).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

/// What is to be done for a campaign.
enum PendingWork {
    /// Its fan-out was interrupted: the node that did it went away.
    FanOut,
    /// Nothing of it waits any more.
    End,
    /// It was cancelled while a sender had some of its mails, which could not be handed over.
    Drop,
}

async fn pending_work(
    tx: &mut Tx,
    campaign: &Campaign,
    now: Timestamp,
) -> store::Result<Option<PendingWork>> {
    if campaign.is_fanning_out() {
        let waited = now.since(campaign.reached_at.unwrap_or(now));
        // A slice of the future was noted by a clock that ran ahead.
        return Ok((!(0..INTERRUPTED).contains(&waited)).then_some(PendingWork::FanOut));
    }
    let waiting = Progress::of(tx, campaign, now).await?.waiting();
    Ok(match campaign.state {
        CampaignState::Running if waiting == 0 => Some(PendingWork::End),
        CampaignState::Cancelled if waiting > 0 => Some(PendingWork::Drop),
        _ => None,
    })
}
