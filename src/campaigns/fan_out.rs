//! The job that puts a campaign into the outbox, slice by slice. The position is stored with each slice, so the job continues there
//! after a crash, and no reader is added twice, on any number of nodes.

use super::catalogue::lock;
use super::model::{CampaignError, CampaignId, CampaignState};
use super::{audience, finish, queries};
use crate::app::App;
use crate::audience::fan_out;
use crate::jobs::{JobError, JobResult};

/// The kind of the job. Its subject is the campaign's id.
pub const JOB: &str = "campaign-fan-out";

/// The same for a campaign with a segment, which nodes of 0.1.0 do not know.
pub const SEGMENT_JOB: &str = "campaign-segment-fan-out";

/// The kind of the job of this campaign.
pub(super) fn job(has_segment: bool) -> &'static str {
    if has_segment { SEGMENT_JOB } else { JOB }
}

/// The kind of its mails in the outbox.
pub const KIND: &str = "campaign";

/// Runs the job until all readers are added or the campaign is cancelled.
pub async fn run(app: App, subject: String) -> JobResult {
    let id = subject
        .parse()
        .map(CampaignId)
        .map_err(|_| JobError::GiveUp(format!("`{subject}` is not the id of a campaign")))?;
    while step(&app, id).await? {}
    Ok(())
}

/// Adds the readers of one slice; false when none is left.
pub async fn step(app: &App, id: CampaignId) -> Result<bool, JobError> {
    let now = app.now();
    let mut tx = app.write().await?;
    let campaign = match lock(
        &mut tx,
        id,
        &[CampaignState::Running, CampaignState::Paused],
    )
    .await
    {
        Ok(campaign) if campaign.is_fanning_out() => campaign,
        Ok(_) | Err(CampaignError::State(_)) => return Ok(false),
        Err(refusal) => return Err(refusal.into()),
    };
    let edition = campaign.edition()?;
    let zone = &app.config().site.time_zone;
    let segment = audience::matcher(&mut tx, &campaign, zone, now).await?;
    let after = campaign.position();
    let slice = fan_out::slice(&mut tx, edition, KIND, segment.as_ref(), after, now).await?;
    if let Some(slice) = slice {
        queries::set_reached(&mut tx, &campaign, slice.last, now).await?;
    } else {
        queries::set_fanned_out(&mut tx, id, now).await?;
        finish::finish_if_done(&mut tx, id, now).await?;
    }
    tx.commit().await?;
    Ok(slice.is_some())
}
