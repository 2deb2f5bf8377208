//! A process holds what it claimed by one lease: as long as it lives nobody else takes it, and what became of a commit that
//! nobody heard of is found out without a mail lost or sent twice.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use gudok::changed;
use gudok::clock::MINUTE;
use gudok::config::{Config, RelayOptions};
use gudok::ids::EditionId;
use gudok::outbox::bulk_control;
use gudok::store::{self, Wakeup};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::stories;
use crate::support::Site;
use crate::support::cut_wire::CutWire;
use crate::support::outbox::{new_edition, post, send, states};
use crate::support::relay::{Behaviour, Relay, relay_options};
use crate::support::scripted_relay::{ScriptedRelay, Stage, Turn};
use crate::support::waiting::{until, until_within};

/// A process that sends until it is told to stop.
struct Process {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Process {
    fn start(site: &Site) -> Self {
        let (app, stop) = (site.app.clone(), CancellationToken::new());
        let told = stop.clone();
        let task = tokio::spawn(async move { app.sender().run(&told).await });
        Self { stop, task }
    }

    async fn end(self) {
        self.stop.cancel();
        self.task.await.expect("no panic");
    }
}

const LEASES: &str = "SELECT count(*) FROM sending_leases";

/// Waits until a lease was renewed at this moment of the standing clock; that takes no longer than the lease lasts.
async fn until_renewed(site: &Site, seconds: u32) {
    let newest = site.app.now().plus(i64::from(seconds)).unix();
    let renewed = async || {
        site.numbers("SELECT max(expires_at) FROM sending_leases")
            .await
            == [newest]
    };
    let length = Duration::from_secs(seconds.into());
    until_within(length, renewed, "the lease is renewed in time").await;
}

fn assert_each_once(relay: &Relay, readers: usize) {
    let recipients = relay.recipients();
    let distinct: BTreeSet<_> = recipients.iter().collect();
    assert_eq!((distinct.len(), recipients.len()), (readers, readers));
}

/// One connection to this relay, and one lease of so many seconds.
fn one_connection(config: &mut Config, url: &str, lease: u32) {
    config.mail.url = url.parse().expect("an address");
    config.mail.connections = 1;
    config.mail.lease = lease;
}

/// Five mails wait for a relay that takes them over one connection.
async fn five_mails(site: &mut Site) -> Relay {
    let relay = Relay::start(Behaviour::Accept).await;
    site.restart(|config| one_connection(config, &relay.url(), 4))
        .await;
    let edition = new_edition(site).await;
    post(site, edition, 5, "example.org").await;
    relay
}

/// From now on no transaction is committed in which a mail comes into this state, until [`give_way`].
async fn set_trap(site: &Site, on_sqlite: &'static str, on_postgres: &'static str) {
    const TABLES: [&str; 2] = [
        "CREATE TABLE homes (id BIGINT PRIMARY KEY)",
        "CREATE TABLE homeless (id BIGINT REFERENCES homes (id) DEFERRABLE INITIALLY DEFERRED)",
    ];
    const FUNCTION: &str = "
        CREATE FUNCTION spring() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO homeless VALUES (1); RETURN NULL; END $$";
    for table in TABLES {
        execute(site, table, table).await;
    }
    execute(site, "", FUNCTION).await;
    execute(site, on_sqlite, on_postgres).await;
}

async fn execute(site: &Site, on_sqlite: &'static str, on_postgres: &'static str) {
    let mut tx = site.app.write().await.expect("a transaction");
    let sql = tx.either(on_sqlite, on_postgres);
    let done: store::Result<u64> = changed!(tx, conn => sqlx::query(sql).execute(conn));
    done.expect(sql);
    tx.commit().await.expect("committed");
}

/// From now on they are.
async fn give_way(site: &Site) {
    site.change("INSERT INTO homes (id) VALUES (1)").await;
}

stories! {
    async fn a_living_process_keeps_its_mails_beyond_the_length_of_its_lease(site: Site) {
        const LEASE: u32 = 4;
        let relay = Relay::start(Behaviour::Accept).await;
        // One mail in a minute: all others are held meanwhile, and none are claimed.
        let slow = RelayOptions { per_minute: 1, ..relay_options("slow", &relay) };
        site.restart(|config| {
            config.mail.relays = vec![slow];
            config.mail.lease = LEASE;
        }).await;
        let edition = new_edition(site).await;
        post(site, edition, 50, "example.org").await;
        let first = Process::start(site);
        let held = "SELECT count(*) FROM outbox WHERE state = 'leased' GROUP BY lease_token";
        until(async || relay.message_ids().len() == 1 && site.numbers(held).await == [32], "the tray is full").await;
        for _ in 0..LEASE + 2 {
            site.wait(1);
            until_renewed(site, LEASE).await;
        }
        let second = Process::start(site);
        until(async || site.numbers(LEASES).await == [2], "the second one has looked for mails that nobody holds").await;
        assert!(site.numbers(held).await.contains(&32), "the first one holds its mails");
        first.end().await;
        second.end().await;
        assert_eq!(states(site).await, BTreeMap::from([("queued", 49), ("sent", 1)]));
    }

    async fn claims_that_cannot_be_committed_leave_their_mails_in_line(site: Site) {
        let relay = five_mails(site).await;
        set_trap(
            site,
            "CREATE TRIGGER trap AFTER UPDATE ON outbox WHEN NEW.state = 'leased' BEGIN INSERT INTO homeless VALUES (1); END",
            "CREATE TRIGGER trap AFTER UPDATE ON outbox FOR EACH ROW WHEN (NEW.state = 'leased') EXECUTE FUNCTION spring()",
        ).await;
        let process = Process::start(site);
        until(async || site.numbers(LEASES).await == [1], "the lease is renewed, after the first claim").await;
        assert_eq!(states(site).await, BTreeMap::from([("queued", 5)]));
        give_way(site).await;
        until(async || states(site).await == BTreeMap::from([("sent", 5)]), "all are sent").await;
        process.end().await;
        assert_each_once(&relay, 5);
    }

    async fn a_mail_that_others_change_in_the_midst_of_a_claim_is_left_to_them(site: Site) {
        let relay = five_mails(site).await;
        // As long as nothing is sent, the first mail slips out of every claim.
        execute(site, "", "
            CREATE FUNCTION slip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF OLD.id = (SELECT min(id) FROM outbox) AND NOT EXISTS (SELECT 1 FROM outbox WHERE state = 'sent')
                THEN RETURN NULL; ELSE RETURN NEW; END IF; END $$").await;
        execute(
            site,
            "CREATE TRIGGER slippery BEFORE UPDATE ON outbox
             WHEN OLD.id = (SELECT min(id) FROM outbox) AND NOT EXISTS (SELECT 1 FROM outbox WHERE state = 'sent')
             BEGIN SELECT RAISE(IGNORE); END",
            "CREATE TRIGGER slippery BEFORE UPDATE ON outbox FOR EACH ROW EXECUTE FUNCTION slip()",
        ).await;
        send(site).await;
        assert_each_once(&relay, 5);
        assert_ne!(relay.recipients().first(), Some(&"reader0@example.org".to_owned()));
        assert_eq!(states(site).await, BTreeMap::from([("sent", 5)]));
    }

    async fn results_that_cannot_be_committed_are_kept_until_they_can(site: Site) {
        let relay = five_mails(site).await;
        set_trap(
            site,
            "CREATE TRIGGER trap AFTER UPDATE ON outbox WHEN NEW.state = 'sent' BEGIN INSERT INTO homeless VALUES (1); END",
            "CREATE TRIGGER trap AFTER UPDATE ON outbox FOR EACH ROW WHEN (NEW.state = 'sent') EXECUTE FUNCTION spring()",
        ).await;
        let process = Process::start(site);
        // What is put back meanwhile is claimed under another lease than the one that the result was brought under.
        until(async || site.numbers(LEASES).await == [2], "the lease was given up for another one").await;
        assert_eq!(relay.message_ids().len(), 1, "no further dot before the first one's result is durable");
        assert!(!states(site).await.contains_key("sent"));
        give_way(site).await;
        until(async || states(site).await == BTreeMap::from([("sent", 5)]), "all are sent").await;
        process.end().await;
        assert_each_once(&relay, 5);
    }
}

async fn pause(site: &Site, edition: EditionId, is_paused: bool) {
    let mut tx = site.app.write().await.expect("a transaction");
    bulk_control::set_paused(&mut tx, edition, is_paused)
        .await
        .expect("set");
    tx.notify_on_commit(Wakeup::Outbox);
    tx.commit().await.expect("committed");
}

/// The site behind a wire that can be cut; none without PostgreSQL.
async fn behind_a_wire(url: &str, lease: u32) -> Option<(Site, CutWire)> {
    let mut site = Site::on_postgres().await?;
    let database = site.app.config().database.url.clone();
    let wire = CutWire::to(&database).await;
    site.restart(|config| {
        one_connection(config, url, lease);
        config.database.url = wire.url(&database);
    })
    .await;
    Some((site, wire))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mails_of_a_claim_that_nobody_heard_of_go_once_its_lease_has_run_out() {
    const LEASE: u32 = 60;
    let relay = Relay::start(Behaviour::Accept).await;
    let Some((site, wire)) = behind_a_wire(&relay.url(), LEASE).await else {
        return;
    };
    let edition = new_edition(&site).await;
    post(&site, edition, 3, "example.org").await;
    let process = Process::start(&site);
    let some = BTreeMap::from([("sent", 3)]);
    until(async || states(&site).await == some, "some are sent").await;
    pause(&site, edition, true).await;
    post(&site, edition, 2, "lost.example").await;
    wire.cuts_after("reader0@lost.example");
    pause(&site, edition, false).await;
    until(async || wire.cuts() == 1, "the others are claimed").await;
    assert_eq!(
        states(&site).await,
        BTreeMap::from([("leased", 2), ("sent", 3)])
    );
    // The process lives, and its lease is kept: but not the one of those two.
    for _ in 0..4 {
        site.wait(20);
        site.app.store().notify(Wakeup::Outbox);
        until_renewed(&site, LEASE).await;
    }
    let all = BTreeMap::from([("sent", 5)]);
    until(async || states(&site).await == all, "all are sent").await;
    process.end().await;
    assert_each_once(&relay, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_was_put_back_although_nobody_heard_is_not_put_back_again_while_it_is_sent() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    let url = relay.url();
    let Some((site, wire)) = behind_a_wire(&url, 3_600).await else {
        return;
    };
    let edition = new_edition(&site).await;
    post(&site, edition, 1, "example.org").await;
    relay.plays(|moment| (moment.stage == Stage::Dot).then_some(Turn::Say("451 4.3.0 later")));
    wire.cuts_after("jsonb_to_recordset");
    let process = Process::start(&site);
    until(async || wire.cuts() == 1, "its result is written").await;
    assert_eq!(states(&site).await, BTreeMap::from([("deferred", 1)]));
    // Its time comes before its result is written once more.
    relay.is_honest();
    site.wait(2 * MINUTE);
    site.app.store().notify(Wakeup::Outbox);
    let sent = BTreeMap::from([("sent", 1)]);
    until(async || states(&site).await == sent, "it is sent").await;
    process.end().await;
    assert_eq!(relay.heard().taken.len(), 1, "once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_whose_result_is_written_although_nobody_heard_is_not_sent_again() {
    let relay = Relay::start(Behaviour::Accept).await;
    let Some((site, wire)) = behind_a_wire(&relay.url(), 4).await else {
        return;
    };
    let edition = new_edition(&site).await;
    post(&site, edition, 5, "example.org").await;
    wire.cuts_after("jsonb_to_recordset");
    let process = Process::start(&site);
    let all = BTreeMap::from([("sent", 5)]);
    until(async || states(&site).await == all, "all are sent").await;
    process.end().await;
    assert_eq!(wire.cuts(), 1);
    assert_each_once(&relay, 5);
}
