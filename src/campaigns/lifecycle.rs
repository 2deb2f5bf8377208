//! Changes of a campaign: start, pause, resume, cancel, rate, and actions on many mails.

use super::bulk_action;
use super::catalogue::lock;
use super::model::{BulkAction, Campaign, CampaignError, CampaignId, CampaignState};
use super::{audience, emails, fan_out, queries};
use crate::app::App;
use crate::jobs;
use crate::outbox::{bulk_control, edition};
use crate::store::Tx;

/// Starts a draft when its version is `version`: renders it once for all readers, and enqueues the fan-out.
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
    check(tx, app, &draft).await?;
    let now = app.now();
    let slug = edition::slug(app.random(), now, &app.config().site.time_zone);
    let rendered = emails::render(app, &draft, slug)?;
    let edition = edition::create(tx, &rendered, now).await?;
    if draft.is_advertising {
        edition::mark_advertising(tx, edition).await?;
    }
    for topic in queries::topics(tx, id).await? {
        edition::add_topic(tx, edition, topic).await?;
    }
    bulk_control::set_rate(tx, edition, draft.rate).await?;
    let segment = audience::segment(tx, &draft).await?;
    queries::start(tx, id, edition, segment.as_ref(), now).await?;
    let job = fan_out::job(segment.is_some());
    jobs::enqueue(tx, job, &id.0.to_string(), now).await?;
    Ok(draft)
}

/// Finds what keeps a draft from its start: an advertising mail that does not name its sender, or a segment that names what is gone.
pub(super) async fn check(tx: &mut Tx, app: &App, draft: &Campaign) -> Result<(), CampaignError> {
    let site = &app.config().site;
    let missing = site.missing_for_advertising();
    if draft.is_advertising && !missing.is_empty() {
        return Err(CampaignError::Unnamed(missing));
    }
    audience::matcher(tx, draft, &site.time_zone, app.now()).await?;
    Ok(())
}

/// Pauses its mails. Readers are still added.
pub async fn pause(tx: &mut Tx, id: CampaignId) -> Result<Campaign, CampaignError> {
    let campaign = lock(tx, id, &[CampaignState::Running]).await?;
    bulk_control::set_paused(tx, campaign.edition()?, true).await?;
    queries::set_state(tx, id, CampaignState::Paused, None).await?;
    Ok(campaign)
}

/// Resumes its mails.
pub async fn resume(tx: &mut Tx, id: CampaignId) -> Result<Campaign, CampaignError> {
    let campaign = lock(tx, id, &[CampaignState::Paused]).await?;
    bulk_control::set_paused(tx, campaign.edition()?, false).await?;
    queries::set_state(tx, id, CampaignState::Running, None).await?;
    Ok(campaign)
}

/// Cancels it: no more readers are added, and waiting mails are dropped. Its edition stays paused, so nothing is sent meanwhile.
pub async fn cancel(tx: &mut Tx, app: &App, id: CampaignId) -> Result<Campaign, CampaignError> {
    let campaign = lock(tx, id, &[CampaignState::Running, CampaignState::Paused]).await?;
    bulk_control::set_paused(tx, campaign.edition()?, true).await?;
    queries::set_state(tx, id, CampaignState::Cancelled, Some(app.now())).await?;
    bulk_action::enqueue(tx, id, BulkAction::DropWaiting, app.now()).await?;
    Ok(campaign)
}

/// Sets the most mails in a minute.
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

/// Starts an action on all its mails that have failed or have an unknown result now.
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
