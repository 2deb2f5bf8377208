//! The whole database as a file, taken while others write, and loaded into either engine.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use gudok::app::App;
use gudok::changed;
use gudok::config::CommentModeration;
use gudok::i18n::Locale;
use gudok::store::Store;
use gudok::store::backup::{self, BackupError};
use gudok::subscribers::consent::{Channel, ConsentEvidence};
use gudok::subscribers::{self, Cadence, SubscriberState, links};
use gudok::subscribers::{http::SignUpForm, subscribe};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection};

use crate::stories;
use crate::support::readers::{KIM, offer, sign_up, state, subscribed, subscriber};
use crate::support::{Reader, Remark, Site};

/// A store in a file beside the site's own.
async fn beside(site: &Site, name: &str) -> (String, Store) {
    let url = format!("sqlite:{}", site.folder.path().join(name).display());
    let store = Store::open(&url).await.expect("a new database");
    (url, store)
}

fn file(site: &Site, name: &str) -> PathBuf {
    site.folder.path().join(name)
}

async fn take(site: &Site, name: &str) -> PathBuf {
    let file = file(site, name);
    backup::backup(site.app.store(), &file, false)
        .await
        .expect("a backup");
    file
}

async fn sign_up_in_one_transaction(app: &App, number: usize) {
    let draft = SignUpForm {
        email: format!("reader{number}@example.org"),
        ..SignUpForm::default()
    };
    let wanted = draft.read(&[], &[], Locale::Ko).expect("a sign-up");
    let mut tx = app.write().await.expect("a transaction");
    subscribe(&mut tx, app, &wanted, &ConsentEvidence::of(Channel::Form))
        .await
        .unwrap_or_else(|_| panic!("signed up"));
    tx.commit().await.expect("committed");
}

async fn count(file: &Path, sql: &'static str) -> i64 {
    let url = format!("sqlite:{}", file.display());
    let mut connection = SqliteConnection::connect(&url).await.expect("the file");
    let count = sqlx::query_scalar(sql).fetch_one(&mut connection).await;
    connection.close().await.expect("closed");
    count.expect("a number")
}

/// Something in most tables: a reader with a digest, mails, posts, topics, comments, an account with a session.
async fn furnish(site: &mut Site) {
    site.sign_in(gudok::admin::Role::Owner).await;
    site.publish("글 \\ \t 하나", "요약\r\n둘째 줄 \"따옴표\" \\N", &["연구"])
        .await;
    let reader = Reader::new("han@example.org", Cadence::EachPost);
    site.reader(Reader {
        topics: &["연구"],
        ..reader
    })
    .await;
    site.publish("글 둘", "요약", &[]).await;
    site.plan().await;
    subscribed(site, KIM).await;
    sign_up(site, &[("email", "lee@example.org"), ("name", "이 \\ 름")])
        .await
        .expect(200);
    site.say(Remark::by(
        "이름",
        "yun@example.org",
        "첫 댓글\n\n\t둘째 줄",
    ))
    .await;
}

stories! {
    async fn a_backup_taken_while_readers_sign_up_is_of_one_moment(site: Site) {
        let done = std::sync::Arc::new(AtomicBool::new(false));
        for number in 0..50 {
            sign_up_in_one_transaction(&site.app, number).await;
        }
        let (app, until) = (site.app.clone(), done.clone());
        let writing = tokio::spawn(async move {
            let mut number = 50;
            while !until.load(Ordering::SeqCst) {
                sign_up_in_one_transaction(&app, number).await;
                number += 1;
            }
            number
        });
        let file = take(site, "backup.db").await;
        done.store(true, Ordering::SeqCst);
        let written = writing.await.expect("the writer ends");
        let kept = count(&file, "SELECT count(*) FROM subscribers").await;
        assert!((50..=i64::try_from(written).expect("few")).contains(&kept), "{kept} of {written}");
        for sql in [
            "SELECT count(*) FROM consent_events",
            "SELECT count(*) FROM confirmations",
            "SELECT count(*) FROM outbox WHERE state = 'queued'",
            "SELECT count(*) FROM subscribers JOIN outbox ON outbox.subscriber_id = subscribers.id",
        ] {
            assert_eq!(count(&file, sql).await, kept, "{sql}");
        }
        let (_, restored) = beside(site, "restored.db").await;
        let done = backup::restore(&file, &restored, false).await.expect("restored");
        assert_eq!(done.waiting, u64::try_from(kept).expect("some"));
        assert!(done.rows >= 4 * u64::try_from(kept).expect("some"));
        restored.close().await;
    }

    async fn a_comment_that_was_answered_late_is_no_obstacle(site: Site) {
        // More rows than one INSERT takes into the file, between a comment and the reply to it.
        const OTHERS: &str = "
            INSERT INTO comments (thread_id, replies, name, email, email_key, body, html, text_hash, searchable, status, reasons, notify, locale, created_at)
            SELECT thread_id, 0, name, email, email_key, body, html, text_hash, searchable, status, reasons, notify, locale, created_at
            FROM comments, (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) SELECT i FROM n) AS many
            WHERE comments.parent_id IS NULL";
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let first = site.said(Remark::by("김하나", "kim@example.org", "첫 댓글")).await;
        site.change(OTHERS).await;
        site.said(Remark::by("이두리", "lee@example.org", "늦은 답글").answering(first)).await;
        let taken = take(site, "backup.db").await;
        backup::restore(&taken, site.app.store(), true).await.expect("restored");
        let again = take(site, "again.db").await;
        let [taken, again] = [taken, again].map(|file| format!("sqlite:{}", file.display()));
        for table in tables(&taken).await {
            assert_eq!(rows(&taken, &table).await, rows(&again, &table).await, "{table}");
        }
        assert_eq!(rows(&taken, "comments").await.len(), 602);
    }

    async fn the_file_is_for_its_owner_alone_and_never_written_over_by_accident(site: Site) {
        let file = take(site, "backup.db").await;
        let mode = std::fs::metadata(&file).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let before = std::fs::read(&file).expect("read");
        sign_up_in_one_transaction(&site.app, 1).await;
        let again = backup::backup(site.app.store(), &file, false).await;
        assert!(matches!(again, Err(BackupError::Exists(_))));
        assert_eq!(std::fs::read(&file).expect("read"), before);
        backup::backup(site.app.store(), &file, true).await.expect("replaced");
        assert_eq!(count(&file, "SELECT count(*) FROM subscribers").await, 1);
        let left: Vec<_> = std::fs::read_dir(site.folder.path()).expect("the folder")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.contains("part"))
            .collect();
        assert_eq!(left, Vec::<String>::new(), "nothing half-written is left");
    }

    async fn links_in_old_mails_work_on_the_restored_database(site: Site) {
        let kim = subscribed(site, KIM).await;
        let old_mail = links::unsubscribe_url(&site.app, kim.id);
        sign_up(site, &[("email", "lee@example.org")]).await.expect(200);
        let confirmation = site.newest_mail_to("lee@example.org").await.link("/subscriptions/");
        let file = take(site, "backup.db").await;
        let (url, restored) = beside(site, "restored.db").await;
        backup::restore(&file, &restored, false).await.expect("restored");
        restored.close().await;
        let old_base = site.base.clone();
        site.restart(|config| config.database.url = url).await;
        let here = |link: &str| link.replace(&old_base, "");
        site.post(&here(&old_mail), &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed));
        site.post(&format!("{}/confirmation", here(&confirmation)), &[]).await.expect(200);
        assert_eq!(state(site, "lee@example.org").await, Some(SubscriberState::Confirmed));
    }

    async fn an_id_that_was_given_once_is_given_to_nobody_else(site: Site) {
        subscribed(site, KIM).await;
        let lee = subscribed(site, "lee@example.org").await;
        let mut tx = site.app.write().await.expect("a transaction");
        subscribers::erase(&mut tx, &site.app, lee.id).await.expect("erased");
        tx.commit().await.expect("committed");
        let file = take(site, "backup.db").await;
        let mut targets = vec![beside(site, "restored.db").await.0];
        let on_postgres = Site::on_postgres().await;
        targets.extend(on_postgres.iter().map(|other| other.app.config().database.url.clone()));
        for url in targets {
            let restored = Store::open(&url).await.expect("opened");
            backup::restore(&file, &restored, false).await.expect("restored");
            restored.close().await;
            site.restart(|config| config.database.url = url).await;
            let park = subscribed(site, "park@example.org").await;
            assert!(park.id.0 > lee.id.0, "{:?} after {:?}", park.id, lee.id);
            site.wait(86_400);
            let mails = site.numbers("SELECT count(*) FROM outbox WHERE state = 'sent'").await;
            assert!(mails[0] > 0, "the outbox goes on");
        }
    }

    async fn a_database_with_data_is_not_overwritten_without_force(site: Site) {
        let file = take(site, "empty.db").await;
        subscribed(site, KIM).await;
        let refused = backup::restore(&file, site.app.store(), false).await;
        let refused = refused.expect_err("it has data").to_string();
        assert!(refused.contains("--force") && !refused.contains('\n'), "{refused}");
        assert!(subscriber(site, KIM).await.is_some(), "nothing happened");
        backup::restore(&file, site.app.store(), true).await.expect("replaced");
        assert!(subscriber(site, KIM).await.is_none());
        subscribed(site, KIM).await;
    }

    async fn triggers_count_nothing_twice_and_are_there_afterwards(site: Site) {
        const FOR_POSTGRES: &str = "
            CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN UPDATE settings SET value = value || '+' WHERE name = 'mark'; RETURN NULL; END $$;
            CREATE TRIGGER marked AFTER INSERT ON topics FOR EACH ROW EXECUTE FUNCTION mark();";
        const FOR_SQLITE: &str = "
            CREATE TRIGGER marked AFTER INSERT ON topics
            BEGIN UPDATE settings SET value = value || '+' WHERE name = 'mark'; END;";
        let mut tx = site.app.write().await.expect("a transaction");
        let sql = tx.either(FOR_SQLITE, FOR_POSTGRES);
        changed!(tx, conn => sqlx::raw_sql(sql).execute(conn)).expect("a trigger");
        tx.commit().await.expect("committed");
        site.change("INSERT INTO settings (name, value) VALUES ('mark', '')").await;
        offer(site, "연구").await;
        let file = take(site, "backup.db").await;
        backup::restore(&file, site.app.store(), true).await.expect("restored");
        assert_eq!(site.texts("SELECT value FROM settings WHERE name = 'mark'").await, ["+"]);
        offer(site, "정책").await;
        assert_eq!(site.texts("SELECT value FROM settings WHERE name = 'mark'").await, ["++"]);
    }

    async fn a_file_that_cannot_be_trusted_is_refused_by_name(site: Site) {
        let letter = file(site, "letter.txt");
        std::fs::write(&letter, "Dear reader, ".repeat(500)).expect("written");
        let foreign = file(site, "foreign.db");
        let mut connection = SqliteConnection::connect(&format!("sqlite:{}?mode=rwc", foreign.display())).await.expect("new");
        sqlx::query("CREATE TABLE songs (id INTEGER)").execute(&mut connection).await.expect("made");
        connection.close().await.expect("closed");
        let newer = take(site, "newer.db").await;
        let mut connection = SqliteConnection::connect(&format!("sqlite:{}", newer.display())).await.expect("opened");
        sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', 1, x'00', 0)")
            .execute(&mut connection).await.expect("written");
        connection.close().await.expect("closed");
        let torn = take(site, "torn.db").await;
        let mut bytes = std::fs::read(&torn).expect("read");
        let middle = bytes.len() / 2;
        bytes[middle..middle + 8192].fill(0x5a);
        std::fs::write(&torn, bytes).expect("written");
        let short = take(site, "short.db").await;
        let bytes = std::fs::read(&short).expect("read");
        std::fs::write(&short, &bytes[..bytes.len() / 3]).expect("written");
        let stub = file(site, "stub.db");
        std::fs::write(&stub, &bytes[..300]).expect("written");
        let blot = file(site, "blot.db");
        std::fs::write(&blot, [&bytes[..16], &[0x5a; 4_080], &bytes[4_096..]].concat()).expect("written");
        let absent = file(site, "absent.db");
        for (path, word) in [
            (&letter, "no backup of Gudok"), (&foreign, "no backup of Gudok"), (&newer, "newer Gudok"),
            (&torn, "damaged"), (&short, "damaged"), (&stub, "damaged"), (&blot, "damaged"), (&absent, "cannot be read"),
        ] {
            let refused = backup::restore(path, site.app.store(), false).await.expect_err(word).to_string();
            assert!(refused.contains(word) && refused.contains(&path.display().to_string()) && !refused.contains('\n'), "{refused}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_round_trip_through_postgres_gives_the_same_rows_of_every_table() {
    let Some(postgres) = Site::on_postgres().await else {
        return;
    };
    let mut site = Site::on_sqlite().await;
    furnish(&mut site).await;
    // A mail that a sender holds, as a crash or a backup at work would find it.
    site.change("UPDATE outbox SET state = 'leased', lease_token = 'x' WHERE id = 1")
        .await;
    backup::copy(site.app.store(), postgres.app.store(), false)
        .await
        .expect("copied");
    let back = file(&site, "back.db");
    backup::backup(postgres.app.store(), &back, false)
        .await
        .expect("a backup");
    let there = site.app.config().database.url.clone();
    let back = format!("sqlite:{}", back.display());
    let tables = tables(&there).await;
    assert!(tables.len() > 15, "{tables:?}");
    let mut filled = 0;
    for table in &tables {
        let (original, returned) = (rows(&there, table).await, rows(&back, table).await);
        filled += usize::from(!original.is_empty());
        assert_eq!(original, returned, "{table}");
    }
    assert!(
        filled > 12,
        "the test says something: {filled} of {tables:?}"
    );
    let mut connection = PgConnection::connect(&postgres.app.config().database.url)
        .await
        .expect("PostgreSQL");
    let typed: (bool, String) = sqlx::query_as(
        "SELECT bulk, jsonb_typeof(content) FROM outbox WHERE content IS NOT NULL LIMIT 1",
    )
    .fetch_one(&mut connection)
    .await
    .expect("columns of their own types");
    assert_eq!(typed.1, "object");
}

async fn tables(url: &str) -> Vec<String> {
    const SQL: &str = "
        SELECT name FROM sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations' ORDER BY name";
    let mut connection = SqliteConnection::connect(url).await.expect("SQLite");
    let names = sqlx::query_scalar(SQL).fetch_all(&mut connection).await;
    names.expect("names")
}

/// Every row as a line; JSON is compared by what it says, not by its spaces and the order of its keys.
async fn rows(url: &str, table: &str) -> Vec<String> {
    let mut connection = SqliteConnection::connect(url).await.expect("SQLite");
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1)")
        .bind(table)
        .fetch_all(&mut connection)
        .await
        .expect("columns");
    let list = columns
        .iter()
        .map(|column| format!("quote({column}), CAST({column} AS TEXT)"))
        .collect::<Vec<_>>();
    let sql = format!("SELECT {} FROM {table}", list.join(", "));
    let found = sqlx::query(AssertSqlSafe(sql))
        .fetch_all(&mut connection)
        .await;
    let line = |row: &sqlx::sqlite::SqliteRow| {
        let values = (0..columns.len()).map(|index| {
            let text: Option<String> = row.get(2 * index + 1);
            match text.as_deref().map(serde_json::from_str) {
                Some(Ok(json @ (serde_json::Value::Object(_) | serde_json::Value::Array(_)))) => {
                    serde_json::Value::to_string(&json)
                }
                _ => row.get(2 * index),
            }
        });
        values.collect::<Vec<_>>().join(" | ")
    };
    let mut lines: Vec<String> = found.expect("rows").iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn the_commands_go_the_whole_way_and_name_the_way_out() {
    use crate::support::program::{Printed, gudok};
    let folder = tempfile::TempDir::new().expect("a folder");
    let run = |arguments: &[&str]| Printed::of(gudok(folder.path(), arguments));
    let nothing = run(&["backup", "b.db"]);
    assert!(nothing.failure().contains("there is no database gudok.db"));
    let owner = [
        "admin",
        "add",
        "--email",
        "owner@example.org",
        "--role",
        "owner",
    ];
    assert_eq!(run(&owner).code, Some(0));
    let taken = run(&["backup", "b.db"]);
    assert_eq!(taken.code, Some(0), "{taken:?}");
    assert!(run(&["backup", "b.db"]).failure().contains("--force"));
    let itself = run(&["backup", "./gudok.db", "--force"]);
    assert!(itself.failure().contains("the database itself"));
    for beside in ["-wal", ".lock"] {
        let file = format!("gudok.db{beside}");
        std::fs::write(folder.path().join(&file), "").expect("written");
        let refused = run(&["backup", &file, "--force"]);
        assert!(
            refused.failure().contains("the database itself"),
            "{beside}"
        );
    }
    let mode = std::fs::metadata(folder.path().join("gudok.db"))
        .expect("it is there")
        .permissions();
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&mode) & 0o777,
        0o600
    );
    assert!(run(&["restore", "b.db"]).failure().contains("--force"));
    assert!(
        run(&["copy-to-postgres", "sqlite:x.db"])
            .failure()
            .contains("postgres://")
    );
    std::fs::remove_file(folder.path().join("gudok.db")).expect("lost");
    let restored = run(&["restore", "b.db"]);
    assert!(restored.out.contains("is restored"), "{restored:?}");
    let again = run(&owner);
    assert!(
        again.failure().contains("has an account already"),
        "{again:?}"
    );
}
