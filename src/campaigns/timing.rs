//! Campaigns that start by themselves: a draft with a moment. Until then it can be taken off the clock, and is locked against changes.

use super::catalogue::lock;
use super::lifecycle;
use super::model::{Campaign, CampaignError, CampaignId, CampaignState};
use super::queries;
use crate::app::App;
use crate::clock::{DAY, MINUTE, Timestamp, Zone};
use crate::jobs::JobResult;
use crate::store::{self, Tx};

/// The furthest moment, in days from now.
const FURTHEST: i64 = 366;

/// Reads a moment as `<input type="datetime-local">` writes it, `2026-12-03T08:00`, in the site's zone. It lies ahead. An hour that a
/// change of clocks skips is taken an hour later, and the first of two is taken. The error is the key of a phrase.
pub fn read_moment(typed: &str, zone: &Zone, now: Timestamp) -> Result<Timestamp, &'static str> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err("campaigns-start-at-missing");
    }
    let moment = Timestamp::of_local(typed, zone).ok_or("campaigns-start-at-wrong")?;
    match moment.since(now) {
        ..MINUTE => Err("campaigns-start-at-past"),
        ahead if ahead > FURTHEST * DAY => Err("campaigns-start-at-far"),
        _ => Ok(moment),
    }
}

/// Sets the moment of a draft whose version is `version`.
pub async fn schedule(
    tx: &mut Tx,
    app: &App,
    id: CampaignId,
    version: i64,
    start_at: Timestamp,
) -> Result<Campaign, CampaignError> {
    let draft = lock(tx, id, &[CampaignState::Draft]).await?;
    if draft.version != version {
        return Err(CampaignError::Changed);
    }
    lifecycle::check(tx, app, &draft).await?;
    queries::set_start(tx, id, Some(start_at)).await?;
    Ok(draft)
}

/// Takes a draft off the clock.
pub async fn unschedule(tx: &mut Tx, id: CampaignId) -> Result<Campaign, CampaignError> {
    let draft = lock(tx, id, &[CampaignState::Draft]).await?;
    queries::set_start(tx, id, None).await?;
    Ok(draft)
}

/// Starts whatever is due. What cannot start any more, since its segment or the sender's name is gone, becomes a plain draft again, and
/// the front page says so.
pub async fn start_due(app: App) -> JobResult {
    let now = app.now();
    let due = queries::due_to_start(&mut app.read().await?, now).await?;
    for id in due {
        let mut tx = app.write().await?;
        let draft = match lock(&mut tx, id, &[CampaignState::Draft]).await {
            Ok(draft) if draft.start_at.is_some_and(|at| at <= now) => draft,
            // Another node started it, or somebody took it off the clock.
            Ok(_) | Err(CampaignError::State(_) | CampaignError::Missing) => continue,
            Err(error) => return Err(error.into()),
        };
        match lifecycle::start(&mut tx, &app, id, draft.version).await {
            Ok(_) => {}
            Err(error @ CampaignError::Store(_)) => return Err(error.into()),
            Err(refusal) => {
                tracing::warn!(campaign = id.0, error = %refusal, "a campaign could not start at its moment");
                queries::refuse_start(&mut tx, id, now).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Drafts that could not start at their moment, newest first.
pub async fn refused(tx: &mut Tx) -> store::Result<Vec<Campaign>> {
    queries::refused_to_start(tx).await
}
