//! Both engines have the same schema: the same tables with the same columns, and the same indexes.

use std::collections::BTreeSet;

use sqlx::{Connection, PgConnection, Row, SqliteConnection};

use crate::support::Site;

/// `table.column kind nullable` and `index table` lines.
pub type Schema = BTreeSet<String>;

/// The schema of a site's database.
pub async fn of(site: &Site) -> Schema {
    if site.app.store().engine_name() == "SQLite" {
        of_sqlite(site).await
    } else {
        of_postgres(site).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_have_the_same_tables_columns_and_indexes() {
    let Some(postgres) = Site::on_postgres().await else {
        return;
    };
    let sqlite = Site::on_sqlite().await;
    let (ours, theirs) = (of_sqlite(&sqlite).await, of_postgres(&postgres).await);
    assert!(ours.len() > 20, "the schema was read: {ours:?}");
    let only_sqlite: Vec<_> = ours.difference(&theirs).collect();
    let only_postgres: Vec<_> = theirs.difference(&ours).collect();
    assert!(
        only_sqlite.is_empty() && only_postgres.is_empty(),
        "{only_sqlite:#?} against {only_postgres:#?}"
    );
}

/// What `.cargo/config.toml` asks for has reached the library that compiles SQLite.
#[tokio::test]
async fn sqlite_keeps_its_plans_when_values_are_bound() {
    let site = Site::on_sqlite().await;
    let sql = "SELECT count(*) FROM pragma_compile_options WHERE compile_options IN ('ENABLE_QPSG', 'DEFAULT_MEMSTATUS=0')";
    assert_eq!(site.numbers(sql).await, [2]);
}

async fn of_sqlite(site: &Site) -> Schema {
    const COLUMNS: &str = "
        SELECT tables.name, columns.name, columns.type, columns.\"notnull\" OR columns.pk > 0
        FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
        WHERE tables.type = 'table' AND tables.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND tables.name NOT LIKE 'sqlite%'";
    const INDEXES: &str = "
        SELECT name, tbl_name FROM sqlite_master
        WHERE type = 'index' AND sql IS NOT NULL";
    let mut connection = SqliteConnection::connect(&site.app.config().database.url)
        .await
        .expect("SQLite");
    let mut schema = Schema::new();
    for row in sqlx::query(COLUMNS)
        .fetch_all(&mut connection)
        .await
        .expect("columns")
    {
        let (table, column, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        let required: bool = row.get(3);
        let kind = if kind == "INTEGER" { "number" } else { "text" };
        schema.insert(format!("{table}.{column} {kind} {required}"));
    }
    for row in sqlx::query(INDEXES)
        .fetch_all(&mut connection)
        .await
        .expect("indexes")
    {
        schema.insert(format!(
            "{} on {}",
            row.get::<String, _>(0),
            row.get::<String, _>(1)
        ));
    }
    schema
}

async fn of_postgres(site: &Site) -> Schema {
    const COLUMNS: &str = "
        SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'NO'
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'
          AND table_name NOT IN (SELECT viewname FROM pg_views WHERE schemaname = 'public')";
    const INDEXES: &str = "
        SELECT indexname::text, tablename::text FROM pg_indexes
        WHERE schemaname = 'public' AND tablename NOT LIKE '\\_sqlx%'
          AND indexname NOT LIKE '%\\_pkey' AND indexname NOT LIKE '%\\_key'";
    let mut connection = PgConnection::connect(&site.app.config().database.url)
        .await
        .expect("PostgreSQL");
    let mut schema = Schema::new();
    for row in sqlx::query(COLUMNS)
        .fetch_all(&mut connection)
        .await
        .expect("columns")
    {
        let (table, column, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        let required: bool = row.get(3);
        let kind = if matches!(kind.as_str(), "bigint" | "boolean") {
            "number"
        } else {
            "text"
        };
        schema.insert(format!("{table}.{column} {kind} {required}"));
    }
    for row in sqlx::query(INDEXES)
        .fetch_all(&mut connection)
        .await
        .expect("indexes")
    {
        schema.insert(format!(
            "{} on {}",
            row.get::<String, _>(0),
            row.get::<String, _>(1)
        ));
    }
    schema
}
