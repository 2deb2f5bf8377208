//! SQL of an import.

use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::on;
use crate::store::{Result, Tx};
use crate::subscribers::sign_up::SignUp;
use crate::subscribers::{State, SubscriberId, USUAL_HOUR, search_text};

/// Adds a confirmed subscriber, or confirms one who had asked here; everybody else stays as they are and gives `None`.
pub(super) async fn bring(
    tx: &mut Tx,
    sign_up: &SignUp,
    zone: &str,
    now: Timestamp,
) -> Result<Option<SubscriberId>> {
    const SQL: &str = "
        INSERT INTO subscribers (email, email_key, name, search_text, state, locale, cadence, delivery_hour, time_zone,
                                 created_at, confirmed_at)
        VALUES ($1, $2, $3, $4, 'confirmed', $5, $6, $7, $8, $9, $9)
        ON CONFLICT (email_key) DO UPDATE SET state = 'confirmed', name = COALESCE(excluded.name, subscribers.name),
            search_text = excluded.search_text, locale = excluded.locale, cadence = excluded.cadence,
            confirmed_at = excluded.confirmed_at
        WHERE subscribers.state = 'pending'
        RETURNING id";
    let (email, wishes) = (&sign_up.email, &sign_up.wishes);
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(email).bind(email.key()).bind(&wishes.name).bind(search_text(email, wishes.name.as_ref()))
        .bind(wishes.locale).bind(wishes.cadence).bind(USUAL_HOUR).bind(zone).bind(now)
        .fetch_optional(conn))
}

pub(super) async fn state(tx: &mut Tx, email: &EmailAddress) -> Result<State> {
    const SQL: &str = "SELECT state FROM subscribers WHERE email_key = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(email.key()).fetch_one(conn))
}
