//! SQL of the record of consent.

use super::model::{Action, Change, ConsentEvent, ConsentEvidence, Wording};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::model::SubscriberId;
use crate::{changed, on};

/// Inserts an event with the address that the subscriber has now.
pub(super) async fn insert(
    tx: &mut Tx,
    subscriber: SubscriberId,
    action: Action,
    evidence: &ConsentEvidence,
    changes: &[Change],
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO consent_events (subscriber_id, address, action, channel, page, wording, wording_version, locale,
                                    ip, user_agent, actor, changes, at)
        SELECT id, email, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM subscribers WHERE id = $1";
    let wording = evidence.wording.as_ref();
    let changes = match changes {
        [] => None,
        changes => Some(serde_json::to_string(changes)?),
    };
    changed!(tx, conn => sqlx::query(SQL)
        .bind(subscriber).bind(action).bind(evidence.channel).bind(&evidence.page)
        .bind(wording.map(|wording| &wording.text)).bind(wording.map(Wording::version)).bind(evidence.locale)
        .bind(evidence.ip.map(|ip| ip.to_string())).bind(&evidence.user_agent).bind(&evidence.actor)
        .bind(&changes).bind(now)
        .execute(conn))?;
    Ok(())
}

pub(super) async fn history(tx: &mut Tx, subscriber: SubscriberId) -> Result<Vec<ConsentEvent>> {
    const SQL: &str = "
        SELECT id, action, channel, page, wording, wording_version, locale, ip, user_agent, actor,
               COALESCE(changes, '[]') AS changes, at
        FROM consent_events WHERE subscriber_id = $1 ORDER BY id DESC";
    on!(tx, conn => sqlx::query_as(SQL).bind(subscriber).fetch_all(conn))
}

/// Empties the connection of up to `most` events from before `before`, and deletes the salts of their seals.
pub(super) async fn forget_connections(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    const SALTS: &str = "
        UPDATE consent_seals SET connection_salt = NULL WHERE event_id IN (
            SELECT id FROM consent_events WHERE (ip IS NOT NULL OR user_agent IS NOT NULL) AND at < $1
            ORDER BY at, id LIMIT $2)";
    const EVENTS: &str = "
        UPDATE consent_events SET ip = NULL, user_agent = NULL WHERE id IN (
            SELECT id FROM consent_events WHERE (ip IS NOT NULL OR user_agent IS NOT NULL) AND at < $1
            ORDER BY at, id LIMIT $2)";
    changed!(tx, conn => sqlx::query(SALTS).bind(before).bind(most).execute(conn))?;
    changed!(tx, conn => sqlx::query(EVENTS).bind(before).bind(most).execute(conn))
}
