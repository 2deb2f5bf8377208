//! The schedule that finishes campaigns, and continues work that a crash or a late result interrupted.

use super::finish::finish_if_done;
use super::model::{BulkAction, Campaign, CampaignState};
use super::{Progress, bulk_action, fan_out, queries};
use crate::app::App;
use crate::clock::Timestamp;
use crate::jobs::{self, JobResult};
use crate::store::{self, Tx};

/// Seconds after the last slice when a fan-out counts as interrupted.
const INTERRUPTED: i64 = 30;

/// Does the pending work of all campaigns.
pub async fn reconcile(app: App) -> JobResult {
    let now = app.now();
    let mut read = app.read().await?;
    let campaigns = queries::unsettled(&mut read).await?;
    let mut needs = Vec::new();
    for campaign in &campaigns {
        if let Some(need) = pending_work(&mut read, campaign, now).await? {
            needs.push((campaign, need));
        }
    }
    drop(read);
    for (campaign, need) in needs {
        let id = campaign.id;
        let mut tx = app.write().await?;
        match need {
            PendingWork::FanOut => {
                let job = fan_out::job(campaign.segment.is_some());
                jobs::enqueue(&mut tx, job, &id.0.to_string(), now).await?;
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

/// The pending work of a campaign.
enum PendingWork {
    /// The fan-out was interrupted, since its node stopped.
    FanOut,
    /// No mail waits.
    End,
    /// It was cancelled while a sender had some of its mails, which were not sent.
    Drop,
}

async fn pending_work(
    tx: &mut Tx,
    campaign: &Campaign,
    now: Timestamp,
) -> store::Result<Option<PendingWork>> {
    if campaign.is_fanning_out() {
        let waited = now.since(campaign.reached_at.unwrap_or(now));
        // A slice in the future comes from a clock that ran ahead.
        return Ok((!(0..INTERRUPTED).contains(&waited)).then_some(PendingWork::FanOut));
    }
    let waiting = Progress::of(tx, campaign, now).await?.waiting();
    Ok(match campaign.state {
        CampaignState::Running if waiting == 0 => Some(PendingWork::End),
        CampaignState::Cancelled if waiting > 0 => Some(PendingWork::Drop),
        _ => None,
    })
}
