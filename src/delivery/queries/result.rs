//! SQL of results: many in one statement, each only under the token of its lease.

use sqlx::types::Json;

use crate::changed;
use crate::clock::Timestamp;
use crate::delivery::model::MailResult;
use crate::ids::{EditionId, MailId};
use crate::message::EmailContent;
use crate::outbox::SEND_RATE_SLOT;
use crate::store::{Result, Tx};

/// A mail has a token only while it is leased. The statement does not name that state, since
/// PostgreSQL would read the whole index of leased mails for a few rows.
macro_rules! finish {
    ($entries:literal) => {
        concat!(
            "UPDATE outbox SET tried_at = $2,",
            // A link that sets a password is kept in clear no longer than it must be.
            " content = CASE WHEN r.state = 'sent' AND outbox.kind IN ('invitation', 'password-link') THEN $3 ELSE content END,",
            " due_at = COALESCE(r.due_at, outbox.due_at), attempts = outbox.attempts - r.uncounted,",
            let_go!(
                "r.state IN ('queued', 'deferred')",
                "r.state",
                "COALESCE(r.result, outbox.result)",
                "r.finished_at",
                "$2"
            ),
            "FROM ",
            $entries,
            " WHERE outbox.id = r.id AND outbox.lease_token = r.token"
        )
    };
}

const FINISH_ON_SQLITE: &str = finish!(
    "(SELECT value ->> 'id' AS id, value ->> 'token' AS token, value ->> 'state' AS state, value ->> 'result' AS result,
             value ->> 'due_at' AS due_at, value ->> 'finished_at' AS finished_at, value ->> 'uncounted' AS uncounted
      FROM json_each($1)) AS r"
);

/// The conditions always hold. Without them PostgreSQL expects a hundred rows of a function and
/// reads a middling outbox from end to end. A `LIMIT` would make a new plan each time.
const FINISH_ON_POSTGRES: &str = finish!(
    "(SELECT * FROM jsonb_to_recordset(CAST($1 AS JSONB))
          AS entry (id BIGINT, token TEXT, state TEXT, result TEXT, due_at BIGINT, finished_at BIGINT, uncounted BIGINT)
      WHERE entry.id > 0 AND entry.uncounted >= 0) AS r"
);

/// Writes results. Returns how many of the mails were still held.
pub(in crate::delivery) async fn finish(
    tx: &mut Tx,
    entries: &[&MailResult],
    now: Timestamp,
) -> Result<usize> {
    let sql = tx.either(FINISH_ON_SQLITE, FINISH_ON_POSTGRES);
    // As text, so that both engines read it alike.
    let entries = serde_json::to_string(entries).map_err(crate::store::Error::from)?;
    let written = changed!(tx, conn => sqlx::query(sql).bind(&entries).bind(now).bind(Json(EmailContent::default())).execute(conn))?;
    Ok(usize::try_from(written).unwrap_or(usize::MAX))
}

/// Adds sent mails of an edition to its send rate. `token` is the lease's, so that nodes write to
/// different rows.
pub(in crate::delivery) async fn record_send_rate(
    tx: &mut Tx,
    edition: EditionId,
    mails: i64,
    token: &str,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO edition_send_rates (edition_id, slot, shard, mails) VALUES ($1, $2, $3, $4)
        ON CONFLICT (edition_id, slot, shard) DO UPDATE SET mails = edition_send_rates.mails + $4";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(edition).bind(now.unix() / SEND_RATE_SLOT).bind(shard_of(token)).bind(mails).execute(conn))?;
    Ok(())
}

fn shard_of(token: &str) -> i64 {
    i64::from(token.bytes().fold(0_u8, u8::wrapping_add) % 16)
}

/// Inserts a job for a mail that was refused for good, which `bounces` runs.
pub(in crate::delivery) async fn report_refusal(
    tx: &mut Tx,
    mail: MailId,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO jobs (kind, subject, state, attempts, due_at, created_at)
        VALUES ('bounce', CAST($1 AS TEXT), 'waiting', 0, $2, $2)
        ON CONFLICT (kind, subject) WHERE state = 'waiting' DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(mail).bind(now).execute(conn))?;
    Ok(())
}
