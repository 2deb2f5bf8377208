//! Whoever leaves gets nothing more, whatever is under way at that moment, and what was meant for them ends like any mail that
//! is dropped.

use gudok::app::App;
use gudok::audience::fan_out;
use gudok::bounces::{BounceReason, BounceReport, Finding};
use gudok::bounces::{Origin, apply_report};
use gudok::clock::MINUTE;
use gudok::config::RelayOptions;
use gudok::store::Tx;
use gudok::subscribers::consent::{Channel, ConsentEvidence};
use gudok::subscribers::{self, Cadence, Subscriber};
use tokio_util::sync::CancellationToken;

use crate::stories;
use crate::support::outbox::{mail_to, new_edition, post, readers_become, send, states};
use crate::support::relay::{Behaviour, Relay, relay_options};
use crate::support::scripted_relay::{ScriptedRelay, Stage, Turn};
use crate::support::waiting::{until, until_held_up};
use crate::support::{Reader, Site};

/// Ways to go.
#[derive(Clone, Copy, Debug)]
enum Way {
    Leaves,
    IsErased,
    Bounces,
}

const WAYS: [Way; 3] = [Way::Leaves, Way::IsErased, Way::Bounces];

async fn go(tx: &mut Tx, app: &App, reader: &Subscriber, way: Way) {
    match way {
        Way::Leaves => {
            let evidence = ConsentEvidence::of(Channel::Preferences);
            let left = subscribers::unsubscribe(tx, app, reader.id, &evidence).await;
            assert!(left.expect("left"));
        }
        Way::IsErased => subscribers::erase(tx, app, reader.id)
            .await
            .expect("erased"),
        Way::Bounces => {
            let (email, said) = (Some(reader.email.clone()), "550 5.1.1 user unknown");
            let finding = Finding::plain(email, BounceReason::UserUnknown, said);
            let report = BounceReport {
                findings: vec![finding],
                ..BounceReport::default()
            };
            let origin = Origin::Service {
                source: "ses",
                name: "a report",
            };
            apply_report(tx, app, origin, &report).await.expect("taken");
        }
    }
}

/// Two readers who stay and, between them, one who goes.
async fn three_readers(site: &Site, way: Way) -> Subscriber {
    for name in ["early", "going", "late"] {
        let email = format!("{name}.{way:?}@example.org").to_lowercase();
        site.reader(Reader::new(&email, Cadence::Weekly)).await;
    }
    let email = format!("going.{way:?}@example.org").to_lowercase();
    site.subscriber(&email).await
}

/// Everybody who stayed got the last edition, nobody else did, and no mail is left of somebody who is not there.
async fn assert_only_the_others_got_it(site: &Site, way: Way) {
    const LAST: &str = "SELECT recipient FROM outbox WHERE edition_id = (SELECT max(id) FROM editions) AND state = 'sent' ORDER BY id";
    const WANT_IT: &str = "SELECT email FROM subscribers WHERE state = 'confirmed' ORDER BY id";
    const OF_NOBODY: &str = "
        SELECT count(*) FROM outbox WHERE subscriber_id NOT IN (SELECT id FROM subscribers)";
    const WITH_A_FUTURE: &str =
        "SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'dropped')";
    send(site).await;
    assert_eq!(site.texts(LAST).await, site.texts(WANT_IT).await, "{way:?}");
    assert_eq!(site.numbers(OF_NOBODY).await, [0], "{way:?}");
    assert_eq!(site.numbers(WITH_A_FUTURE).await, [0], "{way:?}");
}

/// State, reason and time of the end of every mail.
async fn ends(site: &Site) -> Vec<String> {
    const SQL: &str = "
        SELECT state || ' ' || COALESCE(result, '-') || ' ' || COALESCE(CAST(finished_at AS TEXT), '-') FROM outbox ORDER BY id";
    site.texts(SQL).await
}

stories! {
    async fn who_goes_while_a_fan_out_writes_their_mail_gets_none(site: Site) {
        for way in WAYS {
            let reader = three_readers(site, way).await;
            let edition = new_edition(site).await;
            let mut fanning_out = site.app.write().await.expect("a transaction");
            let slice = fan_out::slice(&mut fanning_out, edition, "campaign", None, 0, site.app.now()).await;
            assert!(slice.expect("a slice").is_some());
            let app = site.app.clone();
            let going = tokio::spawn(async move {
                let mut tx = app.write().await.expect("a transaction");
                go(&mut tx, &app, &reader, way).await;
                tx.commit().await.expect("committed");
            });
            until_held_up(site, 1).await;
            fanning_out.commit().await.expect("committed");
            going.await.expect("gone");
            assert_only_the_others_got_it(site, way).await;
        }
    }

    async fn a_fan_out_passes_over_who_is_going_at_that_moment(site: Site) {
        for way in WAYS {
            let reader = three_readers(site, way).await;
            let edition = new_edition(site).await;
            let mut going = site.app.write().await.expect("a transaction");
            go(&mut going, &site.app, &reader, way).await;
            let app = site.app.clone();
            let fanning_out = tokio::spawn(async move {
                let mut tx = app.write().await.expect("a transaction");
                let slice = fan_out::slice(&mut tx, edition, "campaign", None, 0, app.now()).await;
                assert!(slice.expect("a slice").is_some());
                tx.commit().await.expect("committed");
            });
            until_held_up(site, 1).await;
            going.commit().await.expect("committed");
            fanning_out.await.expect("fanned out");
            assert_only_the_others_got_it(site, way).await;
        }
    }

    async fn a_mail_that_is_held_when_its_reader_leaves_ends_as_one_that_waits(site: Site) {
        let relay = ScriptedRelay::start(&["PIPELINING"]).await;
        let url = relay.url();
        site.restart(|config| {
            config.mail.url = url.parse().expect("an address");
            config.mail.connections = 1;
        }).await;
        for (reader, state, why) in [("leaves", "unsubscribed", "unsubscribed"), ("bounces", "bounced", "suppressed")] {
            let email = format!("{reader}@example.org");
            let way = if why == "suppressed" { Way::Bounces } else { Way::Leaves };
            let reader = site.reader(Reader::new(&email, Cadence::Weekly)).await;

            // It waits.
            mail_to(site, &reader).await;
            let mut tx = site.app.write().await.expect("a transaction");
            go(&mut tx, &site.app, &reader, way).await;
            tx.commit().await.expect("committed");
            assert_eq!(site.subscriber(&email).await.state.as_str(), state);

            // From here on they had left while it was held, as far as the sender knows. By a process that went away:
            mail_to(site, &reader).await;
            site.change("UPDATE outbox SET state = 'leased', lease_token = 'gone', attempts = 1 WHERE state = 'queued'").await;
            site.change("INSERT INTO sending_leases (token, expires_at) VALUES ('gone', 1)").await;
            send(site).await;

            // By one whose relay refuses it for now:
            site.change("UPDATE subscribers SET state = 'confirmed'").await;
            mail_to(site, &reader).await;
            let app = site.app.clone();
            relay.plays(move |moment| {
                (moment.stage == Stage::Dot).then(|| {
                    readers_become(&app, state);
                    Turn::Say("451 4.3.0 later")
                })
            });
            send(site).await;

            // By one that asks again before it sends it:
            site.change("UPDATE subscribers SET state = 'confirmed'").await;
            mail_to(site, &reader).await;
            mail_to(site, &reader).await;
            let (app, clock) = (site.app.clone(), site.clock.clone());
            relay.plays(move |moment| {
                // The first mail takes two seconds.
                if moment.stage == Stage::Dot {
                    readers_become(&app, state);
                    clock.advance(2);
                }
                None
            });
            let before = site.app.now();
            send(site).await;
            let (now, after) = (before.unix(), site.app.now().unix());

            let sent = format!("sent 250 2.0.0 taken {after}");
            let [early, late] = [now, after].map(|at| format!("dropped {why} {at}"));
            assert_eq!(ends(site).await, [&early, &early, &early, &sent, &late].map(String::as_str));
            site.change("DELETE FROM outbox").await;
        }
    }

    async fn a_mail_that_a_stopping_process_gives_back_ends_as_one_that_waited(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        let slow = RelayOptions { per_minute: 1, ..relay_options("slow", &relay) };
        site.restart(|config| config.mail.relays = vec![slow]).await;
        site.reader(Reader::new("reader0@example.org", Cadence::Weekly)).await;
        let edition = new_edition(site).await;
        post(site, edition, 3, "example.org").await;
        let (app, stop) = (site.app.clone(), CancellationToken::new());
        let told = stop.clone();
        let sending = tokio::spawn(async move { app.sender().run(&told).await });
        let held = "SELECT count(*) FROM outbox WHERE state = 'leased'";
        until(async || relay.message_ids().len() == 1 && site.numbers(held).await == [2], "one is sent, two are held").await;
        site.change("UPDATE subscribers SET state = 'unsubscribed'").await;
        site.wait(MINUTE / 4);
        stop.cancel();
        sending.await.expect("no panic");
        assert_eq!(states(site).await["dropped"], 2);
        let now = site.app.now().unix();
        assert_eq!(ends(site).await[1..], [format!("dropped unsubscribed {now}"), format!("dropped unsubscribed {now}")]);
    }
}

/// Both are under way at once there, and neither sees the other: the one finds the mail held, the other finds the reader there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_came_back_in_line_as_its_reader_left_goes_no_further() {
    let Some(mut site) = Site::on_postgres().await else {
        return;
    };
    let site = &mut site;
    let relay = Relay::start(Behaviour::Accept).await;
    site.restart(|config| config.mail.url = relay.url().parse().expect("an address"))
        .await;
    let reader = site
        .reader(Reader::new("going@example.org", Cadence::Weekly))
        .await;
    mail_to(site, &reader).await;
    site.change("UPDATE subscribers SET state = 'unsubscribed'")
        .await;
    send(site).await;
    let now = site.app.now().unix();
    assert_eq!(ends(site).await, [format!("dropped unsubscribed {now}")]);
    assert!(relay.recipients().is_empty());
}
