//! SQL of an import.

use crate::address::EmailAddress;
use crate::clock::{Timestamp, Zone};
use crate::on;
use crate::store::{Result, Tx};
use crate::subscribers::sign_up::SignUp;
use crate::subscribers::{State, SubscriberId, USUAL_HOUR, schedule, search_text};

/// Adds a confirmed subscriber, or confirms one who had asked here; everybody else stays as they are and gives `None`.
pub(super) async fn bring(
    tx: &mut Tx,
    sign_up: &SignUp,
    zone: &Zone,
    now: Timestamp,
) -> Result<Option<SubscriberId>> {
    const SQL: &str = "
        INSERT INTO subscribers (email, email_key, name, search_text, state, locale, cadence, delivery_hour, time_zone,
                                 created_at, confirmed_at, next_digest_at)
        VALUES ($1, $2, $3, $4, 'confirmed', $5, $6, $7, $8, $9, $9, $10)
        ON CONFLICT (email_key) DO UPDATE SET state = 'confirmed', name = COALESCE(excluded.name, subscribers.name),
            search_text = excluded.search_text, locale = excluded.locale, cadence = excluded.cadence,
            confirmed_at = excluded.confirmed_at, next_digest_at = excluded.next_digest_at
        WHERE subscribers.state = 'pending'
        RETURNING id";
    let (email, wishes) = (&sign_up.email, &sign_up.wishes);
    let next = schedule::next_after(wishes.cadence, USUAL_HOUR, zone, now);
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(email).bind(email.key()).bind(&wishes.name).bind(search_text(email, wishes.name.as_ref()))
        .bind(wishes.locale).bind(wishes.cadence).bind(USUAL_HOUR).bind(zone.name()).bind(now).bind(next)
        .fetch_optional(conn))
}

pub(super) async fn state(tx: &mut Tx, email: &EmailAddress) -> Result<State> {
    const SQL: &str = "SELECT state FROM subscribers WHERE email_key = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(email.key()).fetch_one(conn))
}
