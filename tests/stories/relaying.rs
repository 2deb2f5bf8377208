//! Handing mail to a relay that behaves badly at each stage: nothing is lost, and nothing is sent twice before the dot.

use gudok::clock::{HOUR, MINUTE};
use gudok::outbox::{self, MailContent, MailState, OutboxRow};
use gudok::{changed, store};
use tokio_util::sync::CancellationToken;

use crate::stories;
use crate::support::Site;
use crate::support::outbox::{new_edition, post_letter, post_mail, send};
use crate::support::relay::{Behaviour, Relay};
use crate::support::scripted_relay::ScriptedRelay;

/// A site whose mail goes to this relay; leases are as short as they can be, so that time-outs are.
async fn use_relay(site: &mut Site, relay: &Relay) {
    let url = relay.url();
    site.restart(|config| {
        config.mail.url = url.parse().expect("a relay");
        config.mail.lease = 4;
    })
    .await;
}

async fn post_bulk(site: &Site, to: &str) {
    let id = new_edition(site).await;
    post_mail(site, to, MailContent::Edition(id)).await;
}

async fn only_mail(site: &Site) -> OutboxRow {
    let mut tx = site.app.read().await.expect("a connection");
    let mut rows = outbox::list(&mut tx, None, None, 10).await.expect("rows");
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

stories! {
    async fn a_mail_goes_to_the_relay_and_its_reply_is_kept(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        use_relay(site, &relay).await;
        post_letter(site, "kim@example.org").await;
        send(site).await;
        let mail = only_mail(site).await;
        assert_eq!(mail.state, MailState::Sent);
        assert_eq!(mail.result.as_deref(), Some("250 2.0.0 taken"));
        assert_eq!(relay.message_ids().len(), 1);
    }

    async fn a_mail_refused_for_now_is_tried_again_as_the_same_mail(site: Site) {
        let relay = Relay::start(Behaviour::RefuseContent("451 4.7.1 come back later")).await;
        use_relay(site, &relay).await;
        post_letter(site, "kim@example.org").await;
        send(site).await;
        let mail = only_mail(site).await;
        assert_eq!(mail.state, MailState::Deferred);
        assert!(mail.result.expect("a reason").contains("come back later"));
        relay.becomes(Behaviour::Accept);
        send(site).await;
        assert_eq!(only_mail(site).await.state, MailState::Deferred, "not before its time");
        site.wait(2 * MINUTE);
        send(site).await;
        assert_eq!(only_mail(site).await.state, MailState::Sent);
        let ids = relay.message_ids();
        assert_eq!(ids.len(), 2);
        assert_eq!(ids[0], ids[1], "a second attempt is the same mail");
    }

    async fn a_mail_refused_for_good_is_never_tried_again(site: Site) {
        let relay = Relay::start(Behaviour::RefuseRecipient("550 5.1.1 no such mailbox")).await;
        use_relay(site, &relay).await;
        post_letter(site, "nobody@example.org").await;
        send(site).await;
        assert_eq!(only_mail(site).await.state, MailState::Failed);
        relay.becomes(Behaviour::Accept);
        site.wait(10 * HOUR);
        send(site).await;
        assert_eq!(relay.message_ids().len(), 0);
    }

    async fn a_refused_recipient_does_not_cost_the_next_one_its_mail(site: Site) {
        let relay = Relay::start(Behaviour::RefuseRecipient("550 5.1.1 no such mailbox")).await;
        use_relay(site, &relay).await;
        post_letter(site, "nobody@example.org").await;
        send(site).await;
        relay.becomes(Behaviour::Accept);
        post_letter(site, "kim@example.org").await;
        send(site).await;
        assert_eq!(relay.message_ids().len(), 1);
    }

    async fn a_mail_that_no_relay_takes_for_two_days_is_given_up(site: Site) {
        let relay = Relay::start(Behaviour::RefuseContent("451 later")).await;
        use_relay(site, &relay).await;
        post_letter(site, "kim@example.org").await;
        for _ in 0..20 {
            send(site).await;
            site.wait(5 * HOUR);
        }
        assert_eq!(only_mail(site).await.state, MailState::Failed);
    }

    async fn a_bulk_mail_without_an_answer_after_the_dot_waits_for_the_owner(site: Site) {
        let relay = Relay::start(Behaviour::CloseAfterDot).await;
        use_relay(site, &relay).await;
        post_bulk(site, "kim@example.org").await;
        send(site).await;
        let mail = only_mail(site).await;
        assert_eq!(mail.state, MailState::Unknown);
        site.wait(10 * HOUR);
        relay.becomes(Behaviour::Accept);
        send(site).await;
        assert_eq!(relay.message_ids().len(), 1, "nobody sends it again by itself");
        let mut tx = site.app.write().await.expect("a transaction");
        assert!(outbox::send_again(&mut tx, site.app.signer(), mail.id, site.app.now()).await.expect("decided"));
        tx.commit().await.expect("committed");
        send(site).await;
        assert_eq!(only_mail(site).await.state, MailState::Sent);
        let ids = relay.message_ids();
        assert_eq!(ids[0], ids[1]);
    }

    async fn a_letter_without_an_answer_after_the_dot_is_sent_again(site: Site) {
        let relay = Relay::start(Behaviour::HangAfterDot).await;
        use_relay(site, &relay).await;
        post_letter(site, "kim@example.org").await;
        send(site).await;
        assert_eq!(only_mail(site).await.state, MailState::Deferred);
        relay.becomes(Behaviour::Accept);
        site.wait(2 * MINUTE);
        send(site).await;
        assert_eq!(only_mail(site).await.state, MailState::Sent);
    }

    async fn a_connection_that_breaks_before_the_content_doubles_nothing(site: Site) {
        let relay = Relay::start(Behaviour::CloseBeforeContent).await;
        use_relay(site, &relay).await;
        post_bulk(site, "kim@example.org").await;
        send(site).await;
        assert_eq!(only_mail(site).await.state, MailState::Deferred, "the dot was never sent");
        relay.becomes(Behaviour::Accept);
        site.wait(2 * MINUTE);
        send(site).await;
        assert_eq!(only_mail(site).await.state, MailState::Sent);
        assert_eq!(relay.message_ids().len(), 1);
    }

    async fn a_relay_that_speaks_no_smtp_or_nothing_only_delays_mail(site: Site) {
        for behaviour in [Behaviour::NotSmtp, Behaviour::Mute] {
            let relay = Relay::start(behaviour).await;
            use_relay(site, &relay).await;
            post_bulk(site, "kim@example.org").await;
            send(site).await;
            let mut tx = site.app.read().await.expect("a connection");
            let rows = outbox::list(&mut tx, Some(MailState::Deferred), None, 10).await.expect("rows");
            assert!(!rows.is_empty(), "{behaviour:?}");
            drop(tx);
            relay.becomes(Behaviour::Accept);
            site.wait(2 * MINUTE);
            send(site).await;
            assert_eq!(relay.message_ids().len(), 1, "{behaviour:?}");
        }
    }

    async fn a_mail_for_nobody_listening_waits(site: Site) {
        let relay = Relay::start(Behaviour::Accept).await;
        use_relay(site, &relay).await;
        drop(relay);
        post_letter(site, "kim@example.org").await;
        send(site).await;
        let mail = only_mail(site).await;
        assert_eq!(mail.state, MailState::Deferred);
        assert!(mail.result.expect("a reason").contains("cannot be reached"));
    }

    async fn a_sender_that_stalled_past_its_lease_changes_nothing_any_more(site: Site) {
        let relay = Relay::start(Behaviour::HangAfterDot).await;
        use_relay(site, &relay).await;
        post_bulk(site, "kim@example.org").await;
        let stalled = site.app.clone();
        let stalled = tokio::spawn(async move { stalled.sender().drain(&CancellationToken::new()).await });
        while relay.message_ids().is_empty() {
            tokio::task::yield_now().await;
        }
        site.wait(MINUTE);
        relay.becomes(Behaviour::Accept);
        send(site).await;
        assert_eq!(only_mail(site).await.state, MailState::Sent, "another sender took the mail over");
        stalled.await.expect("no panic").expect("it ends");
        assert_eq!(only_mail(site).await.state, MailState::Sent, "the late result was not written");
        let ids = relay.message_ids();
        assert_eq!(ids.len(), 2);
        assert_eq!(ids[0], ids[1]);
    }

    async fn an_address_that_would_be_a_command_never_reaches_the_relay(site: Site) {
        let relay = ScriptedRelay::start(&["PIPELINING", "SMTPUTF8"]).await;
        let url = relay.url();
        site.restart(|config| config.mail.url = url.parse().expect("a relay")).await;
        let wrong = [
            "a@x.kr>\r\nRCPT TO:<b@x.kr", "a@x.kr> SIZE=1", "a b@x.kr", "<a@x.kr", "a\n@x.kr", "a@x.kr\t", "a", "@x.kr", "a@",
            "a\u{85}@x.kr", "a\u{2028}@x.kr", "a@ x.kr",
        ];
        for text in wrong {
            post_letter(site, "kim@example.org").await;
            // Nothing parses these; a database that somebody meddled with may hold them.
            let sql = "UPDATE outbox SET recipient = $1 WHERE recipient = 'kim@example.org'";
            let mut tx = site.app.write().await.expect("a transaction");
            let changed: store::Result<u64> = changed!(tx, conn => sqlx::query(sql).bind(text).execute(conn));
            assert_eq!(changed.expect("a row"), 1);
            tx.commit().await.expect("committed");
        }
        post_letter(site, "lee@example.org").await;
        send(site).await;
        let mut tx = site.app.read().await.expect("a connection");
        let rows = outbox::list(&mut tx, None, None, 100).await.expect("rows");
        let states: Vec<_> = rows.into_iter().map(|mail| (mail.recipient.to_string(), mail.state)).collect();
        for text in wrong {
            assert!(states.contains(&(text.to_owned(), MailState::Failed)), "{text:?}: {states:?}");
        }
        assert!(states.contains(&("lee@example.org".into(), MailState::Sent)), "{states:?}");
        let heard = relay.heard();
        assert_eq!(heard.contents.len(), 1);
        let recipients = heard.commands.iter().filter(|command| command.starts_with("RCPT"));
        assert_eq!(recipients.count(), 1);
    }
}
