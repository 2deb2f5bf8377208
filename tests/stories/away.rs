//! A database that is away, busy or full: readers are told to come back soon, and whoever watches sees it.

use gudok::changed;
use gudok::store::Result;

use crate::support::readers::{sign_up, subscriber};
use crate::support::{Reply, Site};

fn assert_busy(reply: &Reply) {
    reply.expect(503);
    assert_eq!(reply.header("retry-after"), "2");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_every_connection_in_use_a_request_is_told_to_come_back() {
    let Some(mut site) = Site::on_postgres().await else {
        return;
    };
    site.restart(|config| config.database.connections = 4).await;
    let mut held = Vec::new();
    for _ in 0..4 {
        held.push(site.app.read().await.expect("a connection"));
    }
    assert_busy(&site.get("/archive").await);
    assert_busy(
        &site
            .post_json(
                "/api/v1/subscriptions",
                &serde_json::json!({"email": "kim@example.org"}),
            )
            .await,
    );
    let ready = site.get("/readyz").await;
    assert_eq!(ready.expect(503), "the database does not answer\n");
    site.get("/healthz").await.expect(200);
    held.clear();
    site.get("/archive").await.expect(200);
    site.get("/readyz").await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_restarted_is_found_again() {
    let Some(site) = Site::on_postgres().await else {
        return;
    };
    site.get("/archive").await.expect(200);
    // The administrator ends every connection but this one, as a restart does.
    let ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()";
    site.numbers(ended).await;
    let mut refused = 0;
    loop {
        let reply = site.get("/archive").await;
        if reply.status == 200 {
            break;
        }
        assert_busy(&reply);
        refused += 1;
        assert!(refused < 25, "each connection is lost once");
    }
}

async fn let_the_file_grow(site: &Site, sql: &'static str) {
    let mut tx = site.app.write().await.expect("a transaction");
    let done: Result<u64> = changed!(tx, conn => sqlx::query(sql).execute(conn));
    done.expect("a pragma");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_writes_for_now_and_loses_nothing() {
    let site = Site::on_sqlite().await;
    // SQLite's own word for it: the file may not grow any more.
    let_the_file_grow(&site, "PRAGMA max_page_count = 1").await;
    let sign_ups = async || {
        for number in 0..200 {
            let email = format!("reader{number}@example.org");
            let reply = sign_up(&site, &[("email", email.as_str())]).await;
            if reply.status == 503 {
                return Some((email, reply));
            }
            site.wait(3600);
        }
        None
    };
    let (email, refused) = sign_ups().await.expect("the file is full at last");
    assert_busy(&refused);
    assert!(
        subscriber(&site, &email).await.is_none(),
        "all of it or nothing"
    );
    site.get("/archive").await.expect(200);
    let_the_file_grow(&site, "PRAGMA max_page_count = 1000000").await;
    sign_up(&site, &[("email", email.as_str())])
        .await
        .expect(200);
    assert!(subscriber(&site, &email).await.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_was_taken_away_is_noticed() {
    let site = Site::on_sqlite().await;
    let path = site.folder.path().join("gudok.db");
    let elsewhere = site.folder.path().join("elsewhere.db");
    std::fs::rename(&path, &elsewhere).expect("moved");
    assert!(site.get("/readyz").await.expect(503).contains("taken away"));
    let body = serde_json::json!({"email": "kim@example.org"});
    assert_busy(&site.post_json("/api/v1/subscriptions", &body).await);
    assert_busy(&site.get("/archive").await);
    assert!(!path.exists(), "no reader makes a file in its place");
    std::fs::write(&path, "").expect("another file");
    assert!(site.get("/readyz").await.expect(503).contains("replaced"));
    std::fs::rename(&elsewhere, &path).expect("moved back");
    site.get("/readyz").await.expect(200);
    sign_up(&site, &[("email", "kim@example.org")])
        .await
        .expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_is_not_committed_into_a_file_that_was_taken_away() {
    let site = Site::on_sqlite().await;
    let mut tx = site.app.write().await.expect("a transaction");
    let sql = "UPDATE schedules SET next_run_at = 0";
    let done: Result<u64> = changed!(tx, conn => sqlx::query(sql).execute(conn));
    done.expect("written");
    std::fs::remove_file(site.folder.path().join("gudok.db")).expect("removed");
    let refused = tx.commit().await.expect_err("nobody would find it");
    assert!(refused.to_string().contains("taken away"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_table_stops_only_those_who_need_it() {
    let Some(mut site) = Site::on_postgres().await else {
        return;
    };
    site.restart(|config| config.database.connections = 6).await;
    site.get("/comments?thread=a").await.expect(200);
    let mut lock = site.app.store().write().await.expect("a transaction");
    let sql = "LOCK TABLE subscribers IN ACCESS EXCLUSIVE MODE";
    let done: Result<u64> = changed!(lock, conn => sqlx::query(sql).execute(conn));
    done.expect("locked");
    let waiting = async {
        let asked = |email: &'static str| {
            let site = &site;
            async move { sign_up(site, &[("email", email)]).await }
        };
        tokio::join!(
            asked("one@example.org"),
            asked("two@example.org"),
            asked("three@example.org"),
            asked("four@example.org"),
        )
    };
    let reading = async {
        let started = std::time::Instant::now();
        for _ in 0..20 {
            site.get("/comments?thread=a").await.expect(200);
            site.get("/readyz").await.expect(200);
        }
        started.elapsed()
    };
    let ((one, two, three, four), took) = tokio::join!(waiting, reading);
    for reply in [one, two, three, four] {
        assert_busy(&reply);
    }
    assert!(took < std::time::Duration::from_secs(5), "{took:?}");
    drop(lock);
    sign_up(&site, &[("email", "kim@example.org")])
        .await
        .expect(200);
}

#[test]
fn a_process_has_connections_enough() {
    let read = |count: &str| {
        let variable = ("GUDOK__DATABASE__CONNECTIONS".to_owned(), count.to_owned());
        gudok::config::Config::read(None, [variable])
    };
    assert!(read("4").is_ok());
    let refused = read("1").expect_err("too few").to_string();
    assert!(refused.contains("database.connections is 1"), "{refused}");
}
