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
    keep(tx, name, fresh).await?;
    let kept = load(tx, name).await?;
    Ok(kept.unwrap_or_else(|| fresh.to_owned()))
}

/// Keeps a value under a name that has none yet; false when it has one.
pub(super) async fn keep(tx: &mut Tx, name: &str, value: &str) -> Result<bool> {
    const SQL: &str =
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    let kept = changed!(tx, conn => sqlx::query(SQL).bind(name).bind(value).execute(conn))?;
    Ok(kept > 0)
}

/// Makes `fresh` the secret of this name.
pub async fn replace(tx: &mut Tx, name: &str, fresh: &str) -> Result<()> {
    const SQL: &str = "
        INSERT INTO settings (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    changed!(tx, conn => sqlx::query(SQL).bind(name).bind(fresh).execute(conn))?;
    Ok(())
}
