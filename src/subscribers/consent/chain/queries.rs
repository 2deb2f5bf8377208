//! SQL of the chain.

use sqlx::AssertSqlSafe;

use super::model::{ChainEnd, LedgerEvent, Seal, SealedEvent};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::subscribers::consent::model::EventId;
use crate::subscribers::model::SubscriberId;
use crate::{changed, on};

/// Columns of a seal.
const COLUMNS: usize = 5;

pub(super) async fn hold(tx: &mut Tx) -> Result<()> {
    const SQL: &str = "UPDATE consent_chain SET sealed = sealed WHERE id = 1";
    changed!(tx, conn => sqlx::query(SQL).execute(conn))?;
    Ok(())
}

pub(super) async fn end(tx: &mut Tx) -> Result<ChainEnd> {
    const SQL: &str = "SELECT sealed, hash FROM consent_chain WHERE id = 1";
    on!(tx, conn => sqlx::query_as(SQL).fetch_one(conn))
}

pub(super) async fn set_end(tx: &mut Tx, end: &ChainEnd) -> Result<()> {
    const SQL: &str = "UPDATE consent_chain SET sealed = $1, hash = $2 WHERE id = 1";
    changed!(tx, conn => sqlx::query(SQL).bind(end.sealed).bind(&end.hash).execute(conn))?;
    Ok(())
}

pub(super) async fn oldest_after(
    tx: &mut Tx,
    after: EventId,
) -> Result<Option<(EventId, Timestamp)>> {
    const SQL: &str = "SELECT id, at FROM consent_events WHERE id > $1 ORDER BY id LIMIT 1";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).fetch_optional(conn))
}

/// Up to `most` events after one, the last one included.
pub(super) async fn events_between(
    tx: &mut Tx,
    after: EventId,
    last: i64,
    most: i64,
) -> Result<Vec<LedgerEvent>> {
    const SQL: &str =
        "SELECT * FROM consent_events WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).bind(last).bind(most).fetch_all(conn))
}

/// The same with their seals.
pub(super) async fn sealed_between(
    tx: &mut Tx,
    after: EventId,
    last: EventId,
    most: i64,
) -> Result<Vec<SealedEvent>> {
    const SQL: &str = "
        SELECT consent_events.*, hash, commitments, salt, connection_salt
        FROM consent_events LEFT JOIN consent_seals ON consent_seals.event_id = consent_events.id
        WHERE consent_events.id > $1 AND consent_events.id <= $2 ORDER BY consent_events.id LIMIT $3";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).bind(last).bind(most).fetch_all(conn))
}

pub(super) async fn insert(tx: &mut Tx, seals: &[(EventId, Seal)]) -> Result<()> {
    let rows: Vec<String> = (0..seals.len())
        .map(|row| {
            let places = (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column));
            format!("({})", places.collect::<Vec<_>>().join(", "))
        })
        .collect();
    let sql = format!(
        "INSERT INTO consent_seals (event_id, hash, commitments, salt, connection_salt) VALUES {}",
        rows.join(", ")
    );
    changed!(tx, conn => {
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        for (event, seal) in seals {
            query = query
                .bind(event).bind(&seal.hash).bind(&seal.commitments).bind(&seal.salt).bind(&seal.connection_salt);
        }
        query.execute(conn)
    })?;
    Ok(())
}

/// The seals of a person's events, oldest first, each with the link before it.
pub(in crate::subscribers::consent) async fn of_person(
    tx: &mut Tx,
    subscriber: SubscriberId,
) -> Result<Vec<(SealedEvent, Vec<u8>)>> {
    const EVENTS: &str = "
        SELECT consent_events.*, hash, commitments, salt, connection_salt
        FROM consent_events LEFT JOIN consent_seals ON consent_seals.event_id = consent_events.id
        WHERE subscriber_id = $1 ORDER BY consent_events.id";
    const PREVIOUS: &str =
        "SELECT hash FROM consent_seals WHERE event_id < $1 ORDER BY event_id DESC LIMIT 1";
    let events: Vec<SealedEvent> =
        on!(tx, conn => sqlx::query_as(EVENTS).bind(subscriber).fetch_all(conn))?;
    let mut found = Vec::with_capacity(events.len());
    for sealed in events {
        let previous: Option<Vec<u8>> = on!(tx, conn =>
            sqlx::query_scalar(PREVIOUS).bind(sealed.event.id).fetch_optional(conn))?;
        found.push((sealed, previous.unwrap_or_else(|| vec![0; 32])));
    }
    Ok(found)
}
