//! On PostgreSQL mails that were sent are noted first, and the outbox hears of them a moment later: none is forgotten on the way.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use gudok::app::App;
use gudok::changed;
use gudok::config::RelayOptions;
use gudok::store::{self, Bell};
use tokio::runtime::Handle;

use crate::stories;
use crate::support::Site;
use crate::support::outbox::{new_edition, post, send, states};
use crate::support::relay::{Behaviour, Relay, relay_options};
use crate::support::sender::{
    Process, assert_each_once, behind_a_wire, execute, five_mails, give_way, one_connection,
    set_trap,
};
use crate::support::stage::{Stage, StageRelay};
use crate::support::waiting::until;

const NOTES: &str = "SELECT count(*) FROM sent_lately";

stories! {
    async fn what_was_noted_as_sent_before_a_crash_is_not_sent_again(site: Site) {
        let relay = five_mails(site).await;
        site.change("UPDATE outbox SET state = 'leased', lease_token = 'gone', attempts = 1").await;
        site.change("INSERT INTO sending_leases (token, expires_at) VALUES ('gone', 1)").await;
        execute(
            site,
            "INSERT INTO sent_lately (token, place, mails)
             SELECT 'gone', id, json_array(json_object('id', id, 'token', 'gone', 'state', 'sent', 'result', '250 taken',
                    'due_at', NULL, 'finished_at', 7, 'uncounted', 0)) FROM outbox ORDER BY id LIMIT 2",
            "INSERT INTO sent_lately (token, place, mails)
             SELECT 'gone', id, jsonb_build_array(jsonb_build_object('id', id, 'token', 'gone', 'state', 'sent', 'result', '250 taken',
                    'due_at', NULL, 'finished_at', 7, 'uncounted', 0)) FROM outbox ORDER BY id LIMIT 2",
        ).await;
        send(site).await;
        let mut others = relay.recipients();
        others.sort();
        assert_eq!(others, ["reader2@example.org", "reader3@example.org", "reader4@example.org"]);
        assert_eq!(states(site).await, BTreeMap::from([("sent", 5)]));
        let told = "SELECT count(*) FROM outbox WHERE result = '250 taken' AND finished_at = 7";
        assert_eq!(site.numbers(told).await, [2]);
        assert_eq!(site.numbers(NOTES).await, [0]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mails_go_on_while_the_outbox_cannot_hear_of_those_that_were_sent() {
    let Some(mut site) = Site::on_postgres().await else {
        return;
    };
    let site = &mut site;
    let relay = Relay::start(Behaviour::Accept).await;
    let slow = RelayOptions {
        per_minute: 3,
        connections: 4,
        ..relay_options("slow", &relay)
    };
    site.restart(|config| config.mail.relays = vec![slow]).await;
    let edition = new_edition(site).await;
    post(site, edition, 5, "example.org").await;
    set_trap(
        site,
        "",
        "CREATE TRIGGER trap AFTER UPDATE ON outbox FOR EACH ROW WHEN (NEW.state = 'sent') EXECUTE FUNCTION spring()",
    )
    .await;
    let process = Process::start(site);
    let noted = "SELECT CAST(sum(jsonb_array_length(mails)) AS BIGINT) FROM sent_lately";
    until(
        async || relay.message_ids().len() == 3 && site.numbers(noted).await == [3],
        "three are sent and noted",
    )
    .await;
    assert_eq!(states(site).await, BTreeMap::from([("leased", 5)]));
    give_way(site).await;
    let heard = BTreeMap::from([("leased", 2), ("sent", 3)]);
    until(
        async || states(site).await == heard,
        "the outbox has heard of them",
    )
    .await;
    process.end().await;
    assert_eq!(site.numbers(NOTES).await, [0]);
    assert_each_once(&relay, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_was_noted_as_sent_although_nobody_heard_is_not_sent_again() {
    let relay = Relay::start(Behaviour::Accept).await;
    let Some((site, wire)) = behind_a_wire(&relay.url(), 4).await else {
        return;
    };
    let edition = new_edition(&site).await;
    post(&site, edition, 5, "example.org").await;
    wire.cuts_after("INSERT INTO sent_lately");
    let process = Process::start(&site);
    let all = BTreeMap::from([("sent", 5)]);
    until(async || states(&site).await == all, "all are sent").await;
    process.end().await;
    assert_eq!(wire.cuts(), 1);
    assert_eq!(site.numbers(NOTES).await, [0]);
    assert_each_once(&relay, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_of_which_the_outbox_has_heard_although_nobody_knows_is_not_sent_again() {
    let relay = Relay::start(Behaviour::Accept).await;
    let Some((site, wire)) = behind_a_wire(&relay.url(), 4).await else {
        return;
    };
    let edition = new_edition(&site).await;
    post(&site, edition, 5, "example.org").await;
    wire.cuts_after("DELETE FROM sent_lately");
    let process = Process::start(&site);
    let all = BTreeMap::from([("sent", 5)]);
    until(async || states(&site).await == all, "all are sent").await;
    process.end().await;
    assert_eq!(wire.cuts(), 1);
    assert_eq!(site.numbers(NOTES).await, [0]);
    assert_each_once(&relay, 5);
}

/// While the outbox is told it waits for one note; meanwhile a mail is claimed, sent and noted in the place of an older note.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_is_claimed_and_noted_while_the_outbox_is_told_is_not_forgotten() {
    let Some(mut site) = Site::on_postgres().await else {
        return;
    };
    let relay = Relay::start(Behaviour::Accept).await;
    site.restart(|config| one_connection(config, &relay.url(), 60))
        .await;
    let edition = new_edition(&site).await;
    let process = Process::start(&site);
    let leases = "SELECT count(*) FROM sending_leases";
    until(
        async || site.numbers(leases).await == [1],
        "it has its lease",
    )
    .await;
    site.change("INSERT INTO sent_lately (token, place, mails) SELECT token, place, '[]' FROM sending_leases, generate_series(0, 63) AS place")
        .await;
    let mut tx = site.app.write().await.expect("a transaction");
    let sql = "UPDATE sent_lately SET mails = '[]' WHERE place = 0";
    let held: store::Result<u64> = changed!(tx, conn => sqlx::query(sql).execute(conn));
    assert_eq!(held.expect("held"), 1);
    post(&site, edition, 2, "example.org").await;
    site.app.store().ring(Bell::Outbox);
    let waits = "SELECT count(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%DELETE FROM sent_lately%'";
    until(
        async || site.numbers(waits).await == [1],
        "the outbox is told of the first",
    )
    .await;
    post(&site, edition, 2, "later.example").await;
    site.app.store().ring(Bell::Outbox);
    until(async || relay.message_ids().len() == 4, "all are taken").await;
    let some = BTreeMap::from([("leased", 2), ("sent", 2)]);
    until(async || states(&site).await == some, "two are noted").await;
    tx.commit().await.expect("committed");
    let all = BTreeMap::from([("sent", 4)]);
    until(
        async || states(&site).await == all,
        "the outbox hears of both",
    )
    .await;
    process.end().await;
    assert_each_once(&relay, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_noted_under_a_lease_that_others_have_ended() {
    let Some(mut site) = Site::on_postgres().await else {
        return;
    };
    let relay = StageRelay::start(&["PIPELINING"]).await;
    let url = relay.url();
    site.restart(|config| one_connection(config, &url, 60))
        .await;
    let edition = new_edition(&site).await;
    post(&site, edition, 2, "example.org").await;
    for table in [
        "CREATE TABLE ended (token TEXT)",
        "CREATE TABLE noted (token TEXT)",
    ] {
        execute(&site, "", table).await;
    }
    execute(&site, "", "
        CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO noted VALUES (NEW.token); RETURN NULL; END $$").await;
    execute(
        &site,
        "",
        "CREATE TRIGGER looking AFTER INSERT ON sent_lately FOR EACH ROW EXECUTE FUNCTION look()",
    )
    .await;
    let app = site.app.clone();
    let is_first = AtomicBool::new(true);
    relay.plays(move |moment| {
        if moment.stage == Stage::Dot && is_first.swap(false, Ordering::Relaxed) {
            tokio::task::block_in_place(|| Handle::current().block_on(lease_ends(&app)));
        }
        None
    });
    send(&site).await;
    assert_eq!(states(&site).await, BTreeMap::from([("sent", 2)]));
    assert_eq!(site.numbers("SELECT count(*) FROM ended").await, [1]);
    let late = "SELECT count(*) FROM noted JOIN ended USING (token)";
    assert_eq!(site.numbers(late).await, [0]);
}

/// What others do with a lease that has run out.
async fn lease_ends(app: &App) {
    let mut tx = app.write().await.expect("a transaction");
    for sql in [
        "INSERT INTO ended SELECT token FROM sending_leases",
        "DELETE FROM sending_leases",
        "UPDATE outbox SET state = 'queued', lease_token = NULL WHERE state = 'leased'",
    ] {
        let done: store::Result<u64> = changed!(tx, conn => sqlx::query(sql).execute(conn));
        done.expect(sql);
    }
    tx.commit().await.expect("committed");
}
