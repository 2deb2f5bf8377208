//! SQL of sending. A mail is held by whoever knows its lease's token; nobody else's writes count.

use std::sync::Arc;

use serde::Deserialize;
use sqlx::types::Json;

use super::results::queries::settle;
use crate::address::{self, DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::delivery::{EditionId, Letter, MailId};
use crate::store::{Result, Tx};
use crate::{changed, on};

/// A mail that this process holds.
#[derive(Clone, Debug, sqlx::FromRow, Deserialize)]
pub(super) struct Claimed {
    pub id: MailId,
    pub kind: String,
    #[serde(deserialize_with = "address::stored")]
    pub recipient: EmailAddress,
    pub recipient_name: Option<DisplayName>,
    pub subscriber_id: Option<i64>,
    pub edition_id: Option<EditionId>,
    pub content: Option<Json<Letter>>,
    pub attempts: i64,
    pub created_at: Timestamp,
    /// The lease under which it is held.
    #[sqlx(skip)]
    #[serde(skip)]
    pub token: Arc<str>,
    /// When it was last known that it may go.
    #[sqlx(skip)]
    #[serde(skip)]
    pub asked_at: Timestamp,
    /// Its reader left while it was held, and it came back in line in the same moment: it may not go.
    #[sqlx(default)]
    #[serde(skip)]
    pub has_left: bool,
    /// Relays that could not be reached for it in this process.
    #[sqlx(skip)]
    #[serde(skip)]
    pub unreached: usize,
}

/// The reader of a mail, if they have left, or turned out to be unreachable.
macro_rules! from_who_left {
    () => {
        "FROM subscribers WHERE id = outbox.subscriber_id
         AND (outbox.bulk AND state <> 'confirmed' OR state IN ('bounced', 'complained', 'suppressed'))"
    };
}

pub(super) use from_who_left;

/// Why a mail that was held must not go back in line.
macro_rules! why_dropped {
    ($is_going_back:literal) => {
        concat!(
            "CASE WHEN ",
            $is_going_back,
            " THEN (SELECT CASE WHEN state IN ('bounced', 'complained', 'suppressed') THEN 'suppressed' ELSE 'unsubscribed' END ",
            from_who_left!(),
            ") END"
        )
    };
}

/// What a mail becomes that is not held any more; one that must not go back in line is dropped `$now`, as it would have been
/// if nobody had held it.
macro_rules! let_go {
    ($is_going_back:literal, $state:literal, $result:literal, $finished:literal, $now:literal) => {
        concat!(
            " lease_token = NULL, state = CASE WHEN ",
            why_dropped!($is_going_back),
            " IS NULL THEN ",
            $state,
            " ELSE 'dropped' END, result = COALESCE(",
            why_dropped!($is_going_back),
            ", ",
            $result,
            "), finished_at = CASE WHEN ",
            why_dropped!($is_going_back),
            " IS NULL THEN ",
            $finished,
            " ELSE ",
            $now,
            " END "
        )
    };
}

pub(super) use {let_go, why_dropped};

/// Nothing became of these mails.
macro_rules! back_in_line {
    () => {
        let_go!(
            "TRUE",
            "'queued'",
            "outbox.result",
            "outbox.finished_at",
            "$2"
        )
    };
}

/// Begins a lease.
pub(super) async fn begin(tx: &mut Tx, token: &str, expires: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO sending_leases (token, expires_at) VALUES ($1, $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(token).bind(expires).execute(conn))?;
    Ok(())
}

/// Prolongs a lease; false when it has been ended by others.
pub(super) async fn prolong(tx: &mut Tx, token: &str, expires: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE sending_leases SET expires_at = $2 WHERE token = $1";
    let held = changed!(tx, conn => sqlx::query(SQL).bind(token).bind(expires).execute(conn))?;
    Ok(held > 0)
}

/// Ends the leases that were not prolonged and gives their mails back: whoever held them crashed, stalled or lost the database.
pub(super) async fn rescue(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    const ENDED: &str = "DELETE FROM sending_leases WHERE expires_at <= $1 RETURNING token";
    const BACK: &str = concat!(
        "UPDATE outbox SET",
        back_in_line!(),
        "WHERE state = 'leased' AND lease_token = $1"
    );
    let ended: Vec<String> = on!(tx, conn => sqlx::query_scalar(ENDED).bind(now).fetch_all(conn))?;
    let mut rescued = 0;
    for token in ended {
        settle(tx, &token, now).await?;
        rescued += changed!(tx, conn => sqlx::query(BACK).bind(token).bind(now).execute(conn))?;
    }
    Ok(rescued)
}

/// Gives back what is still held under `token`, as if it had never been claimed, and ends the lease.
pub(super) async fn release(tx: &mut Tx, token: &str, now: Timestamp) -> Result<()> {
    const BACK: &str = concat!(
        "UPDATE outbox SET attempts = attempts - 1,",
        back_in_line!(),
        "WHERE state = 'leased' AND lease_token = $1"
    );
    const END: &str = "DELETE FROM sending_leases WHERE token = $1";
    changed!(tx, conn => sqlx::query(END).bind(token).execute(conn))?;
    settle(tx, token, now).await?;
    changed!(tx, conn => sqlx::query(BACK).bind(token).bind(now).execute(conn))?;
    Ok(())
}

/// False for a mail that must not go any more: its reader has left, its edition was paused, or it is held by others.
pub(super) async fn still_goes(tx: &mut Tx, mail: &Claimed) -> Result<bool> {
    const SQL: &str = concat!(
        "SELECT EXISTS (
            SELECT 1 FROM outbox LEFT JOIN editions ON editions.id = outbox.edition_id
            WHERE outbox.id = $1 AND outbox.lease_token = $2 AND NOT (outbox.bulk AND editions.is_paused)
              AND NOT EXISTS (SELECT 1 ",
        from_who_left!(),
        "))"
    );
    on!(tx, conn => sqlx::query_scalar(SQL).bind(mail.id).bind(&*mail.token).fetch_one(conn))
}

/// True while a mail is due now and not paused, or held by a sender.
pub(super) async fn is_pending(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    const SQL: &str = "
        SELECT EXISTS (SELECT 1 FROM outbox WHERE NOT bulk AND state IN ('queued', 'deferred') AND due_at <= $1)
            OR EXISTS (SELECT 1 FROM outbox WHERE bulk AND state IN ('queued', 'deferred') AND due_at <= $1
                       AND edition_id NOT IN (SELECT id FROM editions WHERE is_paused))
            OR EXISTS (SELECT 1 FROM outbox WHERE state = 'leased')";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(now).fetch_one(conn))
}
