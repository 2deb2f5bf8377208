//! Secrets of the installation, each made once and kept in the database when the configuration names none.

use super::error::Result;
use super::tx::Tx;
use crate::{changed, on};

/// The kept secret of this name.
pub async fn load(tx: &mut Tx, name: &str) -> Result<Option<String>> {
    const SQL: &str = "SELECT value FROM settings WHERE name = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(name).fetch_optional(conn))
}

/// The kept secret of this name; `fresh` becomes it when there is none yet.
pub async fn load_or_keep(tx: &mut Tx, name: &str, fresh: &str) -> Result<String> {
    const KEEP: &str =
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    const LOAD: &str = "SELECT value FROM settings WHERE name = $1";
    changed!(tx, conn => sqlx::query(KEEP).bind(name).bind(fresh).execute(conn))?;
    on!(tx, conn => sqlx::query_scalar(LOAD).bind(name).fetch_one(conn))
}

/// Makes `fresh` the secret of this name.
pub async fn replace(tx: &mut Tx, name: &str, fresh: &str) -> Result<()> {
    const SQL: &str = "
        INSERT INTO settings (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    changed!(tx, conn => sqlx::query(SQL).bind(name).bind(fresh).execute(conn))?;
    Ok(())
}
