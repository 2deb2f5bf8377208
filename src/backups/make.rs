//! Makes a backup, restores it on trial, and deletes the oldest.

use std::path::Path;

use super::folder;
use super::model::{BackupName, BackupRun};
use super::queries;
use crate::app::App;
use crate::config::BackupsConfig;
use crate::store::backup::{self, BackupError};
use crate::store::{self, Tx};

/// The runs that are kept.
const KEPT_RUNS: i64 = 100;

/// Makes a backup in the folder of the configuration, and keeps what came of it. A failure is kept and told in the log, not returned: the
/// next day tries again.
pub(super) async fn make(app: &App) -> store::Result<()> {
    let config = app.config();
    let Some(target) = config.backups.folder.as_deref() else {
        return Ok(());
    };
    let began_at = app.now();
    let name = BackupName::at(began_at);
    let made = attempt(app, target, &config.backups, name).await;
    if let Err(problem) = &made {
        tracing::error!(%problem, "no backup was made");
    }
    let run = BackupRun {
        name: name.to_string(),
        began_at,
        ended_at: app.now(),
        restored_rows: made.as_ref().ok().copied(),
        problem: made.err(),
    };
    let mut tx = app.write().await?;
    queries::insert(&mut tx, &run).await?;
    queries::prune(&mut tx, KEPT_RUNS).await?;
    tx.commit().await
}

/// The rows that a restore of the new backup loads, or why there is none.
async fn attempt(
    app: &App,
    target: &Path,
    config: &BackupsConfig,
    name: BackupName,
) -> Result<i64, String> {
    let in_folder = |error: std::io::Error| format!("{}: {error}", target.display());
    std::fs::create_dir_all(target).map_err(in_folder)?;
    let file = folder::path(target, name);
    let told = |error: BackupError| error.to_string();
    backup::backup(app.store(), &file, false)
        .await
        .map_err(told)?;
    let restored = backup::rehearse(&file).await.map_err(told)?;
    // Only a backup that can be restored makes room.
    let keep = usize::try_from(config.keep).unwrap_or(usize::MAX);
    folder::rotate(target, keep).map_err(in_folder)?;
    Ok(i64::try_from(restored.rows).unwrap_or(i64::MAX))
}

/// The runs, newest first.
pub async fn runs(tx: &mut Tx) -> store::Result<Vec<BackupRun>> {
    queries::runs(tx, KEPT_RUNS).await
}

/// The newest run.
pub async fn newest_run(tx: &mut Tx) -> store::Result<Option<BackupRun>> {
    Ok(queries::runs(tx, 1).await?.pop())
}
