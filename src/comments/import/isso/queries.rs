//! SQL on the database of Isso.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};

/// A comment with its page.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct IssoRow {
    pub id: i64,
    pub parent: Option<i64>,
    /// Seconds, with fractions.
    pub created: f64,
    pub mode: i64,
    pub remote_addr: Option<String>,
    pub text: Option<String>,
    pub author: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    pub uri: String,
    pub title: Option<String>,
}

/// Opens the file as it is; nothing is written beside it.
pub(super) async fn open(file: &Path) -> sqlx::Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(file);
    options.read_only(true).immutable(true).connect().await
}

/// The oldest comments after this one.
pub(super) async fn comments_after(
    isso: &mut SqliteConnection,
    id: i64,
    limit: i64,
) -> sqlx::Result<Vec<IssoRow>> {
    const SQL: &str = "
        SELECT c.id, CAST(c.parent AS INTEGER) AS parent, CAST(c.created AS REAL) AS created, CAST(c.mode AS INTEGER) AS mode,
               CAST(c.remote_addr AS TEXT) AS remote_addr, CAST(c.text AS TEXT) AS text, CAST(c.author AS TEXT) AS author,
               CAST(c.email AS TEXT) AS email, CAST(c.website AS TEXT) AS website, CAST(t.uri AS TEXT) AS uri,
               CAST(t.title AS TEXT) AS title
        FROM comments AS c JOIN threads AS t ON t.id = c.tid WHERE c.id > $1 ORDER BY c.id LIMIT $2";
    sqlx::query_as(SQL)
        .bind(id)
        .bind(limit)
        .fetch_all(isso)
        .await
}
