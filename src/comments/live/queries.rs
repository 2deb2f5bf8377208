//! SQL of threads that somebody reads now.

use sqlx::types::Json;

use crate::comments::thread_key::ThreadKey;
use crate::on;
use crate::store::{Result, Tx};

const APPROVED_ON_SQLITE: &str =
    "SELECT key, version, approved FROM threads WHERE key IN (SELECT value FROM json_each($1))";
const APPROVED_ON_POSTGRES: &str = "SELECT key, version, approved FROM threads WHERE key IN (SELECT jsonb_array_elements_text($1))";

/// The version and the number of approved comments of each of these threads that has a row.
pub(super) async fn approved(
    tx: &mut Tx,
    keys: &[ThreadKey],
) -> Result<Vec<(ThreadKey, i64, i64)>> {
    let sql = tx.either(APPROVED_ON_SQLITE, APPROVED_ON_POSTGRES);
    on!(tx, conn => sqlx::query_as(sql).bind(Json(keys)).fetch_all(conn))
}
