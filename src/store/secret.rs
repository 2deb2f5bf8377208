//! The installation's secret, made once and kept in the database when the configuration names none.

use super::error::Result;
use super::tx::Tx;
use crate::{changed, on};

/// The secret kept in the database; `fresh` becomes it when there is none yet.
pub async fn load_or_keep(tx: &mut Tx, fresh: &str) -> Result<String> {
    const KEEP: &str = "INSERT INTO settings (name, value) VALUES ('security.secret', $1) ON CONFLICT (name) DO NOTHING";
    const LOAD: &str = "SELECT value FROM settings WHERE name = 'security.secret'";
    changed!(tx, conn => sqlx::query(KEEP).bind(fresh).execute(conn))?;
    on!(tx, conn => sqlx::query_scalar(LOAD).fetch_one(conn))
}
