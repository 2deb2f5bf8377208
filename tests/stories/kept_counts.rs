//! How many subscribers and comments are in each state is kept, not counted; and what is kept is what a count would find.

use std::collections::BTreeMap;

use gudok::changed;
use gudok::config::CommentModeration;
use gudok::on;
use gudok::store::{Result, Tx};
use sqlx::AssertSqlSafe;

use crate::stories;
use crate::support::{Reader, Remark, Site};

/// Tables with their column of states, their kept counts and the column of the count.
const KEPT: [(&str, &str, &str, &str); 2] = [
    ("subscribers", "state", "subscriber_counts", "subscribers"),
    ("comments", "status", "comment_counts", "comments"),
];

type Counts = BTreeMap<String, i64>;

async fn counts(site: &Site, sql: String) -> Counts {
    let mut tx = site.app.read().await.expect("a connection");
    let rows: Result<Vec<(String, i64)>> =
        on!(tx, conn => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(conn));
    rows.expect("counts").into_iter().collect()
}

async fn assert_kept(site: &Site, when: &str) {
    for (table, state, tallies, count) in KEPT {
        let counted = format!("SELECT {state}, count(*) FROM {table} GROUP BY {state}");
        let kept = format!(
            "SELECT {state}, CAST(sum({count}) AS BIGINT) FROM {tallies} GROUP BY {state} HAVING sum({count}) <> 0"
        );
        assert_eq!(
            counts(site, kept).await,
            counts(site, counted).await,
            "{table} {when}"
        );
    }
}

/// Numbers that look drawn, the same in each run (Knuth's multiplier).
struct Draws(u64);

impl Draws {
    fn below(&mut self, most: u64) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % most).expect("small")
    }
}

async fn execute(tx: &mut Tx, sql: String) {
    let done: Result<u64> = changed!(tx, conn => sqlx::query(AssertSqlSafe(sql)).execute(conn));
    done.expect("a statement");
}

/// One change to some rows of one of the tables.
fn change(draws: &mut Draws) -> String {
    const STATES: [&str; 4] = ["pending", "unsubscribed", "bounced", "suppressed"];
    const STATUSES: [&str; 4] = ["pending", "approved", "spam", "trashed"];
    let (part, of) = (draws.below(7), 2 + draws.below(5));
    let some = format!("id % {of} = {}", part % of);
    match draws.below(6) {
        0 => format!("DELETE FROM subscribers WHERE id > 3 AND {some} AND id % 11 = 0"),
        1 => format!("DELETE FROM comments WHERE id > 3 AND {some} AND id % 11 = 0"),
        2 => format!(
            "INSERT INTO comments (thread_id, replies, name, email, email_key, body, html, text_hash, searchable, status, reasons, notify, locale, created_at)
             SELECT thread_id, 0, name, email, email_key, body, html, text_hash, searchable, '{}', reasons, notify, locale, created_at
             FROM comments WHERE {some} AND id < 40",
            STATUSES[draws.below(4)]
        ),
        3 => format!("UPDATE comments SET status = '{}' WHERE {some}", STATUSES[draws.below(4)]),
        4 => format!("UPDATE subscribers SET digest_window = digest_window + 1 WHERE {some}"),
        _ => format!("UPDATE subscribers SET state = '{}' WHERE {some}", STATES[draws.below(4)]),
    }
}

stories! {
    async fn after_many_changes_what_is_kept_is_what_is_counted(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        for number in 0..30 {
            site.reader(Reader::new(&format!("reader{number}@example.org"), gudok::subscribers::Cadence::Weekly)).await;
        }
        for number in 0..4 {
            site.said(Remark::by("김하나", "kim@example.org", &format!("댓글 {number}"))).await;
        }
        assert_kept(site, "at first").await;
        for seed in 0..6 {
            let mut draws = Draws(seed);
            let mut tx = site.app.write().await.expect("a transaction");
            for _ in 0..12 {
                let sql = change(&mut draws);
                execute(&mut tx, sql).await;
            }
            if seed % 3 == 2 {
                drop(tx);
                // PostgreSQL rolls back a moment later. A write to the same rows waits for it; the upkeep would pass them over.
                site.change("UPDATE subscriber_counts SET subscribers = subscribers").await;
            } else {
                tx.commit().await.expect("committed");
            }
            assert_kept(site, "after changes").await;
            if seed % 2 == 1 {
                site.app.store().maintain().await.expect("kept up");
                assert_kept(site, "after the upkeep").await;
            }
        }
        let shards = site.numbers("SELECT count(*) FROM subscriber_counts WHERE shard <> 0").await;
        assert_eq!(shards, [0], "the upkeep leaves one shard");
    }

    async fn rows_of_another_engines_shards_are_counted_on(site: Site) {
        for number in 0..3 {
            site.reader(Reader::new(&format!("reader{number}@example.org"), gudok::subscribers::Cadence::Weekly)).await;
        }
        site.app.store().maintain().await.expect("one shard");
        site.change("UPDATE subscriber_counts SET shard = 7").await;
        site.change("UPDATE subscribers SET state = 'unsubscribed' WHERE id = (SELECT min(id) FROM subscribers)").await;
        assert_kept(site, "after a reader left").await;
        site.change("DELETE FROM subscribers").await;
        assert_kept(site, "after all were erased").await;
    }

    async fn writers_at_once_do_not_wait_for_each_other_and_lose_nothing(site: Site) {
        for number in 0..40 {
            site.reader(Reader::new(&format!("reader{number}@example.org"), gudok::subscribers::Cadence::Weekly)).await;
        }
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..4 {
            let app = site.app.clone();
            writers.spawn(async move {
                for round in 0..10 {
                    let state = ["pending", "unsubscribed", "bounced"][(writer + round) % 3];
                    let mut tx = app.write().await.expect("a transaction");
                    for id in 0..10 {
                        let id = writer * 10 + id + 1;
                        execute(&mut tx, format!("UPDATE subscribers SET state = '{state}' WHERE id = {id}")).await;
                    }
                    tx.commit().await.expect("committed");
                }
            });
        }
        while let Some(done) = writers.join_next().await {
            done.expect("no writer fails");
        }
        assert_kept(site, "after writers at once").await;
    }
}
