//! SQL of claims.

use std::sync::Arc;

use sqlx::types::Json;

use super::super::queries::{Claimed, from_who_left};
use crate::clock::Timestamp;
use crate::delivery::{EditionId, MailId};
use crate::store::{Result, Tx};
use crate::{changed, on};

macro_rules! claim {
    ($due:literal, $lock:literal) => {
        concat!(
            "UPDATE outbox SET state = 'leased', lease_token = $1, attempts = attempts + 1
             WHERE id IN (SELECT id FROM outbox WHERE state IN ('queued', 'deferred') AND due_at <= $2 AND ",
            $due,
            " ORDER BY due_at, id LIMIT $3 ",
            $lock,
            ") RETURNING id, kind, recipient, recipient_name, subscriber_id, edition_id, content, attempts, created_at,
                         EXISTS (SELECT 1 ",
            from_who_left!(),
            ") AS has_left"
        )
    };
}

const ALONE_ON_SQLITE: &str = claim!("NOT bulk", "");
/// Other nodes' claims are stepped over instead of waited for.
const ALONE_ON_POSTGRES: &str = claim!("NOT bulk", "FOR UPDATE SKIP LOCKED");
/// The lease must be there still: whoever ended it has given its mails back, and would not see those that are claimed now.
const OF_EDITION_ON_POSTGRES: &str = claim!(
    "bulk AND edition_id = $4 AND EXISTS (SELECT 1 FROM sending_leases WHERE token = $1 FOR KEY SHARE)",
    "FOR UPDATE SKIP LOCKED"
);

/// Leases up to `most` due mails for one person each.
pub(super) async fn claim_alone(
    tx: &mut Tx,
    token: &Arc<str>,
    now: Timestamp,
    most: i64,
) -> Result<Vec<Claimed>> {
    let sql = tx.either(ALONE_ON_SQLITE, ALONE_ON_POSTGRES);
    let mails =
        on!(tx, conn => sqlx::query_as(sql).bind(&**token).bind(now).bind(most).fetch_all(conn))?;
    Ok(held_under(mails, token))
}

/// Leases up to `most` due mails of an edition.
pub(super) async fn claim_of_edition(
    tx: &mut Tx,
    token: &Arc<str>,
    edition: EditionId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<Claimed>> {
    let mails = if tx.is_on_sqlite() {
        let due = due_of_edition(tx, edition, now, most).await?;
        lease(tx, token, due).await?
    } else {
        on!(tx, conn => sqlx::query_as(OF_EDITION_ON_POSTGRES)
            .bind(&**token).bind(now).bind(most).bind(edition).fetch_all(conn))?
    };
    Ok(held_under(mails, token))
}

/// Due mails of an edition as they will be once they are claimed; their readers are there, since nobody writes at the same
/// time. They come in one row: on SQLite each row that a statement gives costs two switches between threads.
async fn due_of_edition(
    tx: &mut Tx,
    edition: EditionId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<Claimed>> {
    const SQL: &str = "
        SELECT json_group_array(json_object('id', id, 'kind', kind, 'recipient', recipient, 'recipient_name', recipient_name,
                   'subscriber_id', subscriber_id, 'edition_id', edition_id, 'attempts', attempts + 1, 'created_at', created_at))
        FROM (SELECT * FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND edition_id = $1 AND due_at <= $2
              ORDER BY due_at, id LIMIT $3)";
    let due: Json<Vec<Claimed>> = on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(edition).bind(now).bind(most).fetch_one(conn))?;
    Ok(due.0)
}

/// Leases these mails; those that another process changed meanwhile are left out.
async fn lease(tx: &mut Tx, token: &Arc<str>, mut due: Vec<Claimed>) -> Result<Vec<Claimed>> {
    const LEASE: &str = "
        UPDATE outbox SET state = 'leased', lease_token = $1, attempts = attempts + 1
        WHERE id IN (SELECT value FROM json_each($2)) AND state IN ('queued', 'deferred')
          AND EXISTS (SELECT 1 FROM sending_leases WHERE token = $1)";
    const LEASED: &str = "
        SELECT json_group_array(id) FROM outbox
        WHERE id IN (SELECT value FROM json_each($2)) AND lease_token = $1";
    if due.is_empty() {
        return Ok(due);
    }
    let ids = Json(due.iter().map(|mail| mail.id).collect::<Vec<_>>());
    let leased = changed!(tx, conn => sqlx::query(LEASE).bind(&**token).bind(&ids).execute(conn))?;
    if usize::try_from(leased) != Ok(due.len()) {
        let held: Json<Vec<MailId>> = on!(tx, conn => sqlx::query_scalar(LEASED)
            .bind(&**token).bind(&ids).fetch_one(conn))?;
        due.retain(|mail| held.contains(&mail.id));
    }
    Ok(due)
}

fn held_under(mut mails: Vec<Claimed>, token: &Arc<str>) -> Vec<Claimed> {
    for mail in &mut mails {
        mail.token = Arc::clone(token);
    }
    mails
}

/// An edition with mails that wait.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct Waiting {
    pub id: EditionId,
    pub is_paused: bool,
    /// Mails a minute at most.
    pub rate: Option<i64>,
}

/// The next edition after this one of which mails wait, due or not.
pub(super) async fn waiting_after(tx: &mut Tx, after: EditionId) -> Result<Option<Waiting>> {
    const SQL: &str = "
        SELECT id, is_paused, rate FROM editions WHERE id = (
            SELECT edition_id FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND edition_id > $1
            ORDER BY edition_id LIMIT 1)";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).fetch_optional(conn))
}
