//! Editions that have a rate: they take turns, and several nodes keep to it together without waiting for each other in a circle.

use std::collections::BTreeMap;
use std::time::Duration;

use gudok::ids::EditionId;
use gudok::outbox::bulk_control;
use gudok::{changed, store};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::stories;
use crate::support::Site;
use crate::support::outbox::{new_edition, post, send, states};
use crate::support::relay::{Behaviour, Relay};
use crate::support::scripted_relay::ScriptedRelay;
use crate::support::waiting::{until, until_held_up, until_within};

async fn use_relay(site: &mut Site, url: &str) {
    site.restart(|config| {
        config.mail.url = url.parse().expect("an address");
        config.mail.connections = 1;
    })
    .await;
}

/// An edition of so many mails a minute, for so many readers of this domain.
async fn edition_of(site: &Site, rate: i64, readers: usize, domain: &str) -> EditionId {
    let edition = new_edition(site).await;
    let mut tx = site.app.write().await.expect("a transaction");
    bulk_control::set_rate(&mut tx, edition, Some(rate))
        .await
        .expect("set");
    tx.commit().await.expect("committed");
    post(site, edition, readers, domain).await;
    edition
}

/// Sends like a node of its own, until it is told to stop.
fn node(site: &Site, stop: &CancellationToken) -> JoinHandle<()> {
    let (app, stop) = (site.app.clone(), stop.clone());
    tokio::spawn(async move { app.sender().run(&stop).await })
}

/// Counts the leases that are begun, kept or not, and lets the second and the third limit that is taken wait at a gate with
/// what their transactions hold.
const GATE: [&str; 6] = [
    "CREATE SEQUENCE begun",
    "CREATE SEQUENCE turns",
    "CREATE FUNCTION count_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM nextval('begun'); RETURN NEW; END $$",
    "CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
         IF nextval('turns') IN (2, 3) THEN PERFORM pg_advisory_xact_lock_shared(1); END IF;
         RETURN NEW;
     END $$",
    "CREATE TRIGGER counted AFTER INSERT ON sending_leases FOR EACH ROW EXECUTE FUNCTION count_it()",
    "CREATE TRIGGER gate AFTER INSERT OR UPDATE ON rate_limits FOR EACH ROW WHEN (NEW.bucket = 'edition')
     EXECUTE FUNCTION wait_at_gate()",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_take_the_rates_of_two_editions_without_waiting_in_a_circle() {
    let Some(mut site) = Site::on_postgres().await else {
        return;
    };
    let relay = Relay::start(Behaviour::Accept).await;
    use_relay(&mut site, &relay.url()).await;
    edition_of(&site, 2, 5, "first.example").await;
    edition_of(&site, 1, 5, "second.example").await;
    let mut tx = site.app.write().await.expect("a transaction");
    for sql in GATE {
        let done: store::Result<u64> = changed!(tx, conn => sqlx::query(sql).execute(conn));
        done.expect(sql);
    }
    tx.commit().await.expect("committed");

    let mut gate = site.app.write().await.expect("a transaction");
    let close = "SELECT pg_advisory_xact_lock(1)";
    let closed: store::Result<u64> = changed!(gate, conn => sqlx::query(close).execute(conn));
    closed.expect("closed");
    let stop = CancellationToken::new();
    // It has had its turn with the first edition and holds the limit of the second, and would have the first again.
    let one = node(&site, &stop);
    until_held_up(&site, 1).await;
    // It begins with the first one.
    let two = node(&site, &stop);
    until_held_up(&site, 2).await;
    gate.commit().await.expect("opened");

    let leases = "SELECT count(*) FROM sending_leases";
    let all = async || relay.message_ids().len() == 3 && site.numbers(leases).await == [2];
    until(all, "what the rates allow is sent").await;
    stop.cancel();
    one.await.expect("no panic");
    two.await.expect("no panic");
    // Whoever fails in a claim gives its lease up and begins another one.
    assert_eq!(site.numbers("SELECT last_value FROM begun").await, [2]);
    assert_eq!(site.numbers(leases).await, [0]);
    assert_eq!(
        states(&site).await,
        BTreeMap::from([("queued", 7), ("sent", 3)])
    );
}

stories! {
    async fn editions_with_a_rate_take_turns(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        use_relay(site, &relay.url()).await;
        for domain in ["a.example", "b.example", "c.example"] {
            edition_of(site, 6_000, 30, domain).await;
        }
        send(site).await;
        let recipients = relay.recipients();
        assert_eq!(recipients.len(), 90);
        for domain in ["a.example", "b.example", "c.example"] {
            let soon = recipients[..45].iter().filter(|to| to.ends_with(domain)).count();
            assert!(soon >= 5, "{domain}: {soon} of the first half");
        }
    }

    async fn an_edition_at_its_rate_holds_no_other_up(site: Site) {
        let relay = ScriptedRelay::start(&["PIPELINING"]).await;
        use_relay(site, &relay.url()).await;
        edition_of(site, 60_000, 100, "first.example").await;
        edition_of(site, 1, 5, "second.example").await;
        let stop = CancellationToken::new();
        let sending = node(site, &stop);
        // Without a rest of a second between two looks.
        let all = async || relay.heard().taken.len() == 101;
        until_within(Duration::from_secs(10), all, "what the rates allow is sent").await;
        stop.cancel();
        sending.await.expect("no panic");
        assert_eq!(states(site).await, BTreeMap::from([("queued", 4), ("sent", 101)]));
    }
}
