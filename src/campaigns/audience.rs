//! Whom a campaign is for: everybody who is confirmed, the readers of some topics, or those of a segment.

use sqlx::types::Json;

use super::catalogue;
use super::model::{Campaign, CampaignError, CampaignId, CampaignSegment};
use super::queries;
use crate::clock::{Timestamp, Zone};
use crate::store::{self, Tx};
use crate::subscribers::segments::{self, Matcher};

/// The segment of a campaign: that of its start, or of its draft today.
pub async fn segment(tx: &mut Tx, campaign: &Campaign) -> store::Result<Option<CampaignSegment>> {
    if let Some(Json(kept)) = &campaign.segment {
        return Ok(Some(kept.clone()));
    }
    let Some(id) = campaign.segment_id else {
        return Ok(None);
    };
    let found = segments::find(tx, id).await?;
    Ok(found.map(|found| CampaignSegment {
        name: found.name,
        filter: found.filter.0,
    }))
}

/// The conditions that a reader must meet; `None` for a campaign without a segment. Days are counted from the start, so that every
/// slice asks the same. A condition that names what is gone is an error: it never means everybody.
pub(super) async fn matcher(
    tx: &mut Tx,
    campaign: &Campaign,
    zone: &Zone,
    now: Timestamp,
) -> Result<Option<Matcher>, CampaignError> {
    let Some(segment) = segment(tx, campaign).await? else {
        return match campaign.segment_id {
            Some(_) => Err(CampaignError::Segment("segments-empty")),
            None => Ok(None),
        };
    };
    let since = campaign.started_at.unwrap_or(now);
    let matcher = segments::matcher(tx, &segment.filter, zone, since).await?;
    let matcher = matcher.map_err(|faults| CampaignError::Segment(faults.first()))?;
    Ok(Some(matcher))
}

/// The number of readers who would get a draft now: confirmed, and without a pause.
pub async fn count_readers(
    tx: &mut Tx,
    id: CampaignId,
    zone: &Zone,
    now: Timestamp,
) -> Result<i64, CampaignError> {
    let campaign = catalogue::find(tx, id).await?;
    let campaign = campaign.ok_or(CampaignError::Missing)?;
    let count = match matcher(tx, &campaign, zone, now).await? {
        Some(matcher) => {
            segments::count_mailable(tx, &matcher, campaign.is_advertising, now).await?
        }
        None => queries::count_readers(tx, &campaign, now).await?,
    };
    Ok(count)
}
