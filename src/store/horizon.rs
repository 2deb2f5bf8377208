//! Up to which row a table is settled. PostgreSQL gives an id before its row is committed, so an earlier id can appear after a
//! later one.

use sqlx::AssertSqlSafe;

use super::error::Result;
use super::tx::Tx;
use crate::on;

/// A row of a table, and the transactions that may still add rows before it.
#[derive(Debug)]
pub struct Horizon {
    table: &'static str,
    last: i64,
    writers: Vec<String>,
}

impl Horizon {
    /// The newest row that this table was asked for. On SQLite one transaction writes at a time, so nobody adds rows before it.
    pub async fn of(tx: &mut Tx, table: &'static str) -> Result<Self> {
        let sql = if tx.is_on_sqlite() {
            format!("SELECT COALESCE(max(id), 0) FROM {table}")
        } else {
            format!("SELECT last_value FROM {table}_id_seq")
        };
        // The id first: whoever took one before holds the table's lock at the second look.
        let last: i64 = on!(tx, conn => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn))?;
        let writers = writers(tx, table).await?;
        Ok(Self {
            table,
            last,
            writers,
        })
    }

    /// The id of the row.
    pub fn last(&self) -> i64 {
        self.last
    }

    /// True once every transaction that may add an earlier row has ended.
    pub async fn is_settled(&mut self, tx: &mut Tx) -> Result<bool> {
        if !self.writers.is_empty() {
            let open = writers(tx, self.table).await?;
            self.writers.retain(|writer| open.contains(writer));
        }
        Ok(self.writers.is_empty())
    }
}

/// The open transactions that write this table.
async fn writers(tx: &mut Tx, table: &str) -> Result<Vec<String>> {
    const SQL: &str = "
        SELECT virtualtransaction FROM pg_locks
        WHERE relation = to_regclass($1) AND mode = 'RowExclusiveLock' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    if tx.is_on_sqlite() {
        return Ok(Vec::new());
    }
    on!(tx, conn => sqlx::query_scalar(SQL).bind(table).fetch_all(conn))
}
