//! A clock that ran ahead for a while and was set right: nothing that was put off meanwhile waits for the wrong time.

use futures_util::FutureExt as _;
use gudok::app::App;
use gudok::clock::{Clock, DAY, HOUR, MINUTE};
use gudok::doctor::CheckState;
use gudok::jobs::{self, Schedule, runner, scheduler};
use gudok::posts::polling;
use gudok::rate_limits::{Hit, Limit};
use gudok::subscribers::Cadence::{Daily, Monthly, Weekly};
use gudok::{background, changed, store};
use tokio_util::sync::CancellationToken;

use crate::stories;
use crate::support::doctor::{Case, examine, expect};
use crate::support::name_server::NameServer;
use crate::support::waiting::until;
use crate::support::{Reader, Site, outbox};

/// Nine hours: a hardware clock in Korean local time that is taken for UTC.
const AHEAD: i64 = 9 * HOUR;

const TICK: &[Schedule] = &[Schedule {
    name: "tick",
    every: MINUTE,
    run: |_| async { Ok(()) }.boxed(),
}];

const ENDLESS: &[Schedule] = &[Schedule {
    name: "endless",
    every: MINUTE,
    run: |_| std::future::pending().boxed(),
}];

const DAILY: &[Schedule] = &[Schedule {
    name: "daily",
    every: DAY,
    run: |app| async move { Ok(leave_a_mark(&app).await?) }.boxed(),
}];

async fn leave_a_mark(app: &App) -> store::Result<()> {
    let mut tx = app.write().await?;
    changed!(tx, conn => sqlx::query("INSERT INTO settings (name, value) VALUES ('ran', '')").execute(conn))?;
    tx.commit().await
}

/// Runs schedules until the only one of them is set for this many seconds from now.
async fn run_until_next_in(site: &Site, schedules: &'static [Schedule], seconds: i64) {
    let stop = CancellationToken::new();
    let running = tokio::spawn(scheduler::run_schedules(
        site.app.clone(),
        schedules,
        stop.clone(),
    ));
    let next = site.app.now().plus(seconds).unix();
    let is_set = async || site.numbers("SELECT next_run_at FROM schedules").await == [next];
    until(is_set, "the schedule is set").await;
    stop.cancel();
    running.await.expect("it ends when it is told");
}

async fn next_digests(site: &Site) -> Vec<i64> {
    site.numbers("SELECT next_digest_at FROM subscribers ORDER BY id")
        .await
}

stories! {
    async fn a_schedule_runs_at_once_and_then_in_its_time(site: Site) {
        site.wait(AHEAD);
        run_until_next_in(site, TICK, MINUTE).await;
        site.wait(-AHEAD);
        run_until_next_in(site, TICK, MINUTE).await;
    }

    async fn what_forgets_old_rows_waits_a_day_after_a_leap(site: Site) {
        site.wait(3000 * DAY);
        site.change("INSERT INTO schedules (name, next_run_at) VALUES ('daily', 1795478400)").await;
        run_until_next_in(site, DAILY, DAY).await;
        let has_run = async || site.numbers("SELECT count(*) FROM settings WHERE name = 'ran'").await == [1];
        assert!(!has_run().await, "the leap may be the clock's");
        site.wait(DAY);
        let stop = CancellationToken::new();
        let running = tokio::spawn(scheduler::run_schedules(site.app.clone(), DAILY, stop.clone()));
        until(has_run, "the clock was right").await;
        stop.cancel();
        running.await.expect("it ends when it is told");
    }

    async fn a_run_that_is_under_way_ends_when_the_program_does(site: Site) {
        run_until_next_in(site, ENDLESS, MINUTE).await;
    }

    async fn a_feed_is_polled_in_its_time(site: Site) {
        site.publish("글", "요약입니다.", &[]).await;
        site.change("UPDATE feeds SET next_poll_at = next_poll_at + 32400").await;
        polling::enqueue_due(site.app.clone()).await.expect("enqueued");
        assert_eq!(site.texts("SELECT kind FROM jobs").await, ["poll-feed"]);
        polling::enqueue_due(site.app.clone()).await.expect("enqueued");
        let next = site.app.now().plus(15 * MINUTE).unix();
        assert_eq!(site.numbers("SELECT next_poll_at FROM feeds").await, [next]);
        // A server that asked for a day's rest has it.
        site.change("UPDATE feeds SET failures = 1, next_poll_at = next_poll_at + 80000").await;
        let put_off = site.numbers("SELECT next_poll_at FROM feeds").await;
        polling::enqueue_due(site.app.clone()).await.expect("enqueued");
        assert_eq!(site.numbers("SELECT next_poll_at FROM feeds").await, put_off);
    }

    async fn a_window_of_a_limit_is_over(site: Site) {
        const LIMIT: Limit = Limit { bucket: "story", most: 1, window: 15 * MINUTE };
        let hit = async || {
            let mut tx = site.app.write().await.expect("a transaction");
            let hit = LIMIT.hit(&mut tx, "a", site.app.now()).await.expect("counted");
            tx.commit().await.expect("committed");
            hit
        };
        site.wait(3000 * DAY);
        hit().await;
        assert_eq!(hit().await, Hit::Over { retry_after: 15 * MINUTE });
        site.wait(-3000 * DAY);
        assert_eq!(hit().await, Hit::Within);
        assert_eq!(hit().await, Hit::Over { retry_after: 15 * MINUTE });
    }

    async fn a_job_runs_and_a_lost_one_comes_back(site: Site) {
        site.wait(AHEAD);
        let mut tx = site.app.write().await.expect("a transaction");
        for subject in ["1", "2"] {
            jobs::enqueue(&mut tx, "unheard-of", subject, site.app.now()).await.expect("queued");
        }
        tx.commit().await.expect("committed");
        site.change("UPDATE jobs SET state = 'leased', lease_token = 'x', lease_expires_at = due_at + 600 WHERE subject = '2'").await;
        site.wait(-AHEAD);
        runner::drain(&site.app, background::JOBS).await.expect("jobs");
        assert_eq!(site.texts("SELECT state FROM jobs").await, ["failed", "failed"], "both were tried");
    }

    async fn mails_are_sent_and_leases_of_the_dead_end(site: Site) {
        let reader = site.reader(Reader::new("kim@example.org", Weekly)).await;
        site.wait(AHEAD);
        outbox::mail_to(site, &reader).await;
        outbox::mail_to(site, &reader).await;
        site.change("INSERT INTO sending_leases (token, expires_at) SELECT 'x', max(due_at) + 120 FROM outbox").await;
        site.change("UPDATE outbox SET state = 'leased', lease_token = 'x' WHERE id = (SELECT min(id) FROM outbox)").await;
        site.wait(-AHEAD);
        site.run_schedule("recall-mails").await;
        assert_eq!(site.count_mails_to("kim@example.org").await, 1, "one waits, held by nobody any more");
        site.run_schedule("recall-mails").await;
        assert_eq!(site.count_mails_to("kim@example.org").await, 2, "what nobody holds any more is due as well");
    }

    async fn a_mail_that_waits_for_its_next_attempt_goes_on_waiting(site: Site) {
        let reader = site.reader(Reader::new("kim@example.org", Weekly)).await;
        outbox::mail_to(site, &reader).await;
        site.change("UPDATE outbox SET state = 'deferred', attempts = 6, due_at = due_at + 14400").await;
        site.run_schedule("recall-mails").await;
        assert_eq!(site.count_mails_to("kim@example.org").await, 0);
    }

    async fn hours_of_digests_are_computed_anew(site: Site) {
        for (email, cadence) in [("a@example.org", Daily), ("b@example.org", Weekly), ("c@example.org", Monthly)] {
            site.reader(Reader::new(email, cadence)).await;
        }
        site.plan().await;
        let right = next_digests(site).await;
        site.run_schedule("recall-digests").await;
        assert_eq!(next_digests(site).await, right, "nothing is wrong yet");
        site.change("UPDATE subscribers SET next_digest_at = next_digest_at + 259200000").await;
        site.run_schedule("recall-digests").await;
        site.plan().await;
        assert_eq!(next_digests(site).await, right);
    }

    async fn the_doctor_says_so(site: Site) {
        let names = NameServer::start().await;
        let reader = site.reader(Reader::new("kim@example.org", Weekly)).await;
        site.wait(Clock::system().now().since(site.app.now()));
        site.wait(AHEAD);
        outbox::mail_to(site, &reader).await;
        site.wait(-AHEAD);
        expect(&examine(site, &names, Case::default()).await, "clock", CheckState::Warning, "540 min ahead");
    }

    async fn nodes_go_by_one_clock(site: Site) {
        let mut tx = site.app.read().await.expect("a connection");
        let here = Clock::system();
        let shared = store::now(&mut tx, &here).await.expect("the time");
        assert!(shared.since(here.now()).abs() <= 5, "{shared} is not far from {}", here.now());
        assert_eq!(site.app.shared_now(&mut tx).await.expect("the time"), site.app.now(), "a clock that stands does so for all");
    }
}
