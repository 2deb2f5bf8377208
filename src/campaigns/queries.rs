//! SQL of campaigns.

use sqlx::types::Json;

use super::model::{Campaign, CampaignDraft, CampaignId, CampaignSegment, CampaignState};
use crate::clock::Timestamp;
use crate::ids::EditionId;
use crate::store::{Result, Tx};
use crate::topics::TopicId;
use crate::{changed, on};

pub(super) async fn find(tx: &mut Tx, id: CampaignId) -> Result<Option<Campaign>> {
    const SQL: &str = "SELECT * FROM campaigns WHERE id = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// Locks the campaign until this transaction ends, and returns it.
pub(super) async fn lock(tx: &mut Tx, id: CampaignId) -> Result<Option<Campaign>> {
    const SQL: &str = "UPDATE campaigns SET reached = reached WHERE id = $1 RETURNING *";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn list(
    tx: &mut Tx,
    before: Option<CampaignId>,
    limit: i64,
) -> Result<Vec<Campaign>> {
    const SQL: &str = "SELECT * FROM campaigns WHERE id < $1 ORDER BY id DESC LIMIT $2";
    let before = before.map_or(i64::MAX, |id| id.0);
    on!(tx, conn => sqlx::query_as(SQL).bind(before).bind(limit).fetch_all(conn))
}

/// Campaigns that may need work.
pub(super) async fn unsettled(tx: &mut Tx) -> Result<Vec<Campaign>> {
    const SQL: &str =
        "SELECT * FROM campaigns WHERE state IN ('running', 'paused', 'cancelled') ORDER BY id";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

pub(super) async fn insert(
    tx: &mut Tx,
    draft: &CampaignDraft,
    now: Timestamp,
) -> Result<CampaignId> {
    const SQL: &str = "
        INSERT INTO campaigns (state, subject, body, locale, rate, is_advertising, segment_id, version, created_at, changed_at)
        VALUES ('draft', $1, $2, $3, $4, $6, $7, 1, $5, $5) RETURNING id";
    let id = on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(&draft.subject).bind(&draft.body).bind(draft.locale).bind(draft.rate).bind(now)
        .bind(draft.is_advertising).bind(draft.segment).fetch_one(conn))?;
    insert_topics(tx, id, &draft.topics).await?;
    Ok(id)
}

pub(super) async fn change(
    tx: &mut Tx,
    id: CampaignId,
    draft: &CampaignDraft,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        UPDATE campaigns SET subject = $2, body = $3, locale = $4, rate = $5, is_advertising = $7, segment_id = $8,
               version = version + 1, changed_at = $6, start_refused_at = NULL
        WHERE id = $1";
    const FORGET: &str = "DELETE FROM campaign_topics WHERE campaign_id = $1";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(&draft.subject).bind(&draft.body).bind(draft.locale).bind(draft.rate).bind(now)
        .bind(draft.is_advertising).bind(draft.segment).execute(conn))?;
    changed!(tx, conn => sqlx::query(FORGET).bind(id).execute(conn))?;
    insert_topics(tx, id, &draft.topics).await
}

async fn insert_topics(tx: &mut Tx, id: CampaignId, topics: &[TopicId]) -> Result<()> {
    const SQL: &str = "INSERT INTO campaign_topics (campaign_id, topic_id) VALUES ($1, $2)";
    for topic in topics {
        changed!(tx, conn => sqlx::query(SQL).bind(id).bind(topic).execute(conn))?;
    }
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: CampaignId) -> Result<()> {
    const SQL: &str = "DELETE FROM campaigns WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

pub(super) async fn topics(tx: &mut Tx, id: CampaignId) -> Result<Vec<TopicId>> {
    const SQL: &str =
        "SELECT topic_id FROM campaign_topics WHERE campaign_id = $1 ORDER BY topic_id";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_all(conn))
}

/// The number of readers that `audience::fan_out::slice` would add without a segment. A test checks that both agree. `COALESCE` keeps SQLite from the
/// index of states, where it would read everybody who is confirmed.
pub(super) async fn count_readers(tx: &mut Tx, campaign: &Campaign, now: Timestamp) -> Result<i64> {
    const ALL: &str = "
        SELECT CAST(COALESCE(sum(subscribers), 0) AS BIGINT)
               - (SELECT count(*) FROM subscribers
                  WHERE paused_until IS NOT NULL AND paused_until > $1 AND COALESCE(state, '') = 'confirmed')
        FROM subscriber_counts WHERE state = 'confirmed'";
    const OF_ADVERTISING: &str = "
        SELECT count(*) FROM subscribers
        WHERE advertising_check_at IS NOT NULL AND advertising_at IS NOT NULL AND COALESCE(state, '') = 'confirmed'
          AND (paused_until IS NULL OR paused_until <= $1)";
    const OF_TOPICS: &str = "
        SELECT count(*) FROM subscribers WHERE state = 'confirmed' AND (paused_until IS NULL OR paused_until <= $2)
           AND (advertising_at IS NOT NULL OR NOT (SELECT is_advertising FROM campaigns WHERE id = $1))
          AND (NOT EXISTS (SELECT 1 FROM subscriber_topics WHERE subscriber_id = subscribers.id)
               OR EXISTS (SELECT 1 FROM subscriber_topics JOIN campaign_topics USING (topic_id)
                          WHERE subscriber_id = subscribers.id AND campaign_id = $1))";
    let id = campaign.id;
    if topics(tx, id).await?.is_empty() {
        let sql = if campaign.is_advertising {
            OF_ADVERTISING
        } else {
            ALL
        };
        on!(tx, conn => sqlx::query_scalar(sql).bind(now).fetch_one(conn))
    } else {
        on!(tx, conn => sqlx::query_scalar(OF_TOPICS).bind(id).bind(now).fetch_one(conn))
    }
}

pub(super) async fn start(
    tx: &mut Tx,
    id: CampaignId,
    edition: EditionId,
    segment: Option<&CampaignSegment>,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        UPDATE campaigns SET state = 'running', edition_id = $2, started_at = $3, reached_at = $3,
               segment = $4, segment_id = NULL, start_at = NULL, start_refused_at = NULL, reached = $5
        WHERE id = $1";
    let reached = segment.map_or(0, |_| i64::MAX);
    let segment = segment.map(Json);
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(edition).bind(now).bind(segment).bind(reached).execute(conn))?;
    Ok(())
}

/// Sets or clears the moment of a draft. Its last refusal is forgotten.
pub(super) async fn set_start(
    tx: &mut Tx,
    id: CampaignId,
    start_at: Option<Timestamp>,
) -> Result<()> {
    const SQL: &str = "UPDATE campaigns SET start_at = $2, start_refused_at = NULL WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(start_at).execute(conn))?;
    Ok(())
}

/// Notes that a draft could not start, and takes it off the clock.
pub(super) async fn refuse_start(tx: &mut Tx, id: CampaignId, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE campaigns SET start_at = NULL, start_refused_at = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(())
}

/// Drafts whose moment has come.
pub(super) async fn due_to_start(tx: &mut Tx, now: Timestamp) -> Result<Vec<CampaignId>> {
    const SQL: &str =
        "SELECT id FROM campaigns WHERE start_at IS NOT NULL AND start_at <= $1 ORDER BY start_at";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(now).fetch_all(conn))
}

/// Drafts that could not start, newest first.
pub(super) async fn refused_to_start(tx: &mut Tx) -> Result<Vec<Campaign>> {
    const SQL: &str = "SELECT * FROM campaigns WHERE start_refused_at IS NOT NULL ORDER BY id DESC";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

pub(super) async fn set_state(
    tx: &mut Tx,
    id: CampaignId,
    state: CampaignState,
    ended_at: Option<Timestamp>,
) -> Result<()> {
    const SQL: &str = "UPDATE campaigns SET state = $2, ended_at = $3 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(state).bind(ended_at).execute(conn))?;
    Ok(())
}

pub(super) async fn set_rate(tx: &mut Tx, id: CampaignId, rate: Option<i64>) -> Result<()> {
    const SQL: &str = "UPDATE campaigns SET rate = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(rate).execute(conn))?;
    Ok(())
}

/// Stores the subscriber after which the next slice begins.
pub(super) async fn set_reached(
    tx: &mut Tx,
    campaign: &Campaign,
    reached: i64,
    now: Timestamp,
) -> Result<()> {
    const OF_ALL: &str = "UPDATE campaigns SET reached = $2, reached_at = $3 WHERE id = $1";
    const OF_SEGMENT: &str =
        "UPDATE campaigns SET segment_reached = $2, reached_at = $3 WHERE id = $1";
    let sql = if campaign.segment.is_some() {
        OF_SEGMENT
    } else {
        OF_ALL
    };
    changed!(tx, conn => sqlx::query(sql).bind(campaign.id).bind(reached).bind(now).execute(conn))?;
    Ok(())
}

pub(super) async fn set_fanned_out(tx: &mut Tx, id: CampaignId, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE campaigns SET fanned_out_at = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(now).execute(conn))?;
    Ok(())
}
