//! A campaign to 1,000,000 readers is brought into the outbox while others sign up beside it.
//! Run with `cargo bench --bench fan_out`; `READERS` sets another number. With `DATABASE_URL` it fills that database, which
//! must be empty; else a SQLite file that goes with the run.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use gudok::app::App;
use gudok::background;
use gudok::campaigns::{CampaignDraft, CampaignId, draft, fan_out, lifecycle};
use gudok::changed;
use gudok::clock::Clock;
use gudok::config::Config;
use gudok::i18n::Locale;
use gudok::message::EmailContent;
use gudok::on;
use gudok::outbox::{MailContent, NewMail};
use gudok::random::Random;
use gudok::store::{self, Store, Tx};
use tempfile::TempDir;

/// People who sign up at the same time, each again and again.
const NEWCOMERS: usize = 4;
/// Between two sign-ups of one of them.
const PAUSE: Duration = Duration::from_millis(5);

fn main() {
    let runtime = background::runtime().expect("threads");
    runtime.block_on(measure());
}

async fn measure() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = TempDir::new().expect("a temporary folder");
    let readers = variable("READERS").map_or(1_000_000, |number| number.parse().expect("a number"));
    let mut config = Config::default();
    config.mail.url = "memory:".parse().expect("memory");
    config.database.url = variable("DATABASE_URL")
        .unwrap_or_else(|| format!("sqlite:{}", folder.path().join("bench.db").display()));
    let app = App::open(config, Clock::system(), Random::system())
        .await
        .expect("the database opens");
    fill(app.store(), readers).await;
    let alone = sign_ups_beside(&app, tokio::time::sleep(Duration::from_secs(2))).await;
    println!("{}, {readers} readers", app.store().engine_name());
    report("sign-ups alone", alone.1);

    let id = campaign(&app).await;
    let ((total, longest), latencies) = Box::pin(sign_ups_beside(&app, bring_in(&app, id))).await;
    println!(
        "fan-out                 {:.2} s, longest slice {:.0} ms",
        total.as_secs_f64(),
        milliseconds(longest)
    );
    report("sign-ups beside it", latencies);
    println!("resident memory         {}", memory());
    let mut tx = app.read().await.expect("a connection");
    let mails: i64 = number(&mut tx, "SELECT count(*) FROM outbox WHERE bulk").await;
    assert_eq!(mails, readers, "everybody once");
}

#[expect(
    clippy::disallowed_methods,
    reason = "a bench is told by its environment, and has no configuration of its own"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

async fn number(tx: &mut Tx, sql: &'static str) -> i64 {
    let found: store::Result<i64> = on!(tx, conn => sqlx::query_scalar(sql).fetch_one(conn));
    found.expect("a number")
}

async fn fill(store: &Store, readers: i64) {
    const READERS: &str = "
        INSERT INTO subscribers (email, email_key, search_text, state, locale, cadence, delivery_hour, time_zone,
                                 created_at, confirmed_at)
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
        SELECT 'reader' || n || '@example.org', 'reader' || n || '@example.org', 'reader' || n || '@example.org',
               'confirmed', 'ko', 'weekly', 7, 'Asia/Seoul', 1, 1 FROM numbers";
    let mut tx = store.write().await.expect("a transaction");
    let present = number(&mut tx, "SELECT count(*) FROM subscribers").await;
    assert_eq!(present, 0, "the database of a bench is empty before it");
    let filled: store::Result<u64> =
        changed!(tx, conn => sqlx::query(READERS).bind(readers).execute(conn));
    filled.expect("readers");
    tx.commit().await.expect("committed");
    // As the engine does by itself in a database that has grown slowly.
    let mut tx = store.write().await.expect("a transaction");
    let analysed: store::Result<u64> = changed!(tx, conn => sqlx::query("ANALYZE").execute(conn));
    analysed.expect("analysed");
    tx.commit().await.expect("committed");
}

async fn campaign(app: &App) -> CampaignId {
    let written = CampaignDraft {
        subject: "가을 소식".into(),
        body: "안녕하세요, 독자 여러분.".into(),
        locale: Locale::Ko,
        topics: Vec::new(),
        segment: None,
        rate: None,
        is_advertising: false,
    };
    let mut tx = app.write().await.expect("a transaction");
    let id = draft::create(&mut tx, &written, app.now())
        .await
        .expect("a draft");
    lifecycle::start(&mut tx, app, id, 1)
        .await
        .expect("started");
    tx.commit().await.expect("committed");
    id
}

/// How long it took, and its longest slice.
async fn bring_in(app: &App, id: CampaignId) -> (Duration, Duration) {
    let begun = Instant::now();
    let mut longest = Duration::ZERO;
    loop {
        let slice = Instant::now();
        let goes_on = fan_out::step(app, id).await.expect("a slice");
        longest = longest.max(slice.elapsed());
        if !goes_on {
            return (begun.elapsed(), longest);
        }
    }
}

/// Does `work` while others sign up; its outcome, and how long each sign-up took.
async fn sign_ups_beside<T>(app: &App, work: impl Future<Output = T>) -> (T, Vec<Duration>) {
    let is_over = Arc::new(AtomicBool::new(false));
    let newcomers: Vec<_> = (0..NEWCOMERS)
        .map(|_| tokio::spawn(keep_signing_up(app.clone(), Arc::clone(&is_over))))
        .collect();
    let outcome = work.await;
    is_over.store(true, Ordering::Relaxed);
    let mut latencies = Vec::new();
    for newcomer in newcomers {
        latencies.extend(newcomer.await.expect("no panic"));
    }
    (outcome, latencies)
}

async fn keep_signing_up(app: App, is_over: Arc<AtomicBool>) -> Vec<Duration> {
    let mut latencies = Vec::new();
    while !is_over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        sign_up(&app).await;
        latencies.push(begun.elapsed());
        tokio::time::sleep(PAUSE).await;
    }
    latencies
}

/// What a sign-up writes: the pending subscriber and their mail.
async fn sign_up(app: &App) {
    const SQL: &str = "
        INSERT INTO subscribers (email, email_key, search_text, state, locale, cadence, delivery_hour, time_zone, created_at)
        VALUES ($1, $1, $1, 'pending', 'ko', 'weekly', 7, 'Asia/Seoul', 1)";
    let email = format!("{}@example.org", app.random().name());
    let letter = EmailContent {
        subject: "구독을 확인해 주세요".into(),
        text: "안녕하세요.".into(),
        html: "<p>안녕하세요.</p>".into(),
        unsubscribe: None,
        reply_to: None,
    };
    let mail = NewMail {
        kind: "confirmation",
        recipient: email.parse().expect("an address"),
        recipient_name: None,
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: None,
        about: None,
    };
    let mut tx = app.write().await.expect("a transaction");
    let written: store::Result<u64> =
        changed!(tx, conn => sqlx::query(SQL).bind(email.to_lowercase() + &email).execute(conn));
    written.expect("a subscriber");
    app.enqueue_mail(&mut tx, mail).await.expect("queued");
    tx.commit().await.expect("committed");
}

fn report(what: &str, mut latencies: Vec<Duration>) {
    latencies.sort_unstable();
    let at = |share: usize| {
        let place = (latencies.len() * share / 1_000).min(latencies.len().saturating_sub(1));
        latencies.get(place).copied().map_or(0.0, milliseconds)
    };
    println!(
        "{what:<22}  {} of them, p50 {:.1} ms, p99 {:.1} ms, slowest {:.1} ms",
        latencies.len(),
        at(500),
        at(990),
        at(1_000)
    );
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

/// What the kernel says of this process, where it says so.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        kilobytes.map_or_else(
            || "unknown".into(),
            |kilobytes| format!("{} MB", kilobytes / 1_024),
        )
    };
    format!("{} now, {} at most", line("VmRSS"), line("VmHWM"))
}
