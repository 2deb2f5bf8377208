//! Backup from and restore into PostgreSQL. Values are copied as text, which both engines convert to the column's type.

use std::path::Path;

use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, Row, SqliteConnection};

use super::catalog::{self, ColumnKind, TableSchema, quoted};
use super::error::BackupError;
use super::file;
use super::sqlite::{put_triggers, take_triggers};
use crate::store::postgres::BEGIN_PATIENTLY;

/// Rows of one INSERT into the file: SQLite takes 32,766 values at most.
const ROWS_AT_ONCE: usize = 500;
const VALUES_AT_ONCE: usize = 32_000;
/// The server waits while the other database works, however long that takes.
const PATIENTLY: &str = "SET LOCAL idle_in_transaction_session_timeout = 0";
/// Octets that are held in memory before they are handed on.
const OCTETS_AT_ONCE: usize = 1 << 20;

/// Writes every table from one snapshot, without locks.
pub(super) async fn write(pool: &PgPool, path: &Path) -> Result<(), BackupError> {
    let tables = catalog::tables().await?;
    let mut snapshot = pool
        .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .await?;
    sqlx::query(PATIENTLY).execute(&mut *snapshot).await?;
    file::bring_up_to_date(path).await?;
    let mut backup = file::open(path).await?;
    // A row may refer to a later row of its own table; the finished file is examined as a whole.
    sqlx::query("PRAGMA foreign_keys = OFF")
        .execute(&mut backup)
        .await?;
    let mut tx = backup.begin().await?;
    let triggers = take_triggers(&mut tx).await?;
    for table in &tables {
        let emptied = format!("DELETE FROM {}", table.sql_name());
        sqlx::query(AssertSqlSafe(emptied))
            .execute(&mut *tx)
            .await?;
        read_table(&mut snapshot, table, &mut tx).await?;
        if table.remembers_ids {
            remember_id(&mut snapshot, table, &mut tx).await?;
        }
    }
    put_triggers(&mut tx, triggers).await?;
    tx.commit().await?;
    backup.close().await?;
    snapshot.rollback().await?;
    Ok(())
}

async fn read_table(
    snapshot: &mut PgConnection,
    table: &TableSchema,
    backup: &mut SqliteConnection,
) -> Result<(), BackupError> {
    let as_text = table
        .columns
        .iter()
        .map(|column| format!("{}::text", quoted(&column.name)))
        .collect::<Vec<_>>()
        .join(", ");
    // In the order in which SQLite keeps them: PostgreSQL's own changes with each UPDATE.
    let order = if table.has_id() { "ORDER BY id" } else { "" };
    let select = format!("SELECT {as_text} FROM {} {order}", table.sql_name());
    let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(snapshot);
    let mut batch = Batch::default();
    while let Some(row) = rows.try_next().await? {
        for (index, column) in table.columns.iter().enumerate() {
            let value: Option<String> = row.try_get(index)?;
            batch.push(value.map(|value| for_sqlite(column.kind, value)));
        }
        batch.rows += 1;
        if batch.is_full(table) {
            batch.insert(table, backup).await?;
        }
    }
    batch.insert(table, backup).await
}

/// PostgreSQL's text of a value as SQLite takes it: a boolean is 0 or 1, octets are hexadecimal digits.
fn for_sqlite(kind: ColumnKind, value: String) -> String {
    match (kind, value.as_str()) {
        (ColumnKind::Integer, "true") => "1".into(),
        (ColumnKind::Integer, "false") => "0".into(),
        (ColumnKind::Blob, bytes) => bytes.trim_start_matches("\\x").to_owned(),
        _ => value,
    }
}

/// Rows that are collected for one INSERT.
#[derive(Default)]
struct Batch {
    values: Vec<Option<String>>,
    rows: usize,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, value: Option<String>) {
        self.bytes += value.as_ref().map_or(0, String::len);
        self.values.push(value);
    }

    fn is_full(&self, table: &TableSchema) -> bool {
        let most = (VALUES_AT_ONCE / table.columns.len().max(1)).min(ROWS_AT_ONCE);
        self.rows >= most || self.bytes >= OCTETS_AT_ONCE
    }

    async fn insert(
        &mut self,
        table: &TableSchema,
        backup: &mut SqliteConnection,
    ) -> Result<(), BackupError> {
        if self.rows == 0 {
            return Ok(());
        }
        let places = table.columns.iter().map(|column| match column.kind {
            ColumnKind::Blob => "unhex(?)",
            _ => "?",
        });
        let row = format!("({})", places.collect::<Vec<_>>().join(", "));
        let all = vec![row; self.rows].join(", ");
        let (name, columns) = (table.sql_name(), table.sql_columns());
        let sql = format!("INSERT INTO {name} ({columns}) VALUES {all}");
        // The last batch of a table has a statement of its own that is not worth keeping.
        let mut insert = sqlx::query(AssertSqlSafe(sql)).persistent(self.rows == ROWS_AT_ONCE);
        for value in self.values.drain(..) {
            insert = insert.bind(value);
        }
        insert.execute(backup).await?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

/// Takes over the highest id that was ever given, whose row may be gone.
async fn remember_id(
    snapshot: &mut PgConnection,
    table: &TableSchema,
    backup: &mut SqliteConnection,
) -> Result<(), BackupError> {
    const RAISE: &str = "UPDATE sqlite_sequence SET seq = max(seq, $2) WHERE name = $1";
    const BEGIN: &str = "
        INSERT INTO sqlite_sequence (name, seq)
        SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = $1)";
    for counter in counters(snapshot, table).await? {
        let newest: Option<i64> = sqlx::query_scalar("SELECT pg_sequence_last_value($1::regclass)")
            .bind(&counter.sequence)
            .fetch_one(&mut *snapshot)
            .await?;
        for sql in [RAISE, BEGIN] {
            sqlx::query(sql)
                .bind(&table.name)
                .bind(newest.unwrap_or(0))
                .execute(&mut *backup)
                .await?;
        }
    }
    Ok(())
}

/// A column whose ids PostgreSQL counts.
#[derive(sqlx::FromRow)]
struct Counter {
    column: String,
    sequence: String,
}

async fn counters(
    connection: &mut PgConnection,
    table: &TableSchema,
) -> Result<Vec<Counter>, BackupError> {
    const SQL: &str = "
        SELECT column_name::text AS \"column\",
               pg_get_serial_sequence(quote_ident(table_name), column_name) AS sequence
        FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = $1
          AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL";
    let counters = sqlx::query_as(SQL)
        .bind(&table.name)
        .fetch_all(connection)
        .await?;
    Ok(counters)
}

/// Fills the live database from a checked, current backup, in one transaction; everybody else waits until its end.
pub(super) async fn load(
    path: &Path,
    pool: &PgPool,
    tables: &[TableSchema],
    force: bool,
) -> Result<u64, BackupError> {
    let mut backup = file::open(path).await?;
    let mut tx = pool.begin_with(BEGIN_PATIENTLY).await?;
    sqlx::query(PATIENTLY).execute(&mut *tx).await?;
    let names: Vec<String> = tables.iter().map(TableSchema::sql_name).collect();
    let names = names.join(", ");
    let lock = format!("LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE");
    sqlx::query(AssertSqlSafe(lock)).execute(&mut *tx).await?;
    if !force {
        refuse_data(&mut tx, tables).await?;
    }
    sqlx::query(AssertSqlSafe(format!("TRUNCATE {names}")))
        .execute(&mut *tx)
        .await?;
    let mut rows = 0;
    switch_triggers("DISABLE", tables, &mut tx).await?;
    for table in tables {
        rows += fill(&mut backup, table, &mut tx).await?;
        count_on(&mut backup, table, &mut tx).await?;
    }
    switch_triggers("ENABLE", tables, &mut tx).await?;
    tx.commit().await?;
    backup.close().await?;
    Ok(rows)
}

/// Turns triggers off, since the backup contains what they write. References are still checked.
async fn switch_triggers(
    word: &str,
    tables: &[TableSchema],
    connection: &mut PgConnection,
) -> Result<(), BackupError> {
    for table in tables {
        let sql = format!("ALTER TABLE {} {word} TRIGGER USER", table.sql_name());
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

async fn refuse_data(
    connection: &mut PgConnection,
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

/// One COPY for the whole table, at whose end the references within it are examined.
async fn fill(
    backup: &mut SqliteConnection,
    table: &TableSchema,
    live: &mut PgConnection,
) -> Result<u64, BackupError> {
    let as_text = table.columns.iter().map(|column| {
        let name = quoted(&column.name);
        match column.kind {
            ColumnKind::Text => name,
            ColumnKind::Integer => format!("CAST({name} AS TEXT)"),
            ColumnKind::Real => format!("iif({name} IS NULL, NULL, printf('%!.17g', {name}))"),
            ColumnKind::Blob => format!("iif({name} IS NULL, NULL, '\\x' || hex({name}))"),
        }
    });
    let as_text = as_text.collect::<Vec<_>>().join(", ");
    let (name, columns) = (table.sql_name(), table.sql_columns());
    let mut copy = live
        .copy_in_raw(&format!("COPY {name} ({columns}) FROM STDIN"))
        .await?;
    let select = format!("SELECT {as_text} FROM {name}");
    let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(backup);
    let mut lines = Vec::with_capacity(OCTETS_AT_ONCE);
    while let Some(row) = rows.try_next().await? {
        for index in 0..table.columns.len() {
            if index > 0 {
                lines.push(b'\t');
            }
            match row.try_get::<Option<&str>, _>(index)? {
                Some(value) => escape(value, &mut lines),
                None => lines.extend_from_slice(b"\\N"),
            }
        }
        lines.push(b'\n');
        if lines.len() >= OCTETS_AT_ONCE {
            copy.send(lines.as_slice()).await?;
            lines.clear();
        }
    }
    copy.send(lines.as_slice()).await?;
    copy.finish().await.map_err(|error| BackupError::Table {
        table: table.name.clone(),
        why: error.to_string(),
    })
}

/// A value in COPY's text format (PostgreSQL's documentation of COPY, "Text Format").
fn escape(value: &str, line: &mut Vec<u8>) {
    for octet in value.bytes() {
        match octet {
            b'\\' => line.extend_from_slice(b"\\\\"),
            b'\n' => line.extend_from_slice(b"\\n"),
            b'\r' => line.extend_from_slice(b"\\r"),
            b'\t' => line.extend_from_slice(b"\\t"),
            other => line.push(other),
        }
    }
}

/// The next id is one more than the highest that was ever given.
async fn count_on(
    backup: &mut SqliteConnection,
    table: &TableSchema,
    live: &mut PgConnection,
) -> Result<(), BackupError> {
    for counter in counters(live, table).await? {
        let highest = format!(
            "SELECT max(coalesce((SELECT max({}) FROM {}), 0),
                        coalesce((SELECT seq FROM sqlite_sequence WHERE name = $1), 0))",
            quoted(&counter.column),
            table.sql_name()
        );
        let highest: i64 = sqlx::query_scalar(AssertSqlSafe(highest))
            .bind(&table.name)
            .fetch_one(&mut *backup)
            .await?;
        if highest > 0 {
            sqlx::query("SELECT setval($1::regclass, $2)")
                .bind(&counter.sequence)
                .bind(highest)
                .execute(&mut *live)
                .await?;
        }
    }
    Ok(())
}
