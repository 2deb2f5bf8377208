//! The end of a campaign.

use super::catalogue::lock;
use super::model::{CampaignError, CampaignId, CampaignState};
use super::{Progress, queries};
use crate::clock::Timestamp;
use crate::store::{self, Tx};

/// Finishes a running campaign without waiting mails. Mails with an unknown result do not count.
pub(super) async fn finish_if_done(
    tx: &mut Tx,
    id: CampaignId,
    now: Timestamp,
) -> store::Result<()> {
    let campaign = match lock(tx, id, &[CampaignState::Running]).await {
        Ok(campaign) if !campaign.is_fanning_out() => campaign,
        Err(CampaignError::Store(error)) => return Err(error),
        _ => return Ok(()),
    };
    if Progress::of(tx, &campaign, now).await?.waiting() == 0 {
        queries::set_state(tx, id, CampaignState::Finished, Some(now)).await?;
    }
    Ok(())
}
