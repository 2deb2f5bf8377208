//! A caller may go away at any moment, as a browser does that closes its connection: what it wrote without a commit is not
//! there, what others wrote is, and the store goes on working.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use futures_util::poll;
use gudok::app::App;
use gudok::store::{Result, Tx};
use gudok::{changed, on};
use sqlx::{Connection, SqliteConnection};

use crate::stories;
use crate::support::Site;

/// A caller goes away after so many steps at most; a step ends where it waits for the engine or for others.
const STEPS: usize = 40;

/// Goes so many steps, and away; what came of it, if it had ended before.
async fn for_steps<T>(steps: usize, caller: impl Future<Output = T>) -> Option<T> {
    let mut caller = pin!(caller);
    let mut left = steps;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match caller.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

async fn prepare(site: &Site) {
    let mut tx = site.app.write().await.expect("a transaction");
    let sql = "CREATE TABLE marks (name TEXT NOT NULL)";
    let done: Result<u64> = changed!(tx, conn => sqlx::query(sql).execute(conn));
    done.expect("a table");
    tx.commit().await.expect("committed");
}

async fn mark(tx: &mut Tx, name: &str) -> Result<()> {
    let sql = "INSERT INTO marks (name) VALUES ($1)";
    changed!(tx, conn => sqlx::query(sql).bind(name).execute(conn))?;
    Ok(())
}

async fn marks(site: &Site, name: &str) -> i64 {
    let mut tx = site.app.read().await.expect("a connection");
    let sql = "SELECT count(*) FROM marks WHERE name = $1";
    let count: Result<i64> = on!(tx, conn => sqlx::query_scalar(sql).bind(name).fetch_one(conn));
    count.expect("a count")
}

/// A transaction of two marks that is not committed yet.
async fn two_marks(app: &App, name: &str) -> Result<Tx> {
    let mut tx = app.write().await?;
    mark(&mut tx, name).await?;
    mark(&mut tx, name).await?;
    Ok(tx)
}

/// Makes two marks in one transaction, or none; `commits` says when it has begun with the commit.
async fn mark_twice(app: &App, name: &str, commits: &AtomicBool) -> Result<()> {
    let tx = two_marks(app, name).await?;
    commits.store(true, Ordering::Release);
    tx.commit().await
}

async fn mark_once(app: &App, name: &str) -> Result<()> {
    let mut tx = app.store().write_once().await?;
    mark(&mut tx, name).await?;
    tx.commit().await
}

/// Whoever comes after all this finds a store that works.
async fn assert_it_works(site: &Site, steps: usize) {
    let name = format!("after {steps}");
    mark_once(&site.app, &name).await.expect("a mark");
    let commits = AtomicBool::new(false);
    mark_twice(&site.app, &name, &commits).await.expect("two");
    assert_eq!(marks(site, &name).await, 3, "{steps} steps");
}

stories! {
    async fn who_goes_away_in_the_midst_of_a_write_leaves_nothing_and_takes_nothing_of_others_along(site: Site) {
        prepare(site).await;
        let mut ended = 0;
        for steps in 0..STEPS {
            let [other, gone] = ["other", "gone"].map(|name| format!("{name} {steps}"));
            let before = two_marks(&site.app, &other).await.expect("two marks");
            let commits = AtomicBool::new(false);
            // On SQLite it stands in line first, and shares the commit of the one before it.
            let caller = for_steps(steps, mark_twice(&site.app, &gone, &commits));
            let (done, committed) = tokio::join!(biased; caller, before.commit());
            committed.expect("the other's commit");
            assert_eq!(marks(site, &other).await, 2, "{steps} steps");
            assert_it_works(site, steps).await;
            let left = marks(site, &gone).await;
            match done {
                Some(done) => {
                    done.expect("a commit");
                    assert_eq!(left, 2, "{steps} steps");
                    ended += 1;
                }
                // A commit that had begun may be there as a whole.
                None if commits.load(Ordering::Acquire) => assert!(left == 0 || left == 2, "{left} after {steps} steps"),
                None => assert_eq!(left, 0, "{steps} steps"),
            }
        }
        assert!((1..STEPS).contains(&ended), "{ended} of {STEPS} came to their end");
    }

    async fn who_goes_away_in_the_midst_of_a_commit_takes_nothing_of_those_along_who_share_it(site: Site) {
        prepare(site).await;
        let mut ended = 0;
        for steps in 0..STEPS {
            let [other, gone] = ["other", "gone"].map(|name| format!("{name} {steps}"));
            let going = two_marks(&site.app, &gone).await.expect("two marks");
            let commits = AtomicBool::new(false);
            let beside = mark_twice(&site.app, &other, &commits);
            let (committed, done) = tokio::join!(biased; beside, for_steps(steps, going.commit()));
            committed.expect("the other's commit");
            assert_eq!(marks(site, &other).await, 2, "{steps} steps");
            assert_it_works(site, steps).await;
            let left = marks(site, &gone).await;
            if let Some(done) = done {
                done.expect("a commit");
                assert_eq!(left, 2, "{steps} steps");
                ended += 1;
            } else {
                assert!(left == 0 || left == 2, "{left} after {steps} steps");
            }
        }
        assert!(ended > 0, "some came to their end");
    }

    async fn who_goes_away_in_the_midst_of_a_single_statement_takes_nothing_of_others_along(site: Site) {
        prepare(site).await;
        let mut ended = 0;
        for steps in 0..STEPS {
            let [other, gone] = ["other", "gone"].map(|name| format!("{name} {steps}"));
            let before = two_marks(&site.app, &other).await.expect("two marks");
            // On SQLite it stands in line first, and has to end what the one before it began.
            let caller = for_steps(steps, mark_once(&site.app, &gone));
            let (done, committed) = tokio::join!(biased; caller, before.commit());
            committed.expect("the other's commit");
            assert_eq!(marks(site, &other).await, 2, "{steps} steps");
            assert_it_works(site, steps).await;
            let left = marks(site, &gone).await;
            if let Some(done) = done {
                done.expect("a mark");
                assert_eq!(left, 1, "{steps} steps");
                ended += 1;
            } else {
                assert!(left <= 1, "{left} after {steps} steps");
            }
        }
        assert!(ended > 0, "some came to their end");
    }
}

/// Commands write to the file beside the server.
#[tokio::test]
async fn who_goes_away_before_a_commit_leaves_the_file_to_other_programs() {
    let site = Site::on_sqlite().await;
    prepare(&site).await;
    let mut other = SqliteConnection::connect(&site.app.config().database.url)
        .await
        .expect("the file");
    sqlx::query("PRAGMA busy_timeout = 1000")
        .execute(&mut other)
        .await
        .expect("set");
    let mut gone = 0;
    for steps in 0..STEPS {
        let tx = Box::pin(for_steps(steps, two_marks(&site.app, "gone"))).await;
        gone += usize::from(tx.is_none());
        drop(tx);
        // More than one: the first may come before the engine's thread has begun what nobody waits for any more.
        for _ in 0..3 {
            sqlx::query("INSERT INTO marks (name) VALUES ('other')")
                .execute(&mut other)
                .await
                .unwrap_or_else(|error| panic!("after {steps} steps: {error}"));
        }
    }
    assert!((1..STEPS).contains(&gone), "{gone} went away");
    assert_eq!(marks(&site, "gone").await, 0);
}

/// A transaction that is dropped where no task can roll it back: its writer finds it so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_dropped_outside_the_runtime_is_not_committed_with_the_others_writes() {
    let site = Site::on_sqlite().await;
    prepare(&site).await;
    let before = two_marks(&site.app, "kept").await.expect("two marks");
    let mut dropped = Box::pin(two_marks(&site.app, "dropped"));
    assert!(poll!(&mut dropped).is_pending(), "it stands in line");
    let mut commit = Box::pin(before.commit());
    let dropped = tokio::select! {
        tx = dropped => tx.expect("two marks"),
        _ = &mut commit => panic!("nobody committed yet"),
    };
    std::thread::spawn(move || drop(dropped))
        .join()
        .expect("dropped");
    commit.await.expect("committed");
    assert_eq!(marks(&site, "dropped").await, 0);
    assert_eq!(marks(&site, "kept").await, 2);
    // Nor with those of whoever comes next, in one statement or in several.
    for name in ["alone", "single"] {
        let dropped = two_marks(&site.app, "dropped").await.expect("two marks");
        std::thread::spawn(move || drop(dropped))
            .join()
            .expect("dropped");
        if name == "single" {
            mark_once(&site.app, name).await.expect("a mark");
        } else {
            let commits = AtomicBool::new(false);
            mark_twice(&site.app, name, &commits).await.expect("two");
        }
        assert!(marks(&site, name).await > 0, "{name}");
        assert_eq!(marks(&site, "dropped").await, 0, "{name}");
    }
    assert_it_works(&site, 0).await;
}
