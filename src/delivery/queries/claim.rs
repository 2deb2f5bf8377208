//! SQL of claims: due mails are leased, those for one person first.

use std::sync::Arc;

use sqlx::types::Json;

use crate::clock::Timestamp;
use crate::delivery::model::{ClaimedMail, Nights, WaitingEdition};
use crate::ids::{EditionId, MailId};
use crate::store::{Result, Tx};
use crate::{changed, on};

/// The nights of a claimed mail as they are now; `None` for one that must not be sent any more: its
/// reader has left or paused, its edition is paused, or another process holds it.
pub(in crate::delivery) async fn still_goes(
    tx: &mut Tx,
    mail: &ClaimedMail,
    now: Timestamp,
) -> Result<Option<Nights>> {
    const SQL: &str = concat!(
        "SELECT outbox.night_zone FROM outbox LEFT JOIN editions ON editions.id = outbox.edition_id
         WHERE outbox.id = $1 AND outbox.lease_token = $2
           AND NOT (outbox.bulk AND COALESCE(editions.is_paused, FALSE)) AND NOT EXISTS (SELECT 1 ",
        from_who_left!("$3"),
        ")"
    );
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(mail.id).bind(&*mail.token).bind(now).fetch_optional(conn))
}

macro_rules! claim {
    ($due:literal, $lock:literal) => {
        concat!(
            "UPDATE outbox SET state = 'leased', lease_token = $1, attempts = attempts + 1
             WHERE id IN (SELECT id FROM outbox WHERE state IN ('queued', 'deferred') AND due_at <= $2 AND ",
            $due,
            " ORDER BY due_at, id LIMIT $3 ",
            $lock,
            ") RETURNING id, kind, recipient, recipient_name, subscriber_id, edition_id, content, message_domain, attempts,
                         created_at, night_zone,
                         EXISTS (SELECT 1 ",
            from_who_left!("$2"),
            ") AS has_left"
        )
    };
}

const ALONE_ON_SQLITE: &str = claim!("NOT bulk", "");

/// Rows that other nodes are claiming are skipped.
const ALONE_ON_POSTGRES: &str = claim!("NOT bulk", "FOR UPDATE SKIP LOCKED");

/// The lease must still exist. A process that ended it has returned its mails, and would miss mails
/// claimed now.
const OF_EDITION_ON_POSTGRES: &str = claim!(
    "bulk AND edition_id = $4 AND EXISTS (SELECT 1 FROM sending_leases WHERE token = $1 FOR KEY SHARE)",
    "FOR UPDATE SKIP LOCKED"
);

/// Leases up to `most` due mails for one person each.
pub(in crate::delivery) async fn claim_alone(
    tx: &mut Tx,
    token: &Arc<str>,
    now: Timestamp,
    most: i64,
) -> Result<Vec<ClaimedMail>> {
    let sql = tx.either(ALONE_ON_SQLITE, ALONE_ON_POSTGRES);
    let mails =
        on!(tx, conn => sqlx::query_as(sql).bind(&**token).bind(now).bind(most).fetch_all(conn))?;
    Ok(held_under(mails, token))
}

/// Leases up to `most` due mails of an edition.
pub(in crate::delivery) async fn claim_of_edition(
    tx: &mut Tx,
    token: &Arc<str>,
    edition: EditionId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<ClaimedMail>> {
    let mails = if tx.is_on_sqlite() {
        let due = due_of_edition(tx, edition, now, most).await?;
        lease(tx, token, due).await?
    } else {
        on!(tx, conn => sqlx::query_as(OF_EDITION_ON_POSTGRES)
            .bind(&**token).bind(now).bind(most).bind(edition).fetch_all(conn))?
    };
    Ok(held_under(mails, token))
}

/// Due mails of an edition as they are after the claim. On SQLite nobody else writes meanwhile.
/// They come in one row, since each row costs two switches between threads.
async fn due_of_edition(
    tx: &mut Tx,
    edition: EditionId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<ClaimedMail>> {
    const SQL: &str = "
        SELECT json_group_array(json_object('id', id, 'kind', kind, 'recipient', recipient, 'recipient_name', recipient_name,
                   'subscriber_id', subscriber_id, 'edition_id', edition_id, 'attempts', attempts + 1, 'created_at', created_at,
                   'night_zone', night_zone))
        FROM (SELECT * FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND edition_id = $1 AND due_at <= $2
              ORDER BY due_at, id LIMIT $3)";
    let due: Json<Vec<ClaimedMail>> = on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(edition).bind(now).bind(most).fetch_one(conn))?;
    Ok(due.0)
}

/// Leases these mails, except those that another process changed meanwhile.
async fn lease(
    tx: &mut Tx,
    token: &Arc<str>,
    mut due: Vec<ClaimedMail>,
) -> Result<Vec<ClaimedMail>> {
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

fn held_under(mut mails: Vec<ClaimedMail>, token: &Arc<str>) -> Vec<ClaimedMail> {
    for mail in &mut mails {
        mail.token = Arc::clone(token);
    }
    mails
}

/// The next edition after this one with waiting mails, due or not.
pub(in crate::delivery) async fn waiting_after(
    tx: &mut Tx,
    after: EditionId,
) -> Result<Option<WaitingEdition>> {
    const SQL: &str = "
        SELECT id, is_paused, rate FROM editions WHERE id = (
            SELECT edition_id FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND edition_id > $1
            ORDER BY edition_id LIMIT 1)";
    on!(tx, conn => sqlx::query_as(SQL).bind(after).fetch_optional(conn))
}

/// True while a mail is due now and not paused, or held by a sender.
pub(in crate::delivery) async fn is_pending(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM outbox WHERE NOT bulk AND state IN ('queued', 'deferred') AND due_at <= $1)
            OR EXISTS (SELECT 1 FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND due_at <= $1
                       AND edition_id NOT IN (SELECT id FROM editions WHERE is_paused))
            OR EXISTS (SELECT 1 FROM outbox WHERE state = 'leased')";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(now).fetch_one(conn))
}
