//! What the schedule does for campaigns: finishes those that are done, and takes up what a crash or a late result left.

use super::sweep::{self, Sweep};
use super::{Campaign, CampaignId, Progress, Refusal, State, fan_out, hold, queries};
use crate::app::App;
use crate::clock::Timestamp;
use crate::jobs::{self, Outcome};
use crate::store::{self, Tx};

/// Seconds after its last slice from which a fan-out counts as interrupted.
const INTERRUPTED: i64 = 30;

/// Looks after every campaign that is not at its end.
pub async fn tend(app: App) -> Outcome {
    let now = app.now();
    let mut read = app.read().await?;
    let campaigns = queries::begun(&mut read).await?;
    let mut needs = Vec::new();
    for campaign in &campaigns {
        if let Some(need) = need_of(&mut read, campaign, now).await? {
            needs.push((campaign.id, need));
        }
    }
    drop(read);
    for (id, need) in needs {
        let mut tx = app.write().await?;
        match need {
            Need::FanOut => jobs::enqueue(&mut tx, fan_out::JOB, &id.0.to_string(), now).await?,
            Need::End => finish_if_done(&mut tx, id, now).await?,
            Need::Drop => sweep::enqueue(&mut tx, id, Sweep::DropWaiting, now).await?,
        }
        tx.commit().await?;
    }
    Ok(())
}

/// What is to be done for a campaign.
enum Need {
    /// Its fan-out was interrupted: the node that did it went away.
    FanOut,
    /// Nothing of it waits any more.
    End,
    /// It was cancelled while a sender had some of its mails, which could not be handed over.
    Drop,
}

async fn need_of(tx: &mut Tx, campaign: &Campaign, now: Timestamp) -> store::Result<Option<Need>> {
    if campaign.is_fanning_out() {
        let waited = now.since(campaign.reached_at.unwrap_or(now));
        // A slice of the future was noted by a clock that ran ahead.
        return Ok((!(0..INTERRUPTED).contains(&waited)).then_some(Need::FanOut));
    }
    let waiting = Progress::of(tx, campaign, now).await?.waiting();
    Ok(match campaign.state {
        State::Running if waiting == 0 => Some(Need::End),
        State::Cancelled if waiting > 0 => Some(Need::Drop),
        _ => None,
    })
}

/// Finishes a running campaign of which nothing waits any more. Mails whose result is unknown don't hold it up.
pub(super) async fn finish_if_done(
    tx: &mut Tx,
    id: CampaignId,
    now: Timestamp,
) -> store::Result<()> {
    let campaign = match hold(tx, id, &[State::Running]).await {
        Ok(campaign) if !campaign.is_fanning_out() => campaign,
        Err(Refusal::Store(error)) => return Err(error),
        _ => return Ok(()),
    };
    if Progress::of(tx, &campaign, now).await?.waiting() == 0 {
        queries::set_state(tx, id, State::Finished, Some(now)).await?;
    }
    Ok(())
}
