//! SQL of the runs of backups.

use super::model::BackupRun;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn insert(tx: &mut Tx, run: &BackupRun) -> Result<()> {
    const SQL: &str = "
        INSERT INTO backup_runs (name, began_at, ended_at, restored_rows, problem) VALUES ($1, $2, $3, $4, $5)";
    changed!(tx, conn => sqlx::query(SQL).bind(&run.name).bind(run.began_at).bind(run.ended_at)
        .bind(run.restored_rows).bind(&run.problem).execute(conn))?;
    Ok(())
}

/// Deletes all but the newest runs.
pub(super) async fn prune(tx: &mut Tx, keep: i64) -> Result<()> {
    const SQL: &str = "
        DELETE FROM backup_runs WHERE id NOT IN (SELECT id FROM backup_runs ORDER BY id DESC LIMIT $1)";
    changed!(tx, conn => sqlx::query(SQL).bind(keep).execute(conn))?;
    Ok(())
}

pub(super) async fn runs(tx: &mut Tx, limit: i64) -> Result<Vec<BackupRun>> {
    const SQL: &str = "
        SELECT name, began_at, ended_at, restored_rows, problem FROM backup_runs ORDER BY id DESC LIMIT $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(limit).fetch_all(conn))
}
