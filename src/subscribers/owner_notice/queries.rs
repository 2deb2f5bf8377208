//! SQL of new subscribers whom no mail has counted.

use crate::store::{Result, Tx};
use crate::subscribers::model::SubscriberId;
use crate::{changed, on};

pub(super) async fn insert(tx: &mut Tx, id: SubscriberId) -> Result<()> {
    const SQL: &str = "INSERT INTO untold_subscribers (subscriber_id) VALUES ($1) ON CONFLICT (subscriber_id) DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

pub(super) async fn has_untold(tx: &mut Tx) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM untold_subscribers)";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))
}

pub(super) async fn take_untold(tx: &mut Tx) -> Result<Vec<SubscriberId>> {
    const SQL: &str = "DELETE FROM untold_subscribers RETURNING subscriber_id";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_all(conn))
}
