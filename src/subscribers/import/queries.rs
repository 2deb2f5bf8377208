//! SQL of an import, a batch at a time. On SQLite a row of bound values costs half of what the same row costs as JSON, which
//! the engine reads anew for each of its fields.

use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::clock::Timestamp;
use crate::on;
use crate::outbox::suppression;
use crate::store::{Result, Tx, TxConnection};
use crate::subscribers::consent::{Action, Channel};
use crate::subscribers::departures::DepartureReason;
use crate::subscribers::model::{DEFAULT_HOUR, SubscriberId, SubscriberState};

/// Rows of one statement on SQLite.
const ROWS_AT_ONCE: usize = 100;

/// An address to be looked up.
#[derive(Debug, Serialize)]
pub(super) struct AddressLookup<'a> {
    /// The position in the batch.
    pub n: i64,
    pub key: &'a str,
    /// The keyed hash of the address.
    pub hash: &'a str,
    /// The keyed hash of the mailbox.
    pub mailbox: &'a str,
}

/// What the database knows of an address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct KnownAddress {
    pub n: i64,
    pub id: Option<SubscriberId>,
    pub state: Option<SubscriberState>,
    pub departure: Option<DepartureReason>,
    /// As the first release kept it, under the hash of the address.
    pub own_departure: Option<DepartureReason>,
    pub suppression: Option<suppression::SuppressionReason>,
}

impl KnownAddress {
    /// An unknown address.
    pub(super) const fn nothing(n: i64) -> Self {
        Self {
            n,
            id: None,
            state: None,
            departure: None,
            own_departure: None,
            suppression: None,
        }
    }

    /// Why no list may subscribe the address.
    pub(super) fn departure(&self) -> Option<DepartureReason> {
        self.departure.max(self.own_departure)
    }
}

macro_rules! look_up {
    ($batch:literal) => {
        concat!(
            "SELECT batch.n, subscribers.id, subscribers.state, departures.reason AS departure,
                    own_departures.reason AS own_departure, suppressions.reason AS suppression
             FROM ",
            $batch,
            " LEFT JOIN subscribers ON subscribers.email_key = batch.key
              LEFT JOIN departures ON departures.address_hash = batch.mailbox
              LEFT JOIN departures AS own_departures ON own_departures.address_hash = batch.hash
              LEFT JOIN suppressions ON suppressions.address_hash = batch.hash
              WHERE subscribers.id IS NOT NULL OR departures.reason IS NOT NULL
                 OR own_departures.reason IS NOT NULL OR suppressions.reason IS NOT NULL"
        )
    };
}

/// What the database knows of these addresses, without the unknown ones.
pub(super) async fn look_up(
    tx: &mut Tx,
    addresses: &[AddressLookup<'_>],
) -> Result<Vec<KnownAddress>> {
    const ON_SQLITE: &str = look_up!("batch");
    const ON_POSTGRES: &str = look_up!(
        "jsonb_to_recordset(CAST($1 AS JSONB)) AS batch (n BIGINT, key TEXT, hash TEXT, mailbox TEXT)"
    );
    match &mut tx.connection {
        TxConnection::Sqlite(tx) => {
            let mut known = Vec::new();
            for some in addresses.chunks(ROWS_AT_ONCE) {
                let rows = bound_rows("(?, ?, ?, ?)", some.len());
                let sql =
                    format!("WITH batch (n, key, hash, mailbox) AS (VALUES {rows}) {ON_SQLITE}");
                let mut query = sqlx::query_as(AssertSqlSafe(sql)).persistent(is_full(some));
                for address in some {
                    query = query
                        .bind(address.n)
                        .bind(address.key)
                        .bind(address.hash)
                        .bind(address.mailbox);
                }
                known.extend(query.fetch_all(tx.connection()).await?);
            }
            Ok(known)
        }
        TxConnection::Postgres(tx) => {
            let addresses = serde_json::to_string(addresses)?;
            let query = sqlx::query_as(ON_POSTGRES).bind(&addresses);
            Ok(query.fetch_all(tx.connection()).await?)
        }
    }
}

/// A subscriber to be added.
#[derive(Debug, Serialize)]
pub(super) struct NewSubscriber<'a> {
    pub email: &'a str,
    pub key: &'a str,
    pub name: Option<&'a str>,
    pub search_text: &'a str,
    pub locale: &'static str,
    pub cadence: &'static str,
    /// When their first digest is due.
    pub next_digest_at: Option<Timestamp>,
}

macro_rules! insert {
    ($rows:expr) => {
        concat!(
            "INSERT INTO subscribers (email, email_key, name, search_text, locale, cadence, next_digest_at,
                                      state, delivery_hour, time_zone, created_at, confirmed_at) ",
            $rows,
            " ON CONFLICT (email_key) DO UPDATE SET state = 'confirmed', name = COALESCE(excluded.name, subscribers.name),
                 search_text = excluded.search_text, locale = excluded.locale, cadence = excluded.cadence,
                 confirmed_at = excluded.confirmed_at, state_at = excluded.confirmed_at, next_digest_at = excluded.next_digest_at
             WHERE subscribers.state = 'pending' AND excluded.state = 'confirmed'
             RETURNING id, email_key"
        )
    };
}

/// Inserts subscribers in this state, and confirms pending ones; others stay as they are. Returns the keys of inserted and
/// confirmed subscribers.
pub(super) async fn insert(
    tx: &mut Tx,
    subscribers: &[NewSubscriber<'_>],
    state: SubscriberState,
    zone: &str,
    now: Timestamp,
) -> Result<Vec<(SubscriberId, String)>> {
    const ON_SQLITE: &str = insert!(
        "SELECT batch.*, same.* FROM (SELECT ?, ?, ?, ?, ?) AS same CROSS JOIN (VALUES {rows}) AS batch WHERE TRUE"
    );
    const ON_POSTGRES: &str = insert!(
        "SELECT email, key, name, search_text, locale, cadence, next_digest_at, $2, $3, $4, $5, $6
         FROM jsonb_to_recordset(CAST($1 AS JSONB)) AS batch
             (email TEXT, key TEXT, name TEXT, search_text TEXT, locale TEXT, cadence TEXT, next_digest_at BIGINT)
         WHERE TRUE"
    );
    let confirmed_at = Some(now).filter(|_| state == SubscriberState::Confirmed);
    match &mut tx.connection {
        TxConnection::Sqlite(tx) => {
            let mut inserted = Vec::with_capacity(subscribers.len());
            for some in subscribers.chunks(ROWS_AT_ONCE) {
                let sql =
                    ON_SQLITE.replace("{rows}", &bound_rows("(?, ?, ?, ?, ?, ?, ?)", some.len()));
                let mut query = sqlx::query_as(AssertSqlSafe(sql))
                    .persistent(is_full(some))
                    .bind(state)
                    .bind(DEFAULT_HOUR)
                    .bind(zone)
                    .bind(now)
                    .bind(confirmed_at);
                for new in some {
                    query = query
                        .bind(new.email)
                        .bind(new.key)
                        .bind(new.name)
                        .bind(new.search_text)
                        .bind(new.locale)
                        .bind(new.cadence)
                        .bind(new.next_digest_at);
                }
                inserted.extend(query.fetch_all(tx.connection()).await?);
            }
            Ok(inserted)
        }
        TxConnection::Postgres(tx) => {
            let subscribers = serde_json::to_string(subscribers)?;
            let query = sqlx::query_as(ON_POSTGRES)
                .bind(&subscribers)
                .bind(state)
                .bind(DEFAULT_HOUR)
                .bind(zone)
                .bind(now)
                .bind(confirmed_at);
            Ok(query.fetch_all(tx.connection()).await?)
        }
    }
}

/// The consent record of one imported subscriber.
#[derive(Debug, Serialize)]
pub(super) struct ImportConsent<'a> {
    pub id: SubscriberId,
    pub address: &'a str,
    pub ip: Option<&'a str>,
    /// As JSON.
    pub changes: &'a str,
}

/// Inserts consent records.
pub(super) async fn record(
    tx: &mut Tx,
    consents: &[ImportConsent<'_>],
    source: &str,
    now: Timestamp,
) -> Result<()> {
    const ON_SQLITE: &str = "
        INSERT INTO consent_events (action, channel, actor, at, subscriber_id, address, ip, changes)
        SELECT same.*, batch.* FROM (SELECT ?, ?, ?, ?) AS same CROSS JOIN (VALUES {rows}) AS batch WHERE TRUE";
    const ON_POSTGRES: &str = "
        INSERT INTO consent_events (subscriber_id, address, action, channel, actor, ip, changes, at)
        SELECT id, address, $2, $3, $4, ip, changes, $5
        FROM jsonb_to_recordset(CAST($1 AS JSONB)) AS batch (id BIGINT, address TEXT, ip TEXT, changes TEXT)";
    match &mut tx.connection {
        TxConnection::Sqlite(tx) => {
            for some in consents.chunks(ROWS_AT_ONCE) {
                let sql = ON_SQLITE.replace("{rows}", &bound_rows("(?, ?, ?, ?)", some.len()));
                let mut query = sqlx::query(AssertSqlSafe(sql))
                    .persistent(is_full(some))
                    .bind(Action::Imported)
                    .bind(Channel::Import)
                    .bind(source)
                    .bind(now);
                for consent in some {
                    query = query
                        .bind(consent.id)
                        .bind(consent.address)
                        .bind(consent.ip)
                        .bind(consent.changes);
                }
                query.execute(tx.connection()).await?;
            }
        }
        TxConnection::Postgres(tx) => {
            let consents = serde_json::to_string(consents)?;
            let query = sqlx::query(ON_POSTGRES)
                .bind(&consents)
                .bind(Action::Imported)
                .bind(Channel::Import)
                .bind(source)
                .bind(now);
            query.execute(tx.connection()).await?;
        }
    }
    Ok(())
}

/// Placeholders for the values of this number of rows.
fn bound_rows(row: &str, rows: usize) -> String {
    vec![row; rows].join(", ")
}

/// True for a statement of the usual size, which stays prepared.
const fn is_full<T>(rows: &[T]) -> bool {
    rows.len() == ROWS_AT_ONCE
}

/// When a subscriber last confirmed by a click.
pub(super) async fn clicked_at(tx: &mut Tx, id: SubscriberId) -> Result<Option<Timestamp>> {
    const SQL: &str =
        "SELECT max(at) FROM consent_events WHERE subscriber_id = $1 AND action = 'confirmed'";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_one(conn))
}
