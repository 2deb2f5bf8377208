//! The words that an owner says to a campaign: start, pause, resume, cancel, faster or slower, and what to do with mails
//! that failed or whose result is unknown.

use super::sweep::{self, Sweep};
use super::{Campaign, CampaignId, Refusal, State, emails, fan_out, hold, queries};
use crate::app::App;
use crate::ids::EditionId;
use crate::jobs;
use crate::outbox::{bulk_control, edition};
use crate::store::Tx;

/// Renders the draft, once for everybody, and begins to bring it into the outbox; only when it is the `version` that was seen.
pub async fn start(
    tx: &mut Tx,
    app: &App,
    id: CampaignId,
    version: i64,
) -> Result<Campaign, Refusal> {
    let draft = hold(tx, id, &[State::Draft]).await?;
    if draft.version != version {
        return Err(Refusal::Changed);
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
pub async fn pause(tx: &mut Tx, id: CampaignId) -> Result<Campaign, Refusal> {
    let campaign = hold(tx, id, &[State::Running]).await?;
    bulk_control::set_paused(tx, edition_of(&campaign)?, true).await?;
    queries::set_state(tx, id, State::Paused, None).await?;
    Ok(campaign)
}

/// Lets its mails go on.
pub async fn resume(tx: &mut Tx, id: CampaignId) -> Result<Campaign, Refusal> {
    let campaign = hold(tx, id, &[State::Paused]).await?;
    bulk_control::set_paused(tx, edition_of(&campaign)?, false).await?;
    queries::set_state(tx, id, State::Running, None).await?;
    Ok(campaign)
}

/// Ends it: no reader is added any more, and what was not handed over is dropped. Its edition is paused for good, so that
/// nothing goes out while that is done.
pub async fn cancel(tx: &mut Tx, app: &App, id: CampaignId) -> Result<Campaign, Refusal> {
    let campaign = hold(tx, id, &[State::Running, State::Paused]).await?;
    bulk_control::set_paused(tx, edition_of(&campaign)?, true).await?;
    queries::set_state(tx, id, State::Cancelled, Some(app.now())).await?;
    sweep::enqueue(tx, id, Sweep::DropWaiting, app.now()).await?;
    Ok(campaign)
}

/// Lets at most `rate` of its mails go in a minute.
pub async fn set_rate(tx: &mut Tx, id: CampaignId, rate: Option<i64>) -> Result<Campaign, Refusal> {
    let campaign = hold(tx, id, &[State::Running, State::Paused]).await?;
    bulk_control::set_rate(tx, edition_of(&campaign)?, rate).await?;
    queries::set_rate(tx, id, rate).await?;
    Ok(campaign)
}

/// The owner's word on all of its mails that have failed, or whose result is unknown, by now.
pub async fn decide(
    tx: &mut Tx,
    app: &App,
    id: CampaignId,
    what: Sweep,
) -> Result<Campaign, Refusal> {
    let campaign = hold(tx, id, what.states()).await?;
    sweep::enqueue(tx, id, what, app.now()).await?;
    Ok(campaign)
}

/// Whatever has left the draft behind has an edition; the database holds that, too.
pub(super) fn edition_of(campaign: &Campaign) -> Result<EditionId, Refusal> {
    campaign.edition_id.ok_or(Refusal::State(campaign.state))
}
