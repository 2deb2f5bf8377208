//! The tables of the schema, in the order in which they are filled: referenced tables first.

use std::collections::BTreeMap;
use std::fmt::Write;

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::error::BackupError;

/// Tables that the program writes at its first start.
const MADE_BY_A_START: [&str; 5] = [
    "settings",
    "schedules",
    "setup_tokens",
    "sending_leases",
    "doctor_checks",
];

/// A table of the schema.
#[derive(Clone, Debug)]
pub(super) struct TableSchema {
    pub name: String,
    pub columns: Vec<Column>,
    /// The highest id is remembered when its row is gone (SQLite's AUTOINCREMENT).
    pub remembers_ids: bool,
    /// Rows that the migrations themselves put there.
    pub rows_at_birth: i64,
}

/// A column of a table; generated ones are not copied.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub name: String,
    pub kind: ColumnKind,
}

/// How SQLite keeps a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// Numbers and booleans.
    Integer,
    /// Text and JSON.
    Text,
    /// Fractions.
    Real,
    /// Octets.
    Blob,
}

impl TableSchema {
    /// The table's name as SQL.
    pub fn sql_name(&self) -> String {
        quoted(&self.name)
    }

    /// The columns' names as SQL.
    pub fn sql_columns(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|it| quoted(&it.name)).collect();
        names.join(", ")
    }

    /// True for a table whose rows are numbered.
    pub fn has_id(&self) -> bool {
        self.columns.iter().any(|column| column.name == "id")
    }

    /// Counts up to one row more than a database without any data has.
    pub fn sql_count_beyond_birth(&self) -> String {
        let table = self.sql_name();
        let most = self.rows_at_birth + 1;
        format!("SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {most}) AS found")
    }

    /// True when the table has more rows than an unused site.
    pub fn has_data(&self, rows: i64) -> bool {
        rows > self.rows_at_birth && !MADE_BY_A_START.contains(&self.name.as_str())
    }
}

/// A name between quotation marks, as both engines take it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The tables of this version of the schema, in an order in which they can be filled.
pub(super) async fn tables() -> Result<Vec<TableSchema>, BackupError> {
    let mut newborn = SqliteConnection::connect("sqlite::memory:").await?;
    crate::store::error::migrated(
        sqlx::migrate!("migrations/sqlite")
            .run_direct(None, &mut newborn, false)
            .await,
    )?;
    let mut tables = Vec::new();
    for name in in_order(&mut newborn).await? {
        tables.push(describe(&mut newborn, name).await?);
    }
    newborn.close().await?;
    Ok(tables)
}

async fn describe(
    newborn: &mut SqliteConnection,
    name: String,
) -> Result<TableSchema, BackupError> {
    const COLUMNS: &str = "SELECT name, type FROM pragma_table_info($1) ORDER BY cid";
    const REMEMBERS_IDS: &str =
        "SELECT sql LIKE '%AUTOINCREMENT%' FROM sqlite_master WHERE type = 'table' AND name = $1";
    let mut columns = Vec::new();
    let described: Vec<(String, String)> = sqlx::query_as(COLUMNS)
        .bind(&name)
        .fetch_all(&mut *newborn)
        .await?;
    for (column, kind) in described {
        let kind = match kind.as_str() {
            "INTEGER" => ColumnKind::Integer,
            "TEXT" => ColumnKind::Text,
            "REAL" => ColumnKind::Real,
            "BLOB" => ColumnKind::Blob,
            other => {
                return Err(BackupError::Table {
                    table: name,
                    why: format!("its column {column} is {other}, which is not known here"),
                });
            }
        };
        columns.push(Column { name: column, kind });
    }
    let remembers_ids = sqlx::query_scalar(REMEMBERS_IDS)
        .bind(&name)
        .fetch_one(&mut *newborn)
        .await?;
    let mut count = String::new();
    let _ = write!(count, "SELECT count(*) FROM {}", quoted(&name));
    let rows_at_birth = sqlx::query_scalar(AssertSqlSafe(count))
        .fetch_one(&mut *newborn)
        .await?;
    Ok(TableSchema {
        name,
        columns,
        remembers_ids,
        rows_at_birth,
    })
}

/// Every table of ours, each after those that it refers to.
async fn in_order(newborn: &mut SqliteConnection) -> Result<Vec<String>, BackupError> {
    const NAMES: &str = "
        SELECT name FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations'
        ORDER BY name";
    const PARENTS: &str = "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list($1)";
    let names: Vec<String> = sqlx::query_scalar(NAMES).fetch_all(&mut *newborn).await?;
    let mut waiting = BTreeMap::new();
    for name in names {
        let mut parents: Vec<String> = sqlx::query_scalar(PARENTS)
            .bind(&name)
            .fetch_all(&mut *newborn)
            .await?;
        parents.retain(|parent| *parent != name);
        waiting.insert(name, parents);
    }
    let mut ordered: Vec<String> = Vec::new();
    while !waiting.is_empty() {
        let ready = |parents: &[String]| parents.iter().all(|parent| ordered.contains(parent));
        let next: Vec<String> = waiting
            .iter()
            .filter(|(_, parents)| ready(parents))
            .map(|(name, _)| name.clone())
            .collect();
        if next.is_empty() {
            let table = waiting.into_keys().next().unwrap_or_default();
            let why = "it and the tables that it refers to refer to each other".into();
            return Err(BackupError::Table { table, why });
        }
        for name in next {
            waiting.remove(&name);
            ordered.push(name);
        }
    }
    Ok(ordered)
}
