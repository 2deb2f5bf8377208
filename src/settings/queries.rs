//! SQL of the settings.

use super::model::{KeptSetting, KeptSettings};
use crate::store::{Result, Tx};
use crate::{changed, on};

/// The version of the settings in the database.
pub async fn version(tx: &mut Tx) -> Result<i64> {
    const SQL: &str = "SELECT newest FROM settings_version WHERE id = 1";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))
}

/// All settings in the database.
pub async fn load(tx: &mut Tx) -> Result<KeptSettings> {
    const SQL: &str = "SELECT name, value, version FROM site_settings";
    // The version first: what is committed in between is then read again.
    let version = version(tx).await?;
    let rows: Vec<(String, Option<String>, i64)> =
        on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))?;
    let by_name = rows
        .into_iter()
        .map(|(name, value, version)| (name, KeptSetting { value, version }))
        .collect();
    Ok(KeptSettings { version, by_name })
}

/// Takes the next version. Others who change settings wait until this transaction ends.
pub(super) async fn next_version(tx: &mut Tx) -> Result<i64> {
    const SQL: &str =
        "UPDATE settings_version SET newest = newest + 1 WHERE id = 1 RETURNING newest";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))
}

pub(super) async fn keep(tx: &mut Tx, name: &str, value: Option<&str>, version: i64) -> Result<()> {
    const SQL: &str = "
        INSERT INTO site_settings (name, value, version) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version";
    changed!(tx, conn => sqlx::query(SQL).bind(name).bind(value).bind(version).execute(conn))?;
    Ok(())
}
