//! The consent record of 1,000,000 events is sealed and verified.
//! Run with `cargo bench --bench consents`; `EVENTS` sets another number. With `DATABASE_URL` it fills that database, which must be
//! empty; else a SQLite file that goes with the run.

use std::time::Instant;

use gudok::app::App;
use gudok::background;
use gudok::changed;
use gudok::clock::Clock;
use gudok::config::Config;
use gudok::random::Random;
use gudok::store::{self, Tx};
use gudok::subscribers::consent::chain::{Sealing, seal, verify};
use tempfile::TempDir;

/// Events as the sign-up form makes them: with words, page and browser.
const EVENTS: &str = "
    INSERT INTO consent_events (subscriber_id, address, action, channel, page, wording, wording_version, locale,
                                ip, user_agent, changes, at)
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
    SELECT n, 'reader' || n || '@example.org', 'requested', 'form', 'https://blog.example.org/posts/' || (n % 300),
           'By pressing the button you agree to get mail about new posts. You can leave at any time.', '64fb588b', 'en',
           '192.0.2.' || (n % 250), 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
           '[{\"field\":\"cadence\",\"to\":\"weekly\"},{\"field\":\"locale\",\"to\":\"en\"}]', 1795478400 + n
    FROM numbers";

fn main() {
    let runtime = background::runtime().expect("threads");
    runtime.block_on(measure());
}

async fn measure() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = TempDir::new().expect("a temporary folder");
    let events: i64 =
        variable("EVENTS").map_or(1_000_000, |number| number.parse().expect("a number"));
    let mut config = Config::default();
    config.mail.url = "memory:".parse().expect("memory");
    config.database.url = variable("DATABASE_URL")
        .unwrap_or_else(|| format!("sqlite:{}", folder.path().join("bench.db").display()));
    let app = App::open(config, Clock::system(), Random::system())
        .await
        .expect("the database opens");
    println!("{}, {events} events", app.store().engine_name());
    let mut tx = app.write().await.expect("a transaction");
    fill(&mut tx, events).await.expect("filled");
    tx.commit().await.expect("committed");

    let begin = Instant::now();
    let sealed = seal(&app, &mut Sealing::default()).await.expect("sealed");
    println!(
        "sealing                 {:.2} s",
        begin.elapsed().as_secs_f64()
    );
    let begin = Instant::now();
    let mut tx = app.read().await.expect("a connection");
    let report = verify(&mut tx).await.expect("verified");
    println!(
        "verification            {:.2} s",
        begin.elapsed().as_secs_f64()
    );
    assert_eq!((report.events, report.broken), (events, None));
    assert_eq!(u64::try_from(events), Ok(sealed), "every event has a seal");
}

async fn fill(tx: &mut Tx, events: i64) -> store::Result<u64> {
    changed!(tx, conn => sqlx::query(EVENTS).bind(events).execute(conn))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a bench is told by its environment, and has no configuration of its own"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
