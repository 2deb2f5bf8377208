//! What a page or a run costs does not grow with the site: each statement finds its rows by the index that is meant for it.

use std::collections::{BTreeMap, BTreeSet};

use gudok::audience::fan_out;
use gudok::campaigns::{self, CampaignId};
use gudok::clock::{DAY, Timestamp};
use gudok::comments::moderation::{self, QueueFilter, QueueStart};
use gudok::comments::thread::order::Sort;
use gudok::comments::{CommentStatus, ThreadKey, privacy, thread};
use gudok::daily_counts::{self, Day};
use gudok::delivery::recall::{self, MaxDelays};
use gudok::digests::preview;
use gudok::ids::{EditionId, MailId};
use gudok::on;
use gudok::outbox::{self, MailState, counts};
use gudok::store::{Result, Tx};
use gudok::subscribers::consent::Channel;
use gudok::subscribers::list::{self, SubscriberSearch};
use gudok::subscribers::tags::TagId;
use gudok::subscribers::{self, Cadence, SubscriberId, SubscriberState};
use gudok::topics::TopicId;
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};

use crate::support::big_site::{self, COMMENTS, READERS};
use crate::support::{Site, statements};

/// Readers planned at a time, and more than any page shows.
const SOME: i64 = 250;

async fn draft_campaign(site: &Site) {
    const SQL: &str = "
        INSERT INTO campaigns (state, subject, body, locale, version, created_at, changed_at)
        VALUES ('draft', 'news', 'news', 'ko', 1, 1, 1)";
    site.change(SQL).await;
}

/// Does what pages, schedules and planning do, each in a transaction of its own that is not kept, and has each looked at:
/// without a name before, and with its name after.
async fn walk(site: &Site, looked_at: &mut impl AsyncFnMut(&mut Tx, &str)) {
    macro_rules! walk {
        ($($name:literal, $tx:ident => $verb:expr;)+) => {$(
            let mut transaction = site.app.write().await.expect("a transaction");
            looked_at(&mut transaction, "").await;
            {
                let $tx = &mut transaction;
                $verb.await.expect($name);
            }
            looked_at(&mut transaction, $name).await;
            drop(transaction);
        )+};
    }
    let now = site.app.now();
    let later = now.plus(40 * DAY);
    let today = Day(now.unix() / DAY);
    let key: ThreadKey = "https://blog.example/post-1".parse().expect("a key");
    let (mail, reader) = (MailId(30_000), SubscriberId(READERS - 100));
    let by_state = |state| SubscriberSearch {
        state: Some(state),
        ..SubscriberSearch::default()
    };
    let of_thread = QueueFilter {
        status: Some(CommentStatus::Pending),
        thread: Some(key.clone()),
        ..QueueFilter::default()
    };
    let of_author = QueueFilter {
        author: Some("kim@example.org".into()),
        ..QueueFilter::default()
    };
    let author = "kim@example.org".parse().expect("an address");
    let of_days = |status| of_days(status, now);
    let waiting = Some(CommentStatus::Pending);
    walk! {
        "readers who are due", tx => subscribers::due(tx, 400, later, SOME);
        "readers who are due, again and again", tx => due_again(tx, later);
        "nobody is due", tx => subscribers::due(tx, 0, now, SOME);
        "readers who will be due", tx => subscribers::expect_due(tx, 400, later, SOME);
        "how many are due", tx => subscribers::count_due(tx, 400, later, SOME);
        "the page of digests", tx => preview::upcoming(tx, &site.app, later);
        "the next who is due", tx => subscribers::next_due(tx);
        "a pause that ends", tx => subscribers::pause::is_any_over(tx, later);
        "pauses that end", tx => subscribers::pause::end(tx, later, SOME);
        "readers to remind", tx => subscribers::reminder::due(tx, later, SOME);
        "how many a campaign reaches", tx => campaigns::count_readers(tx, CampaignId(1), &site.app.config().site.time_zone, now);
        "hours that are too late", tx => subscribers::due_after(tx, Cadence::Daily, now.plus(30 * DAY), SOME);
        "the list of subscribers", tx => list::page(tx, SubscriberSearch::default(), 50);
        "a later page of it", tx => list::page(tx, SubscriberSearch { before: Some(reader), ..SubscriberSearch::default() }, 50);
        "those who left", tx => list::page(tx, by_state(SubscriberState::Unsubscribed), 50);
        "those who complained", tx => list::page(tx, by_state(SubscriberState::Complained), 50);
        "those of a tag", tx => list::page(tx, of_tag(None), 50);
        "those of a topic", tx => list::page(tx, of_topic(None), 50);
        "those of a tag who came by nothing", tx => list::page(tx, of_tag(NOTHING), 50);
        "those of a topic who came by nothing", tx => list::page(tx, of_topic(NOTHING), 50);
        "those who came by nothing", tx => list::page(tx, by_nothing(None), 50);
        "confirmed ones who came by nothing", tx => list::page(tx, by_nothing(Some(SubscriberState::Confirmed)), 50);
        "how many subscribers", tx => list::count_by_state(tx);
        "a slice of a campaign", tx => fan_out::slice(tx, EditionId(1), "campaign", None, READERS + 2_000, now);
        "the outbox", tx => outbox::list(tx, None, None, 50);
        "a later page of the outbox", tx => outbox::list(tx, None, Some(mail), 50);
        "mails that a sender holds", tx => outbox::list(tx, Some(MailState::Leased), None, 50);
        "mails that failed", tx => outbox::list(tx, Some(MailState::Failed), Some(mail), 50);
        "mails without a result", tx => outbox::list(tx, Some(MailState::Unknown), None, 50);
        "mails that were dropped", tx => outbox::list(tx, Some(MailState::Dropped), None, 50);
        "mails that wait", tx => outbox::list(tx, Some(MailState::Queued), None, 50);
        "how many mails", tx => outbox::count_by_state(tx);
        "how an edition fares", tx => counts::count_edition_by_state(tx, EditionId(3));
        "when an edition's next mail is due", tx => counts::next_due(tx, EditionId(3));
        "mails put off by a clock", tx => recall::is_needed(tx, MaxDelays::of(&site.app.config().mail), now);
        "the mails of a subscriber", tx => outbox::of_subscriber(tx, reader, SOME);
        "mails of somebody who leaves", tx => outbox::drop_for_subscriber(tx, reader, "unsubscribed", now);
        "a thread", tx => a_thread(tx, &key, Sort::Oldest);
        "a thread, newest first", tx => a_thread(tx, &key, Sort::Newest);
        "a thread, best first", tx => a_thread(tx, &key, Sort::Best);
        "a thread as a list", tx => a_list(tx, &key, Sort::Oldest);
        "a thread as a list, best first", tx => a_list(tx, &key, Sort::Best);
        "mails that quote a comment", tx => outbox::forget_about(tx, &["comment:7".to_owned()], now);
        "who got a post before it was let go", tx => outbox::edition::recipients_among(tx, &[EditionId(3)], &[reader]);
        "counts of threads", tx => thread::counts(tx, std::slice::from_ref(&key));
        "the queue", tx => moderation::queue(tx, &by_status(CommentStatus::Pending), QueueStart::Newest);
        "spam", tx => moderation::queue(tx, &by_status(CommentStatus::Spam), QueueStart::Newest);
        "what was taken away", tx => moderation::queue(tx, &by_status(CommentStatus::Trashed), QueueStart::Newest);
        "all comments", tx => moderation::queue(tx, &QueueFilter::default(), QueueStart::Newest);
        "comments of a thread that wait", tx => moderation::queue(tx, &of_thread, QueueStart::Newest);
        "comments of an author", tx => moderation::queue(tx, &of_author, QueueStart::Newest);
        "waiting comments of some days", tx => moderation::queue(tx, &of_days(waiting), QueueStart::Newest);
        "comments of some days", tx => moderation::queue(tx, &of_days(None), QueueStart::Newest);
        "waiting comments with links", tx => moderation::queue(tx, &of_reason(waiting), QueueStart::Newest);
        "comments with links", tx => moderation::queue(tx, &of_reason(None), QueueStart::Newest);
        "what is stored of an author", tx => privacy::collect(tx, &site.app, &author);
        "the newest of it", tx => privacy::newest(tx, &site.app, &author, 101);
        "an author who is erased", tx => privacy::erase_by_author(tx, &site.app, &author);
        "the newest comments of the site", tx => thread::newest(tx, 50, |_| true);
        "how many comments", tx => moderation::count_by_status(tx);
        "a year of days", tx => daily_counts::since(tx, today.plus(-364));
        "the year before", tx => daily_counts::total(tx, today.plus(-729), today.plus(-364));
        "the next run", tx => preview::next_run(tx, later);
    };
}

/// A channel by which nobody of the big site came.
const NOTHING: Option<Channel> = Some(Channel::Token);

fn of_tag(source: Option<Channel>) -> SubscriberSearch<'static> {
    SubscriberSearch {
        tag: Some(TagId(1)),
        source,
        ..SubscriberSearch::default()
    }
}

fn of_topic(source: Option<Channel>) -> SubscriberSearch<'static> {
    SubscriberSearch {
        topic: Some(TopicId(1)),
        source,
        ..SubscriberSearch::default()
    }
}

fn by_nothing(state: Option<SubscriberState>) -> SubscriberSearch<'static> {
    SubscriberSearch {
        source: NOTHING,
        cadence: Some(Cadence::Weekly),
        state,
        ..SubscriberSearch::default()
    }
}

fn by_status(status: CommentStatus) -> QueueFilter {
    QueueFilter {
        status: Some(status),
        ..QueueFilter::default()
    }
}

fn of_days(status: Option<CommentStatus>, now: Timestamp) -> QueueFilter {
    QueueFilter {
        status,
        since: Some(now.plus(-20 * DAY)),
        until: Some(now.plus(-19 * DAY)),
        ..QueueFilter::default()
    }
}

fn of_reason(status: Option<CommentStatus>) -> QueueFilter {
    QueueFilter {
        status,
        reason: Some("links"),
        ..QueueFilter::default()
    }
}

async fn a_thread(tx: &mut Tx, key: &ThreadKey, sort: Sort) -> Result<thread::ThreadView> {
    let state = thread::state(tx, key.clone()).await?;
    thread::view(tx, &state, sort, thread::ThreadPart::First).await
}

async fn a_list(tx: &mut Tx, key: &ThreadKey, sort: Sort) -> Result<thread::CommentListing> {
    let state = thread::state(tx, key.clone()).await?;
    thread::list(tx, &state, sort, None, 50).await
}

/// PostgreSQL plans a statement that is used often without its values.
async fn due_again(tx: &mut Tx, later: Timestamp) -> Result<()> {
    for _ in 0..8 {
        subscribers::due(tx, 400, later, 50).await?;
    }
    Ok(())
}

/// Lines of a plan that walk a big table, or everything that is in a common state.
fn is_wrong(line: &str) -> bool {
    // What is held at a moment is little.
    let is_little = line.contains("outbox_leased");
    let big = [
        "subscribers",
        "outbox",
        "comments",
        "comment_flags",
        "comment_votes",
        "consent_events",
        "consent_seals",
        "daily_counts",
        "c",
        "f",
        "o",
        "v",
    ];
    let is_scan = big.iter().any(|table| {
        let rest = line
            .strip_prefix("SCAN ")
            .and_then(|rest| rest.strip_prefix(table));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    let walks = [
        "subscribers_by_state (state=?)",
        "comments_by_status (status=?)",
    ];
    !is_little && (is_scan || walks.iter().any(|walk| line.ends_with(walk)))
}

/// The plans that are wrong, each under its statement.
async fn wrong_plans(site: &Site, statements: &BTreeSet<String>) -> Vec<String> {
    let mut connection = SqliteConnection::connect(&site.app.config().database.url)
        .await
        .expect("SQLite");
    let mut wrong = Vec::new();
    for statement in statements {
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}")))
            .fetch_all(&mut connection)
            .await
            .expect("a plan");
        let lines = plan.iter().map(|row| row.get::<String, _>("detail"));
        // The time of a whole state is no index of one thread.
        let is_foreign =
            |line: &str| statement.contains("thread_id = $1") && line.contains("comments_by_date");
        let lines: Vec<String> = lines
            .filter(|line| is_wrong(line) || is_foreign(line))
            .collect();
        if !lines.is_empty() {
            wrong.push(format!("{lines:?}: {statement}"));
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_no_statement_walks_a_big_table() {
    let site = Site::on_sqlite().await;
    big_site::fill(&site);
    draft_campaign(&site).await;
    let (heard, ()) = Box::pin(statements::of(walk(&site, &mut async |_, _| {}))).await;
    let is_plannable = |statement: &String| !statement.starts_with("PRAGMA");
    let heard: BTreeSet<String> = heard.into_iter().filter(is_plannable).collect();
    assert!(heard.len() > 25, "statements were heard: {heard:#?}");
    // Without statistics, as on the day when the site is set up, and with them.
    let before = site
        .numbers("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        .await;
    assert_eq!(
        wrong_plans(&site, &heard).await,
        Vec::<String>::new(),
        "{before:?}"
    );
    site.app.store().maintain().await.expect("kept up");
    let analysed = site
        .numbers(
            "SELECT count(*) FROM sqlite_stat1 WHERE tbl IN ('subscribers', 'outbox', 'comments')",
        )
        .await;
    assert!(
        analysed[0] >= 6,
        "the upkeep has the tables analysed: {analysed:?}"
    );
    assert_eq!(
        wrong_plans(&site, &heard).await,
        Vec::<String>::new(),
        "with statistics"
    );
}

#[test]
fn a_wrong_plan_is_told_from_a_right_one() {
    for wrong in [
        "SCAN outbox",
        "SCAN subscribers USING COVERING INDEX subscribers_by_state",
        "SEARCH subscribers USING INDEX subscribers_by_state (state=?)",
    ] {
        assert!(is_wrong(wrong), "{wrong}");
    }
    for right in [
        "SCAN outbox_counts",
        "SEARCH subscribers USING INDEX subscribers_by_state (state=? AND id<?)",
        "SCAN comment_counts",
    ] {
        assert!(!is_wrong(right), "{right}");
    }
}

/// PostgreSQL counts for each transaction how many rows it read. A page shows fifty, a batch has 250 readers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_no_verb_reads_more_than_it_needs() {
    const MOST: i64 = 6_000;
    const { assert!(MOST < COMMENTS && MOST < READERS, "a walk shows") };
    let Some(site) = Site::on_postgres().await else {
        return;
    };
    big_site::fill(&site);
    let mut wrong = Vec::new();
    // The server's counters go on from what this connection did before.
    let mut before = BTreeMap::new();
    draft_campaign(&site).await;
    Box::pin(walk(&site, &mut async |tx: &mut Tx, name: &str| {
        let read = rows_read(tx).await;
        if name.is_empty() {
            before = read;
            return;
        }
        for (table, read) in read {
            let read = read - before.get(&table).unwrap_or(&0);
            if read > MOST {
                wrong.push(format!("{name}: {read} rows of {table}"));
            }
        }
    }))
    .await;
    assert_eq!(wrong, Vec::<String>::new());
}

async fn rows_read(tx: &mut Tx) -> BTreeMap<String, i64> {
    const SQL: &str = "
        SELECT relname::text, seq_tup_read + COALESCE(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables
        WHERE relname IN ('subscribers', 'outbox', 'comments', 'consent_events', 'consent_seals')";
    let rows: Result<Vec<(String, i64)>> = on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn));
    rows.expect("rows read").into_iter().collect()
}
