//! Old imports are deleted: a file with addresses is kept no longer than its import needs.

use super::queries;
use crate::app::App;
use crate::clock::DAY;
use crate::jobs::JobResult;

/// Days after which an import is deleted that nobody finished.
const UNFINISHED: i64 = 7;
/// Days after which the report of an import is deleted.
const ENDED: i64 = 90;

/// Deletes old imports.
pub(super) async fn forget(app: App) -> JobResult {
    let now = app.now();
    let mut tx = app.write().await?;
    queries::forget(&mut tx, now.plus(-UNFINISHED * DAY), now.plus(-ENDED * DAY)).await?;
    Ok(tx.commit().await?)
}
