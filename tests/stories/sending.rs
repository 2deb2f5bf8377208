//! How the sender shares the work: among relays, within limits, with other processes, and up to its last mail.

use std::collections::{BTreeMap, BTreeSet};

use gudok::clock::{HOUR, MINUTE};
use gudok::config::{DomainOptions, RelayOptions};
use gudok::ids::{EditionId, MailId, SubscriberId};
use gudok::message::message_id;
use gudok::outbox::{self, MailState, bulk_control};
use gudok::rate_limits::Limit;
use gudok::subscribers::Cadence;
use gudok::token::Signer;
use tokio_util::sync::CancellationToken;

use crate::stories;
use crate::support::outbox::{mail_to, new_edition, post, readers_become, send, states};
use crate::support::relay::{Behaviour, Relay, relay_options};
use crate::support::scripted_relay::{ScriptedRelay, Stage};
use crate::support::{Reader, Site};

async fn use_relays(site: &mut Site, relays: Vec<RelayOptions>) {
    site.restart(|config| {
        config.mail.relays = relays;
        config.mail.lease = 4;
    })
    .await;
}

/// One mail a minute for slow.example.
async fn limit_slow_example(site: &mut Site, relay: &Relay) {
    site.restart(|config| {
        config.mail.relays = vec![relay_options("relay", relay)];
        config.mail.domains = vec![DomainOptions {
            name: "slow.example".into(),
            per_second: 0,
            per_minute: 1,
            per_hour: 0,
            per_day: 0,
        }];
    })
    .await;
}

/// The same from the counters that nobody has to count.
async fn tallies(site: &Site) -> BTreeMap<&'static str, i64> {
    let mut tx = site.app.read().await.expect("a connection");
    let counts = outbox::count_by_state(&mut tx).await.expect("counts");
    counts
        .iter()
        .map(|count| (count.state.as_str(), count.count))
        .collect()
}

async fn paused(site: &Site, edition: EditionId, is_paused: bool) {
    let mut tx = site.app.write().await.expect("a transaction");
    bulk_control::set_paused(&mut tx, edition, is_paused)
        .await
        .expect("set");
    tx.commit().await.expect("committed");
}

fn each_once(relay: &Relay) -> usize {
    let recipients = relay.recipients();
    let distinct: BTreeSet<_> = recipients.iter().collect();
    assert_eq!(distinct.len(), recipients.len(), "nobody got it twice");
    recipients.len()
}

stories! {
    async fn when_a_relay_is_down_the_next_one_takes_its_mails(site: Site) {
        let (down, spare) = (Relay::start(Behaviour::Accept).await, Relay::start(Behaviour::Accept).await);
        let first = relay_options("first", &down);
        let second = RelayOptions { priority: 2, ..relay_options("spare", &spare) };
        drop(down);
        use_relays(site, vec![first, second]).await;
        let edition = new_edition(site).await;
        post(site, edition, 20, "example.org").await;
        send(site).await;
        assert_eq!(states(site).await, BTreeMap::from([("sent", 20)]));
        assert_eq!(each_once(&spare), 20);
    }

    async fn a_relay_of_a_higher_number_rests_while_the_first_one_works(site: Site) {
        let (first, spare) = (Relay::start(Behaviour::Accept).await, Relay::start(Behaviour::Accept).await);
        let second = RelayOptions { priority: 2, ..relay_options("spare", &spare) };
        use_relays(site, vec![relay_options("first", &first), second]).await;
        let edition = new_edition(site).await;
        post(site, edition, 20, "example.org").await;
        send(site).await;
        assert_eq!((each_once(&first), each_once(&spare)), (20, 0));
    }

    async fn relays_share_the_mails_by_their_weight(site: Site) {
        let (heavy, light) = (Relay::start(Behaviour::Accept).await, Relay::start(Behaviour::Accept).await);
        let heavier = RelayOptions { weight: 4, ..relay_options("heavy", &heavy) };
        use_relays(site, vec![relay_options("light", &light), heavier]).await;
        let edition = new_edition(site).await;
        post(site, edition, 100, "example.org").await;
        send(site).await;
        let (heavy, light) = (each_once(&heavy), each_once(&light));
        assert_eq!(heavy + light, 100);
        assert!(light > 0 && heavy > light, "{heavy} and {light}");
    }

    async fn a_relay_gets_no_more_mails_in_a_second_than_its_limit(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        let limited = RelayOptions { per_second: 1, ..relay_options("limited", &relay) };
        use_relays(site, vec![limited]).await;
        let edition = new_edition(site).await;
        post(site, edition, 3, "example.org").await;
        let app = site.app.clone();
        let sending = tokio::spawn(async move { app.sender().drain(&CancellationToken::new()).await });
        for second in 1..=3 {
            while relay.message_ids().len() < second {
                tokio::task::yield_now().await;
            }
            assert_eq!(relay.message_ids().len(), second);
            site.wait(1);
        }
        sending.await.expect("no panic").expect("sent");
        assert_eq!(states(site).await, BTreeMap::from([("sent", 3)]));
    }

    async fn mails_beyond_a_domains_limit_wait_in_line_and_others_overtake_them(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        limit_slow_example(site, &relay).await;
        let edition = new_edition(site).await;
        post(site, edition, 3, "slow.example").await;
        post(site, edition, 2, "quick.example").await;
        send(site).await;
        assert_eq!(states(site).await, BTreeMap::from([("queued", 2), ("sent", 3)]));
        site.wait(4 * MINUTE);
        send(site).await;
        assert_eq!(states(site).await, BTreeMap::from([("queued", 1), ("sent", 4)]));
        site.wait(4 * MINUTE);
        send(site).await;
        assert_eq!(states(site).await, BTreeMap::from([("sent", 5)]));
        assert_eq!(each_once(&relay), 5);
    }

    async fn a_letter_does_not_stand_in_the_line_of_a_campaign(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        limit_slow_example(site, &relay).await;
        let edition = new_edition(site).await;
        post(site, edition, 9, "slow.example").await;
        send(site).await;
        site.post_json("/api/v1/subscriptions", &serde_json::json!({"email": "kim@slow.example"})).await.expect(202);
        send(site).await;
        site.wait(MINUTE);
        send(site).await;
        assert_eq!(relay.recipients()[1], "kim@slow.example", "the campaign's mails have minutes to wait");
    }

    async fn a_domain_that_refuses_many_mails_for_now_is_left_alone_for_a_while(site: Site) {
        let relay = Relay::start(Behaviour::RefuseRecipient("451 4.7.1 greylisted")).await;
        use_relays(site, vec![relay_options("relay", &relay)]).await;
        let edition = new_edition(site).await;
        post(site, edition, 20, "grey.example").await;
        send(site).await;
        let now = states(site).await;
        assert!((5..=7).contains(&now["deferred"]), "{now:?}");
        assert_eq!(now["queued"], 20 - now["deferred"], "the others were not even tried");
        relay.becomes(Behaviour::Accept);
        site.wait(HOUR);
        send(site).await;
        assert_eq!(states(site).await, BTreeMap::from([("sent", 20)]));
        assert_eq!(each_once(&relay), 20);
    }

    async fn a_relay_that_answers_no_dot_gets_a_rest_before_a_whole_edition_is_unknown(site: Site) {
        let relay = Relay::start(Behaviour::CloseAfterDot).await;
        use_relays(site, vec![relay_options("relay", &relay)]).await;
        let edition = new_edition(site).await;
        post(site, edition, 50, "example.org").await;
        send(site).await;
        let unknown = states(site).await["unknown"];
        assert!((3..=5).contains(&unknown), "{unknown} of 50");
        assert_eq!(states(site).await["deferred"], 50 - unknown);
        relay.becomes(Behaviour::Accept);
        // Another process knows nothing of the rest.
        use_relays(site, vec![relay_options("relay", &relay)]).await;
        site.wait(2 * MINUTE);
        send(site).await;
        assert_eq!(states(site).await, BTreeMap::from([("sent", 50 - unknown), ("unknown", unknown)]));
        assert_eq!(each_once(&relay), 50);
    }

    async fn two_processes_share_an_edition_and_nobody_gets_it_twice(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        use_relays(site, vec![RelayOptions { connections: 3, ..relay_options("relay", &relay) }]).await;
        let edition = new_edition(site).await;
        post(site, edition, 200, "example.org").await;
        tokio::join!(send(site), send(site));
        assert_eq!(states(site).await, BTreeMap::from([("sent", 200)]));
        assert_eq!(each_once(&relay), 200);
    }

    async fn a_process_that_is_told_to_stop_gives_back_what_it_holds(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        use_relays(site, vec![relay_options("relay", &relay)]).await;
        let edition = new_edition(site).await;
        post(site, edition, 300, "example.org").await;
        let (app, stop) = (site.app.clone(), CancellationToken::new());
        let told = stop.clone();
        let sending = tokio::spawn(async move { app.sender().run(&told).await });
        while relay.message_ids().len() < 10 {
            tokio::task::yield_now().await;
        }
        stop.cancel();
        sending.await.expect("no panic");
        let now = states(site).await;
        assert_eq!(now["queued"] + now["sent"], 300, "{now:?}");
        assert!(now["sent"] < 300, "it stopped in the middle");
        send(site).await;
        assert_eq!(each_once(&relay), 300);
    }

    async fn who_leaves_while_their_mail_is_tried_is_not_tried_again(site: Site) {
        let relay = Relay::start(Behaviour::RefuseContent("451 4.3.0 later")).await;
        use_relays(site, vec![relay_options("relay", &relay)]).await;
        let reader = site.reader(Reader::new("reader0@example.org", Cadence::Weekly)).await;
        mail_to(site, &reader).await;
        site.change("UPDATE outbox SET state = 'leased', lease_token = 'gone', attempts = 1").await;
        site.change("INSERT INTO sending_leases (token, expires_at) VALUES ('gone', 1)").await;
        site.change("UPDATE subscribers SET state = 'unsubscribed'").await;
        send(site).await;
        assert_eq!(states(site).await, BTreeMap::from([("dropped", 1)]));
        assert!(relay.message_ids().is_empty());
    }

    async fn who_leaves_while_their_mail_waits_for_a_slow_relay_gets_none(site: Site) {
        let relay = ScriptedRelay::start(&["PIPELINING"]).await;
        let url = relay.url();
        site.restart(|config| {
            config.mail.url = url.parse().expect("an address");
            config.mail.connections = 1;
        }).await;
        site.reader(Reader::new("reader0@example.org", Cadence::Weekly)).await;
        let slow = new_edition(site).await;
        post(site, slow, 2, "example.org").await;
        let (app, clock) = (site.app.clone(), site.clock.clone());
        relay.plays(move |moment| {
            // The first mail takes two seconds.
            if moment.stage == Stage::Dot {
                readers_become(&app, "unsubscribed");
                clock.advance(2);
            }
            None
        });
        send(site).await;
        assert_eq!(states(site).await, BTreeMap::from([("dropped", 1), ("sent", 1)]));
        assert_eq!(relay.heard().taken.len(), 1);
        assert_eq!(tallies(site).await, BTreeMap::from([("dropped", 1), ("sent", 1)]));
    }

    async fn a_paused_edition_waits_while_others_go(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        use_relays(site, vec![relay_options("relay", &relay)]).await;
        let (waiting, going) = (new_edition(site).await, new_edition(site).await);
        paused(site, waiting, true).await;
        post(site, waiting, 3, "example.org").await;
        post(site, going, 2, "example.org").await;
        send(site).await;
        assert_eq!(states(site).await, BTreeMap::from([("queued", 3), ("sent", 2)]));
        paused(site, waiting, false).await;
        send(site).await;
        assert_eq!(states(site).await, BTreeMap::from([("sent", 5)]));
    }

    async fn the_counters_are_right_in_every_state(site: Site) {
        let relay = Relay::start(Behaviour::RefuseRecipient("550 5.1.1 nobody")).await;
        use_relays(site, vec![relay_options("relay", &relay)]).await;
        let reader = site.reader(Reader::new("reader0@example.org", Cadence::Weekly)).await;
        assert_eq!(reader.id.0, 1, "whom post() writes for");
        let edition = new_edition(site).await;
        let behaviours = [
            Behaviour::RefuseRecipient("550 5.1.1 nobody"),
            Behaviour::RefuseContent("451 4.3.0 later"),
            Behaviour::CloseAfterDot,
            Behaviour::Accept,
        ];
        for behaviour in behaviours {
            relay.becomes(behaviour);
            post(site, edition, 2, &format!("d{}.example", relay.message_ids().len())).await;
            send(site).await;
            assert_eq!(tallies(site).await, states(site).await);
        }
        paused(site, edition, true).await;
        post(site, edition, 4, "example.org").await;
        let mut tx = site.app.write().await.expect("a transaction");
        let now = site.app.now();
        assert_eq!(bulk_control::cancel_unknown(&mut tx, edition, "left", now, now).await.expect("left"), 2);
        assert_eq!(bulk_control::send_some_again(&mut tx, edition, MailState::Failed, now, now).await.expect("again"), 2);
        assert_eq!(bulk_control::drop_some(&mut tx, edition, "cancelled", now).await.expect("dropped"), 8);
        tx.commit().await.expect("committed");
        assert_eq!(tallies(site).await, states(site).await);
        assert_eq!(tallies(site).await, BTreeMap::from([("dropped", 10), ("sent", 2)]));
        let mut tx = site.app.write().await.expect("a transaction");
        outbox::forget_subscriber(&mut tx, SubscriberId(1)).await.expect("forgotten");
        tx.commit().await.expect("committed");
        assert_eq!(tallies(site).await, BTreeMap::new());
    }
}

#[test]
fn a_limit_lets_through_nine_tenths_of_what_it_says_or_more() {
    for (most, seconds) in [
        (1, 60),
        (7, 60),
        (59, 60),
        (100, 60),
        (119, 60),
        (5_000, 3_600),
        (50_000, 86_400),
    ] {
        let limit = Limit::smooth("test", most, seconds);
        let let_through = limit.most * seconds;
        assert!(
            let_through <= most * limit.window,
            "{most} in {seconds} s: {limit:?}"
        );
        assert!(
            10 * let_through >= 9 * most * limit.window,
            "{most} in {seconds} s: {limit:?}"
        );
    }
}

#[test]
fn a_message_id_names_its_mail_and_cannot_be_made_by_others() {
    let (ours, theirs) = (
        Signer::new(b"our secret"),
        Signer::new(b"another installation's"),
    );
    let id = message_id::for_mail(&ours, MailId(7), "example.org");
    assert_eq!(message_id::read(&ours, &id), Some(MailId(7)));
    assert_eq!(message_id::read(&theirs, &id), None);
    assert_eq!(message_id::read(&ours, &id.replace("m7.", "m8.")), None);
    assert_eq!(message_id::read(&ours, "<no-id>"), None);
}
