//! The consent record says who agreed to what and how, nobody changes it unseen, and what is personal can go.

use std::io::Cursor;

use gudok::clock::{DAY, MINUTE};
use gudok::doctor::CheckState;
use gudok::random::Random;
use gudok::store::{self, Tx};
use gudok::subscribers::confirmation::forget_unanswered;
use gudok::subscribers::consent::chain::{BrokenLink, ChainReport, Sealing, seal, verify};
use gudok::subscribers::consent::{
    Action, Change, Channel, ConsentEvent, ConsentEvidence, forget_ips, history, record,
};
use gudok::subscribers::import::{ImportOptions, import};
use gudok::subscribers::{self, SubscriberId, links};
use gudok::{changed, on};
use serde_json::json;
use sqlx::AssertSqlSafe;

use crate::stories;
use crate::support::Site;
use crate::support::doctor::{Case, examine, expect};
use crate::support::name_server::NameServer;
use crate::support::readers::{KIM, subscribed, subscriber};

const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0";

pub async fn sealed(site: &Site) -> u64 {
    let sealed = seal(&site.app, &mut Sealing::default()).await;
    sealed.expect("sealed")
}

async fn verified(site: &Site) -> ChainReport {
    let mut tx = site.app.read().await.expect("a connection");
    verify(&mut tx).await.expect("verified")
}

async fn events_of(site: &Site, email: &str) -> Vec<ConsentEvent> {
    let id = subscriber(site, email).await.expect("a subscriber").id;
    let mut tx = site.app.read().await.expect("a connection");
    let mut events = history(&mut tx, id).await.expect("read");
    events.reverse();
    events
}

/// Brings people in, whose events are the only ones.
pub async fn bring(site: &Site, people: &[&str]) {
    let list = format!("email,ip\n{}\n", people.join(",192.0.2.7\n") + ",192.0.2.7");
    let options = ImportOptions {
        source: "the old blog".into(),
        file: Some("list.csv".into()),
        ..ImportOptions::default()
    };
    let report = import(&site.app, Cursor::new(list), &options).await;
    assert_eq!(report.expect("imported").new, people.len());
}

pub async fn run(tx: &mut Tx, sql: &str) -> store::Result<u64> {
    changed!(tx, conn => sqlx::query(AssertSqlSafe(sql.to_owned())).execute(conn))
}

/// These acts are all that the record tells.
async fn is_impersonal(site: &Site, actions: &[&str]) {
    let personal = "SELECT COALESCE(address, '') || COALESCE(ip, '') || COALESCE(user_agent, '') || COALESCE(actor, '')
                        || COALESCE(changes, '') || COALESCE(CAST(subscriber_id AS TEXT), '') FROM consent_events";
    assert_eq!(site.texts(personal).await, vec![""; actions.len()]);
    let salts =
        "SELECT count(*) FROM consent_seals WHERE salt IS NOT NULL OR connection_salt IS NOT NULL";
    assert_eq!(site.numbers(salts).await, [0]);
    let told = site
        .texts("SELECT action FROM consent_events ORDER BY id")
        .await;
    assert_eq!(told, actions);
}

/// A transaction of somebody who has the database and cares for no trigger.
pub async fn intruder(site: &Site) -> Tx {
    let mut tx = site.app.write().await.expect("a transaction");
    let statements: &[&str] = if tx.is_on_sqlite() {
        &[
            "DROP TRIGGER consent_event_kept",
            "DROP TRIGGER consent_event_fixed",
            "DROP TRIGGER consent_event_only_emptied",
            "DROP TRIGGER consent_seal_kept",
            "DROP TRIGGER consent_seal_fixed",
        ]
    } else {
        &[
            "ALTER TABLE consent_events DISABLE TRIGGER USER",
            "ALTER TABLE consent_seals DISABLE TRIGGER USER",
        ]
    };
    for sql in statements {
        run(&mut tx, sql).await.expect("no trigger is in the way");
    }
    tx
}

stories! {
    async fn an_event_keeps_the_words_the_page_the_browser_and_who_acted(site: Site) {
        let body = json!({"email": KIM, "page": "https://blog.example.org/about?ref=mail#top"});
        let request = site.http.post(site.url("/api/v1/subscriptions")).body(body.to_string());
        let request = request.header("content-type", "application/json").header("user-agent", BROWSER);
        site.send(request).await.expect(202);
        let link = site.newest_mail_to(KIM).await.link("/subscriptions/");
        let click = site.http.post(format!("{link}/confirmation")).header("user-agent", "x".repeat(900));
        site.send(click).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        let leave = links::unsubscribe_url(&site.app, kim.id);
        let page = site.get(&leave).await;
        assert_eq!(page.field("by"), "page");
        site.post(&leave, &[("List-Unsubscribe", "One-Click"), ("by", "page")]).await.expect(200);

        let [asked, confirmed, left] = <[ConsentEvent; 3]>::try_from(events_of(site, KIM).await).expect("three events");
        assert_eq!((asked.action, asked.channel), (Action::Requested, Channel::Api));
        assert_eq!(asked.page.as_deref(), Some("https://blog.example.org/about"), "a query may name its reader");
        assert_eq!((asked.ip.as_deref(), asked.user_agent.as_deref()), (Some("127.0.0.1"), Some(BROWSER)));
        assert_eq!((confirmed.channel, confirmed.wording.as_deref()), (Channel::Confirmation, Some("구독을 시작할까요?")));
        assert_eq!(confirmed.user_agent.map(|name| name.len()), Some(300));
        assert_eq!((left.action, left.channel), (Action::Left, Channel::Unsubscribe), "a person pressed the button");
    }

    async fn an_imported_person_has_the_list_its_file_and_line(site: Site) {
        bring(site, &["a@example.org", KIM]).await;
        let event = events_of(site, KIM).await.remove(0);
        assert_eq!((event.channel, event.actor.as_deref(), event.ip.as_deref()), (Channel::Import, Some("the old blog"), Some("192.0.2.7")));
        let told = |field| event.changes.0.iter().find(|change| change.field == field).map(|change| change.to.clone());
        assert_eq!((told("list_file"), told("list_line")), (Some("list.csv".into()), Some("3".into())));
    }

    async fn the_doctor_verifies_the_chain_and_names_the_oldest_event_without_a_seal(site: Site) {
        let names = NameServer::start().await;
        let report = examine(site, &names, Case::default()).await;
        expect(&report, "consents", CheckState::Ok, "0 events");
        subscribed(site, KIM).await;
        let events = verified(site).await.oldest_unsealed.expect("an event");
        assert_eq!(sealed(site).await, 2);
        assert_eq!(sealed(site).await, 0, "nothing is left");
        let report = examine(site, &names, Case::default()).await;
        expect(&report, "consents", CheckState::Ok, "2 events of the consent record are sealed and whole");

        site.wait(MINUTE);
        subscribed(site, "lee@example.org").await;
        let oldest = verified(site).await.oldest_unsealed.expect("an event").0.0;
        assert_eq!(oldest, events.0.0 + 2);
        site.wait(2 * MINUTE);
        let report = examine(site, &names, Case::default()).await;
        expect(&report, "consents", CheckState::Warning, &format!("Event {oldest} of the consent record has waited"));

        sealed(site).await;
        let mut tx = intruder(site).await;
        run(&mut tx, "UPDATE consent_events SET address = 'lee@example.net' WHERE address = 'lee@example.org'").await.expect("changed");
        tx.commit().await.expect("committed");
        let report = examine(site, &names, Case::default()).await;
        expect(&report, "consents", CheckState::Fail, &format!("broken at event {oldest}: the person was changed"));
    }

    async fn any_change_of_a_sealed_event_is_found_and_named(site: Site) {
        bring(site, &["a@example.org", KIM, "c@example.org", "d@example.org"]).await;
        let kim = subscriber(site, KIM).await.expect("a subscriber").id;
        let evidence = ConsentEvidence {
            ip: Some([192, 0, 2, 9].into()),
            user_agent: Some(BROWSER.into()),
            page: Some("https://blog.example.org/about".into()),
            ..ConsentEvidence::of(Channel::Panel).by("owner@example.org").with_wording("subscribers-consent", gudok::i18n::Locale::Ko)
        };
        let mut tx = site.app.write().await.expect("a transaction");
        for cadence in ["daily", "weekly"] {
            let change = Change::to("cadence", cadence);
            record(&mut tx, kim, Action::Changed, &evidence, &[change], site.app.now()).await.expect("recorded");
        }
        tx.commit().await.expect("committed");
        assert_eq!(sealed(site).await, 6);
        let whole = verified(site).await;
        assert_eq!((whole.events, whole.broken), (6, None));

        let ids = site.numbers("SELECT id FROM consent_events ORDER BY id").await;
        let (four, five, six) = (ids[3], ids[4], ids[5]);
        let event = |change: &str| format!("UPDATE consent_events SET {change} WHERE id = {five}");
        let seal = |change: &str| format!("UPDATE consent_seals SET {change} WHERE event_id = {five}");
        let other = |column: &str| seal(&format!("{column} = (SELECT {column} FROM consent_seals WHERE event_id = {six})"));
        let gone = |id| [format!("DELETE FROM consent_events WHERE id = {id}"), format!("DELETE FROM consent_seals WHERE event_id = {id}")];
        let at_five = |what| (four, five, what);
        let mut cases = Vec::new();
        for (change, what) in [
            ("action = 'left'", "link"), ("channel = 'form'", "link"), ("page = NULL", "link"), ("page = 'https://blog.example.org/'", "link"),
            ("wording = 'Yes.'", "link"), ("wording_version = '00000000'", "link"), ("locale = 'en'", "link"), ("at = at + 1", "link"),
            ("subscriber_id = subscriber_id + 1", "person"), ("subscriber_id = NULL", "person"), ("address = 'eve@example.org'", "person"),
            ("address = NULL, subscriber_id = NULL", "person"), ("actor = 'eve@example.org'", "actor"), ("actor = NULL", "actor"),
            ("changes = '[]'", "changes"), ("changes = NULL", "changes"), ("ip = '192.0.2.8'", "ip"), ("ip = NULL", "ip"),
            ("user_agent = 'curl'", "user_agent"), ("user_agent = NULL, ip = NULL", "ip"),
        ] {
            cases.push((vec![event(change)], at_five(what)));
        }
        for (statement, what) in [
            (other("hash"), "link"), (other("commitments"), "person"), (other("salt"), "person"), (other("connection_salt"), "ip"),
            (seal("salt = NULL"), "person"), (seal("connection_salt = NULL"), "ip"),
        ] {
            cases.push((vec![statement], at_five(what)));
        }
        let [event_gone, seal_gone] = gone(five);
        cases.push((vec![event_gone.clone()], (four, six, "link")));
        cases.push((vec![seal_gone.clone()], at_five("person")));
        cases.push((vec![event_gone, seal_gone], (four, six, "link")));
        cases.push((gone(six).to_vec(), (five, six, "end")));
        cases.push((gone(six)[..1].to_vec(), (five, six, "end")));
        for (statements, (after, event, what)) in cases {
            let mut tx = intruder(site).await;
            for statement in &statements {
                assert_eq!(run(&mut tx, statement).await.expect("changed"), 1, "{statement}");
            }
            let broken = verify(&mut tx).await.expect("verified").broken;
            let broken = broken.map(|BrokenLink { after, event, what }| (after.0, event.0, what));
            assert_eq!(broken, Some((after, event, what)), "{statements:?}");
        }
        assert_eq!(verified(site).await.broken, None, "nothing of it was kept");
    }

    async fn events_erasures_and_forgotten_addresses_in_any_order_leave_the_chain_whole(site: Site) {
        let people: Vec<String> = (0..12).map(|number| format!("reader{number}@example.org")).collect();
        let people: Vec<&str> = people.iter().map(String::as_str).collect();
        bring(site, &people).await;
        let mut ids = site.numbers("SELECT id FROM subscribers ORDER BY id").await;
        let random = Random::seeded(98);
        let below = |most: usize| usize::from(random.bytes::<1>()[0]) % most;
        let mut events = people.len();
        for step in 0..80 {
            site.wait(DAY);
            let which = below(ids.len());
            let mut tx = site.app.write().await.expect("a transaction");
            match below(6) {
                0 if ids.len() > 1 => subscribers::erase(&mut tx, &site.app, SubscriberId(ids.swap_remove(which))).await.expect("erased"),
                1 => {
                    let before = site.app.now().plus(-10 * DAY);
                    forget_ips(&mut tx, before, 5).await.expect("forgotten");
                }
                2 | 3 => {
                    drop(tx);
                    sealed(site).await;
                    continue;
                }
                _ => {
                    let evidence = ConsentEvidence { ip: Some([192, 0, 2, 1].into()), user_agent: Some(BROWSER.into()), ..ConsentEvidence::of(Channel::Preferences) };
                    let changes = [Change::to("cadence", "daily")];
                    let changes = &changes[..below(2)];
                    record(&mut tx, SubscriberId(ids[which]), Action::Changed, &evidence, changes, site.app.now()).await.expect("recorded");
                    events += 1;
                }
            }
            tx.commit().await.expect("committed");
            assert_eq!(verified(site).await.broken, None, "step {step}");
        }
        sealed(site).await;
        let report = verified(site).await;
        assert_eq!((report.broken, report.oldest_unsealed), (None, None));
        assert_eq!(usize::try_from(report.events), Ok(events), "every event is there");
        assert!(ids.len() < people.len(), "some were erased");
    }

    async fn nothing_personal_stays_of_an_erased_person(site: Site) {
        let kim = subscribed(site, KIM).await;
        sealed(site).await;
        let mut tx = site.app.write().await.expect("a transaction");
        subscribers::erase(&mut tx, &site.app, kim.id).await.expect("erased");
        tx.commit().await.expect("committed");
        is_impersonal(site, &["requested", "confirmed"]).await;
        assert_eq!(verified(site).await.broken, None);
    }

    async fn nothing_personal_stays_of_people_whom_a_node_of_the_release_before_deletes(site: Site) {
        subscribed(site, KIM).await;
        sealed(site).await;
        bring(site, &["lee@example.org"]).await;
        site.change("DELETE FROM subscribers").await;
        is_impersonal(site, &["requested", "confirmed", "imported"]).await;
        sealed(site).await;
        assert_eq!(verified(site).await.broken, None);
    }

    async fn who_never_answered_is_forgotten_in_batches_and_leaves_nothing_personal(site: Site) {
        for number in 0..5 {
            let body = json!({"email": format!("reader{number}@example.org")});
            site.post_json("/api/v1/subscriptions", &body).await.expect(202);
        }
        sealed(site).await;
        site.wait(38 * DAY);
        for forgotten in [2, 2, 1, 0] {
            let mut tx = site.app.write().await.expect("a transaction");
            let some = forget_unanswered(&mut tx, site.app.now(), 2).await;
            assert_eq!(some.expect("forgotten"), forgotten);
            tx.commit().await.expect("committed");
        }
        is_impersonal(site, &["requested"; 5]).await;
        assert_eq!(verified(site).await.broken, None);
    }

    async fn the_record_refuses_every_change_but_an_erasure(site: Site) {
        subscribed(site, KIM).await;
        sealed(site).await;
        for sql in [
            "DELETE FROM consent_events", "DELETE FROM consent_seals", "UPDATE consent_events SET action = 'left'", "UPDATE consent_events SET at = 0",
            "UPDATE consent_events SET address = 'eve@example.org'", "UPDATE consent_events SET ip = '192.0.2.1'", "UPDATE consent_seals SET hash = hash",
        ] {
            let mut tx = site.app.write().await.expect("a transaction");
            let refused = run(&mut tx, sql).await.expect_err(sql).to_string();
            assert!(refused.contains("is append-only"), "{refused}");
        }
    }

    async fn a_consent_that_a_node_of_the_release_before_writes_becomes_an_event(site: Site) {
        bring(site, &[KIM]).await;
        let mut tx = site.app.write().await.expect("a transaction");
        for (action, source) in [("left", "panel:owner@example.org"), ("left", "one-click"), ("changed", "a way: of its own")] {
            let sql = format!("INSERT INTO consents (subscriber_id, action, source, detail, at) SELECT id, '{action}', '{source}', '[]', 7 FROM subscribers");
            run(&mut tx, &sql).await.expect("taken");
        }
        tx.commit().await.expect("committed");
        let written: Vec<_> = events_of(site, KIM).await.into_iter().skip(1).map(|event| (event.channel, event.actor)).collect();
        let panel = (Channel::Panel, Some("owner@example.org".into()));
        // Of that release, it may have been the button of our own page.
        let one_click = (Channel::Other, Some("one-click".into()));
        assert_eq!(written, [panel, one_click, (Channel::Other, Some("a way: of its own".into()))]);
        // Such a node reads its own rows and those of this release there. Its removal of old network addresses is done by others.
        let read = "SELECT source || ' ' || action || ' ' || CAST(detail AS TEXT) FROM consents WHERE subscriber_id > 0 AND at = 7 ORDER BY id";
        assert_eq!(site.texts(read).await, ["panel:owner@example.org left []", "one-click left []", "a way: of its own changed []"]);
        assert_eq!(site.numbers("SELECT count(*) FROM consents").await, site.numbers("SELECT count(*) FROM consent_events").await);
        let mut tx = site.app.write().await.expect("a transaction");
        run(&mut tx, "UPDATE consents SET ip = NULL WHERE at < 1000").await.expect("passed over");
        tx.commit().await.expect("committed");
    }
}

/// PostgreSQL gives ids before the commit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_is_committed_late_is_sealed_in_its_place() {
    let Some(site) = Site::on_postgres().await else {
        return;
    };
    bring(&site, &["a@example.org", KIM]).await;
    sealed(&site).await;
    let [one, other] =
        <[i64; 2]>::try_from(site.numbers("SELECT id FROM subscribers ORDER BY id").await)
            .expect("two people");
    let evidence = ConsentEvidence::of(Channel::Preferences);
    let now = site.app.now();
    let mut late = site.app.write().await.expect("a transaction");
    record(
        &mut late,
        SubscriberId(one),
        Action::Changed,
        &evidence,
        &[],
        now,
    )
    .await
    .expect("recorded");
    let mut soon = site.app.write().await.expect("a transaction");
    record(
        &mut soon,
        SubscriberId(other),
        Action::Changed,
        &evidence,
        &[],
        now,
    )
    .await
    .expect("recorded");
    soon.commit().await.expect("committed");

    let mut sealing = Sealing::default();
    let mut seal_now = async || seal(&site.app, &mut sealing).await.expect("sealed");
    assert_eq!(seal_now().await, 0, "an earlier event may come");
    // An event after the look does not keep the others waiting.
    let mut later = site.app.write().await.expect("a transaction");
    record(
        &mut later,
        SubscriberId(one),
        Action::Changed,
        &evidence,
        &[],
        now,
    )
    .await
    .expect("recorded");
    late.commit().await.expect("committed");
    assert_eq!(seal_now().await, 2);
    later.commit().await.expect("committed");
    assert_eq!(seal_now().await, 1);
    let report = verified(&site).await;
    assert_eq!((report.events, report.broken), (5, None));
    let mut tx = site.app.read().await.expect("a connection");
    let in_order: store::Result<Vec<i64>> = on!(tx, conn => sqlx::query_scalar(
        "SELECT event_id FROM consent_seals ORDER BY ctid").fetch_all(conn));
    let in_order = in_order.expect("read");
    assert!(in_order.is_sorted(), "{in_order:?}");
}
