//! Relays that take mail at their own pace: what comes too fast goes a little later, and nothing is lost or doubled.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use gudok::clock::{HOUR, MINUTE};
use tokio_util::sync::CancellationToken;

use crate::stories;
use crate::support::Site;
use crate::support::outbox::{new_edition, post, states};
use crate::support::relay::{Behaviour, Relay};
use crate::support::scripted_relay::{ScriptedRelay, Stage, Turn};

async fn drain(site: &Site) {
    site.app
        .sender()
        .drain(&CancellationToken::new())
        .await
        .expect("the outbox is sent");
}

stories! {
    async fn what_comes_too_fast_for_a_relay_goes_some_seconds_later_and_once(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        let url = relay.url();
        site.restart(|config| {
            config.mail.url = url.parse().expect("a relay");
            config.mail.connections = 1;
        })
        .await;
        let edition = new_edition(site).await;
        post(site, edition, 8, "first.example").await;
        drain(site).await;
        assert_eq!(relay.recipients().len(), 8);

        relay.becomes(Behaviour::RefuseContent("454 Throttling failure: Maximum sending rate exceeded."));
        post(site, edition, 2, "second.example").await;
        drain(site).await;
        let due = site.numbers("SELECT due_at FROM outbox WHERE state = 'deferred' ORDER BY id").await;
        assert_eq!(due.len(), 2);
        let now = site.app.now().unix();
        assert!(due.iter().all(|due| (2..=6).contains(&(due - now))), "in seconds: {due:?} at {now}");
        let attempts = site.numbers("SELECT attempts FROM outbox WHERE state = 'deferred'").await;
        assert_eq!(attempts, [1, 1], "so that one which is always refused is given up");

        relay.becomes(Behaviour::Accept);
        site.wait(6);
        drain(site).await;
        let sent = site.numbers("SELECT count(*) FROM outbox WHERE state = 'sent'").await;
        assert_eq!(sent, [10]);
        let mut taken = relay.message_ids();
        assert_eq!(taken.len(), 12, "two were refused and went again");
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), 10);
    }

    async fn a_refusal_for_now_that_has_another_cause_waits_as_ever(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        let url = relay.url();
        site.restart(|config| config.mail.url = url.parse().expect("a relay")).await;
        let edition = new_edition(site).await;
        post(site, edition, 1, "first.example").await;
        drain(site).await;
        for (number, words) in [
            "450 4.7.1 Greylisted, try again in 300 seconds",
            "452 4.2.2 mailbox exceeded the quota limit",
            "451 4.3.0 temporary failure",
            "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents more",
            "451 4.7.1 Ratelimit \"to\" exceeded",
        ]
        .into_iter()
        .enumerate()
        {
            relay.becomes(Behaviour::RefuseContent(words));
            post(site, edition, 1, "second.example").await;
            drain(site).await;
            let due = site.numbers("SELECT due_at FROM outbox WHERE state = 'deferred' ORDER BY id").await;
            assert_eq!(due.len(), number + 1);
            assert!(due[number] - site.app.now().unix() >= MINUTE, "{words}");
        }
    }

    async fn a_recipient_who_gets_too_much_mail_holds_up_nobody_and_is_given_up(site: Site) {
        let relay = ScriptedRelay::start(&["PIPELINING"]).await;
        relay.plays(|moment| {
            let is_busy = moment.stage == Stage::Recipient && moment.line.contains("@busy.example");
            is_busy.then_some(Turn::Say("450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents more"))
        });
        let url = relay.url();
        site.restart(|config| {
            config.mail.url = url.parse().expect("a relay");
            config.mail.connections = 1;
        })
        .await;
        let edition = new_edition(site).await;
        post(site, edition, 1, "busy.example").await;
        for round in 1..=12 {
            let began = Instant::now();
            post(site, edition, 5, "first.example").await;
            drain(site).await;
            let sent = site.numbers("SELECT count(*) FROM outbox WHERE state = 'sent'").await;
            assert_eq!(sent, [5 * round]);
            // At the relay's first slow pace five mails take as many seconds.
            assert!(began.elapsed() < Duration::from_secs(4), "round {round}");
            site.wait(5 * HOUR);
        }
        assert_eq!(states(site).await, BTreeMap::from([("failed", 1), ("sent", 60)]));
    }
}
