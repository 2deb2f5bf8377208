//! SQL of an import, a batch at a time: one statement for all rows of it costs less than several for each.

use serde::Serialize;

use crate::clock::Timestamp;
use crate::outbox::suppression;
use crate::store::{Result, Tx};
use crate::subscribers::consent::{Action, Change};
use crate::subscribers::{State, SubscriberId, USUAL_HOUR, departures};
use crate::{changed, on};

/// An address as it is looked up.
#[derive(Debug, Serialize)]
pub(super) struct Wanted<'a> {
    /// Its place in the batch.
    pub n: i64,
    pub key: &'a str,
    /// What stands for it where nobody is named.
    pub hash: &'a str,
}

/// What is known here of an address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Known {
    pub n: i64,
    pub id: Option<SubscriberId>,
    pub state: Option<State>,
    pub departure: Option<departures::Reason>,
    pub suppression: Option<suppression::SuppressionReason>,
}

impl Known {
    /// An address that nobody knows here.
    pub(super) const fn nothing(n: i64) -> Self {
        Self {
            n,
            id: None,
            state: None,
            departure: None,
            suppression: None,
        }
    }
}

macro_rules! look_up {
    ($batch:literal) => {
        concat!(
            "SELECT batch.n, subscribers.id, subscribers.state, departures.reason AS departure,
                    suppressions.reason AS suppression
             FROM ",
            $batch,
            " LEFT JOIN subscribers ON subscribers.email_key = batch.key
              LEFT JOIN departures ON departures.address_hash = batch.hash
              LEFT JOIN suppressions ON suppressions.address_hash = batch.hash
              WHERE subscribers.id IS NOT NULL OR departures.reason IS NOT NULL OR suppressions.reason IS NOT NULL"
        )
    };
}
const LOOK_UP_ON_SQLITE: &str = look_up!(
    "(SELECT value ->> 'n' AS n, value ->> 'key' AS key, value ->> 'hash' AS hash FROM json_each($1)) AS batch"
);
const LOOK_UP_ON_POSTGRES: &str =
    look_up!("jsonb_to_recordset(CAST($1 AS JSONB)) AS batch (n BIGINT, key TEXT, hash TEXT)");

pub(super) async fn look_up(tx: &mut Tx, wanted: &[Wanted<'_>]) -> Result<Vec<Known>> {
    let sql = tx.either(LOOK_UP_ON_SQLITE, LOOK_UP_ON_POSTGRES);
    let wanted = serde_json::to_string(wanted)?;
    on!(tx, conn => sqlx::query_as(sql).bind(&wanted).fetch_all(conn))
}

/// A subscriber to be brought in.
#[derive(Debug, Serialize)]
pub(super) struct Newcomer<'a> {
    pub email: &'a str,
    pub key: &'a str,
    pub name: Option<&'a str>,
    pub search_text: String,
    pub locale: &'static str,
    pub cadence: &'static str,
    /// When their first digest is due.
    pub next_digest_at: Option<Timestamp>,
}

macro_rules! bring {
    ($columns:literal, $next:literal, $batch:literal) => {
        concat!(
            "INSERT INTO subscribers (email, email_key, name, search_text, locale, cadence, state, delivery_hour, time_zone,
                                      created_at, confirmed_at, next_digest_at)
             SELECT ",
            $columns,
            ", $2, $3, $4, $5, CASE WHEN $2 = 'confirmed' THEN $5 END, ",
            $next,
            " FROM ",
            $batch,
            " WHERE TRUE
             ON CONFLICT (email_key) DO UPDATE SET state = 'confirmed', name = COALESCE(excluded.name, subscribers.name),
                 search_text = excluded.search_text, locale = excluded.locale, cadence = excluded.cadence,
                 confirmed_at = excluded.confirmed_at, next_digest_at = excluded.next_digest_at
             WHERE subscribers.state = 'pending' AND excluded.state = 'confirmed'
             RETURNING id, email_key"
        )
    };
}
const BRING_ON_SQLITE: &str = bring!(
    "value ->> 'email', value ->> 'key', value ->> 'name', value ->> 'search_text', value ->> 'locale', value ->> 'cadence'",
    "value ->> 'next_digest_at'",
    "json_each($1)"
);
const BRING_ON_POSTGRES: &str = bring!(
    "email, key, name, search_text, locale, cadence",
    "next_digest_at",
    "jsonb_to_recordset(CAST($1 AS JSONB)) AS batch
        (email TEXT, key TEXT, name TEXT, search_text TEXT, locale TEXT, cadence TEXT, next_digest_at BIGINT)"
);

/// Adds subscribers in this state, and confirms those who had asked here; everybody else stays as they are. Gives the keys
/// of those who are different now.
pub(super) async fn bring(
    tx: &mut Tx,
    newcomers: &[Newcomer<'_>],
    state: State,
    zone: &str,
    now: Timestamp,
) -> Result<Vec<(SubscriberId, String)>> {
    let sql = tx.either(BRING_ON_SQLITE, BRING_ON_POSTGRES);
    let newcomers = serde_json::to_string(newcomers)?;
    on!(tx, conn => sqlx::query_as(sql)
        .bind(&newcomers).bind(state).bind(USUAL_HOUR).bind(zone).bind(now).fetch_all(conn))
}

/// What is recorded of one person's coming, and what they chose elsewhere.
#[derive(Debug, Serialize)]
pub(super) struct Arrival {
    pub id: SubscriberId,
    pub ip: Option<String>,
    pub detail: Vec<Change>,
}

const RECORD_ON_SQLITE: &str = "
    INSERT INTO consents (subscriber_id, action, source, ip, detail, at)
    SELECT value ->> 'id', $2, $3, value ->> 'ip', value ->> 'detail', $4 FROM json_each($1)";
const RECORD_ON_POSTGRES: &str = "
    INSERT INTO consents (subscriber_id, action, source, ip, detail, at)
    SELECT id, $2, $3, ip, detail, $4 FROM jsonb_to_recordset(CAST($1 AS JSONB)) AS batch (id BIGINT, ip TEXT, detail JSONB)";

pub(super) async fn record(
    tx: &mut Tx,
    arrivals: &[Arrival],
    source: &str,
    now: Timestamp,
) -> Result<()> {
    let sql = tx.either(RECORD_ON_SQLITE, RECORD_ON_POSTGRES);
    let arrivals = serde_json::to_string(arrivals)?;
    changed!(tx, conn => sqlx::query(sql)
        .bind(&arrivals).bind(Action::Imported).bind(source).bind(now).execute(conn))?;
    Ok(())
}

/// When somebody last confirmed their address here by a click.
pub(super) async fn clicked_at(tx: &mut Tx, id: SubscriberId) -> Result<Option<Timestamp>> {
    const SQL: &str =
        "SELECT max(at) FROM consents WHERE subscriber_id = $1 AND action = 'confirmed'";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_one(conn))
}
