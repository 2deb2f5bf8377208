//! Queries of campaigns, and the lock for every change of one.

use super::model::{Campaign, CampaignError, CampaignId, CampaignState};
use super::queries;
use crate::store::{Result, Tx};
use crate::topics::TopicId;

/// Locks the campaign until the end of this transaction. Its state must be one of these.
pub(super) async fn lock(
    tx: &mut Tx,
    id: CampaignId,
    states: &[CampaignState],
) -> std::result::Result<Campaign, CampaignError> {
    let campaign = queries::lock(tx, id).await?.ok_or(CampaignError::Missing)?;
    if states.contains(&campaign.state) {
        Ok(campaign)
    } else {
        Err(CampaignError::State(campaign.state))
    }
}

/// The campaign with this id.
pub async fn find(tx: &mut Tx, id: CampaignId) -> Result<Option<Campaign>> {
    queries::find(tx, id).await
}

/// Campaigns before this one, newest first.
pub async fn list(tx: &mut Tx, before: Option<CampaignId>, limit: i64) -> Result<Vec<Campaign>> {
    queries::list(tx, before, limit).await
}

/// The topics of its readers; empty means all readers.
pub async fn topics(tx: &mut Tx, id: CampaignId) -> Result<Vec<TopicId>> {
    queries::topics(tx, id).await
}
