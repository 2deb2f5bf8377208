//! Changes of a campaign's state: start, pause, resume, cancel; its rate, and actions on all of its mails.

use super::bulk_action;
use super::catalogue::lock;
use super::model::{BulkAction, Campaign, CampaignError, CampaignId, CampaignState};
use super::{emails, fan_out, queries};
use crate::app::App;
use crate::jobs;
use crate::outbox::{bulk_control, edition};
use crate::store::Tx;

/// Renders the draft, once for everybody, and begins to bring it into the outbox; only when it is the `version` that was seen.
pub async fn start(
    tx: &mut Tx,
    app: &App,
    id: CampaignId,
    version: i64,
) -> Result<Campaign, CampaignError> {
    let draft = lock(tx, id, &[CampaignState::Draft]).await?;
    if draft.version != version {
        return Err(CampaignError::Changed);
    }
    let now = app.now();
    let slug = edition::slug(app.random(), now, &app.config().site.time_zone);
    let rendered = emails::render(app, &draft, slug)?;
    let edition = edition::create(tx, &rendered, now).await?;
    for topic in queries::topics(tx, id).await? {
        edition::add_topic(tx, edition, topic).await?;
    }
    bulk_control::set_rate(tx, edition, draft.rate).await?;
    queries::start(tx, id, edition, now).await?;
    jobs::enqueue(tx, fan_out::JOB, &id.0.to_string(), now).await?;
    Ok(draft)
}

/// Stops its mails where they are; readers are still added.
pub async fn pause(tx: &mut Tx, id: CampaignId) -> Result<Campaign, CampaignError> {
    let campaign = lock(tx, id, &[CampaignState::Running]).await?;
    bulk_control::set_paused(tx, campaign.edition()?, true).await?;
    queries::set_state(tx, id, CampaignState::Paused, None).await?;
    Ok(campaign)
}

/// Lets its mails go on.
pub async fn resume(tx: &mut Tx, id: CampaignId) -> Result<Campaign, CampaignError> {
    let campaign = lock(tx, id, &[CampaignState::Paused]).await?;
    bulk_control::set_paused(tx, campaign.edition()?, false).await?;
    queries::set_state(tx, id, CampaignState::Running, None).await?;
    Ok(campaign)
}

/// Ends it: no reader is added any more, and what was not handed over is dropped. Its edition is paused for good, so that
/// nothing goes out while that is done.
pub async fn cancel(tx: &mut Tx, app: &App, id: CampaignId) -> Result<Campaign, CampaignError> {
    let campaign = lock(tx, id, &[CampaignState::Running, CampaignState::Paused]).await?;
    bulk_control::set_paused(tx, campaign.edition()?, true).await?;
    queries::set_state(tx, id, CampaignState::Cancelled, Some(app.now())).await?;
    bulk_action::enqueue(tx, id, BulkAction::DropWaiting, app.now()).await?;
    Ok(campaign)
}

/// Lets at most `rate` of its mails go in a minute.
pub async fn set_rate(
    tx: &mut Tx,
    id: CampaignId,
    rate: Option<i64>,
) -> Result<Campaign, CampaignError> {
    let campaign = lock(tx, id, &[CampaignState::Running, CampaignState::Paused]).await?;
    bulk_control::set_rate(tx, campaign.edition()?, rate).await?;
    queries::set_rate(tx, id, rate).await?;
    Ok(campaign)
}

/// The owner's word on all of its mails that have failed, or whose result is unknown, by now.
pub async fn act_on_all(
    tx: &mut Tx,
    app: &App,
    id: CampaignId,
    what: BulkAction,
) -> Result<Campaign, CampaignError> {
    let campaign = lock(tx, id, what.states()).await?;
    bulk_action::enqueue(tx, id, what, app.now()).await?;
    Ok(campaign)
}
