//! Backup from SQLite by `VACUUM INTO`, and restore into it by `ATTACH`.

use std::path::Path;

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::catalog::{self, TableSchema};
use super::error::BackupError;
use crate::store::sqlite::Sqlite;

/// Writes a consistent, compact copy; in WAL mode neither readers nor the writer wait for it.
pub(super) async fn write(live: &Sqlite, file: &Path) -> Result<(), BackupError> {
    let mut connection = live.connect().await?;
    sqlx::query("VACUUM INTO $1")
        .bind(text(file))
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}

/// Fills the live database from a checked, current backup, in one transaction.
pub(super) async fn load(
    file: &Path,
    live: &Sqlite,
    tables: &[TableSchema],
    force: bool,
) -> Result<u64, BackupError> {
    let mut connection = live.connect().await?;
    // References are examined in the backup; here they would only ask for an order and erase by cascades.
    for prepare in ["PRAGMA foreign_keys = OFF", "ATTACH DATABASE $1 AS backup"] {
        sqlx::query(prepare)
            .bind(text(file))
            .execute(&mut connection)
            .await?;
    }
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    if !force {
        refuse_data(&mut tx, tables).await?;
    }
    let triggers = take_triggers(&mut tx).await?;
    let mut rows = 0;
    for table in tables {
        rows += fill(&mut tx, table).await?;
    }
    put_triggers(&mut tx, triggers).await?;
    tx.commit().await?;
    connection.close().await?;
    Ok(rows)
}

async fn refuse_data(
    connection: &mut SqliteConnection,
    tables: &[TableSchema],
) -> Result<(), BackupError> {
    for table in tables {
        let rows = sqlx::query_scalar(AssertSqlSafe(table.sql_count_beyond_birth()))
            .fetch_one(&mut *connection)
            .await?;
        if table.has_data(rows) {
            return Err(BackupError::NotEmpty(table.name.clone()));
        }
    }
    Ok(())
}

async fn fill(connection: &mut SqliteConnection, table: &TableSchema) -> Result<u64, BackupError> {
    const FORGET_ID: &str = "DELETE FROM main.sqlite_sequence WHERE name = $1";
    const TAKE_OVER_ID: &str = "
        INSERT INTO main.sqlite_sequence (name, seq) SELECT name, seq FROM backup.sqlite_sequence WHERE name = $1";
    let (name, columns) = (table.sql_name(), table.sql_columns());
    sqlx::query(AssertSqlSafe(format!("DELETE FROM main.{name}")))
        .execute(&mut *connection)
        .await?;
    let insert = format!("INSERT INTO main.{name} ({columns}) SELECT {columns} FROM backup.{name}");
    let done = sqlx::query(AssertSqlSafe(insert))
        .execute(&mut *connection)
        .await?;
    if table.remembers_ids {
        for sql in [FORGET_ID, TAKE_OVER_ID] {
            sqlx::query(sql)
                .bind(&table.name)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(done.rows_affected())
}

/// Drops the triggers, since the backup contains what they write. They are created again in the same transaction.
pub(super) async fn take_triggers(
    connection: &mut SqliteConnection,
) -> Result<Vec<String>, BackupError> {
    const SQL: &str = "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'";
    let triggers: Vec<(String, String)> = sqlx::query_as(SQL).fetch_all(&mut *connection).await?;
    let mut taken = Vec::new();
    for (name, sql) in triggers {
        let drop = format!("DROP TRIGGER main.{}", catalog::quoted(&name));
        sqlx::query(AssertSqlSafe(drop))
            .execute(&mut *connection)
            .await?;
        taken.push(sql);
    }
    Ok(taken)
}

pub(super) async fn put_triggers(
    connection: &mut SqliteConnection,
    taken: Vec<String>,
) -> Result<(), BackupError> {
    for sql in taken {
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

fn text(file: &Path) -> String {
    file.display().to_string()
}
