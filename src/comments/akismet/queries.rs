//! SQL of reports to Akismet.

use sqlx::types::Json;

use crate::comments::model::CommentId;
use crate::comments::spam::HoldReason;
use crate::on;
use crate::store::{Result, Tx};

/// A comment as it is reported.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct ReportedComment {
    pub name: String,
    pub email: String,
    pub url: Option<String>,
    pub body: String,
    pub ip: Option<String>,
    /// The key of its thread, which is the address of its page or an id.
    pub permalink: String,
    pub reasons: Json<Vec<HoldReason>>,
}

/// A comment that was written here; an erased one has no text.
pub(super) async fn reported(tx: &mut Tx, id: CommentId) -> Result<Option<ReportedComment>> {
    const SQL: &str = "
        SELECT c.name, c.email, c.url, c.body, c.ip, t.key AS permalink, c.reasons
        FROM comments AS c JOIN threads AS t ON t.id = c.thread_id WHERE c.id = $1 AND c.html <> ''";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}
