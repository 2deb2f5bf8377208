//! A refusal that is about the sender is never held against the reader, however it speaks of unknown users and hosts.

use gudok::background;
use gudok::bounces::BounceReason;
use gudok::bounces::Class;
use gudok::bounces::reading::{read, read_answer, reported};
use gudok::ids::MailId;
use gudok::jobs::runner;
use gudok::subscribers::{Cadence, SubscriberState};

use crate::stories;
use crate::support::bounces::{come_back, return_path};
use crate::support::outbox::{mail_to, send, states};
use crate::support::readers::{KIM, state};
use crate::support::scripted_relay::{ScriptedRelay, Stage, Turn};
use crate::support::{Reader, Site};

/// Codes about the sender's address, its proofs and its standing, beside words that are said of recipients too.
const ABOUT_THE_SENDER: &[&str] = &[
    "501 5.1.7 Bad sender's mailbox address syntax",
    "550 5.1.7 <kim@example.org>: user unknown",
    "550 5.1.7 in reply to RCPT TO command: no such user here",
    "550 5.1.8 <letters@example.org>: unknown host",
    "553 5.1.8 Domain of sender address letters@example.org does not exist",
    "550 5.1.8 example.org: host not found",
    "550 5.1.9 Message relayed to non-compliant mailer: no such user",
    "550 5.7.1 Unable to find the host of this domain: unknown host",
    "550 5.7.1 example.org has no MX records",
    "554 5.7.1 <letters@example.org>: user unknown",
    "550 5.7.8 Authentication credentials invalid",
    "550 5.7.23 SPF validation failed",
    "550 5.7.25 PTR: host not found",
    "550 5.7.26 Unauthenticated mail; recipient address rejected",
    "550 5.7.27 <letters@example.org>: null MX, this domain does not accept mail",
    "550 5.7.509 Access denied, sending domain does not pass DMARC verification",
];

#[test]
fn a_refusal_of_the_sender_is_no_word_about_the_recipient() {
    let kim = KIM.parse().expect("an address");
    for said in ABOUT_THE_SENDER {
        let answer = read_answer(&kim, said);
        assert_eq!(answer.class, Class::Soft, "{said}: {answer:?}");
        let findings = read(&report("letters@example.org", said)).findings;
        assert_eq!(findings.len(), 1, "{said}");
        assert_eq!(findings[0].class, Class::Soft, "{said}: {findings:?}");
        let by_a_service = reported(Some(kim.clone()), true, None, None, said);
        assert_eq!(by_a_service.class, Class::Soft, "{said}: {by_a_service:?}");
    }
}

#[test]
fn a_policy_that_names_the_recipient_as_unknown_is_believed() {
    // Postfix writes 5.7.1 before whatever its tables say of a recipient.
    let kim = KIM.parse().expect("an address");
    let said = "554 5.7.1 <kim@example.org>: Recipient address rejected: User unknown in virtual mailbox table";
    let answer = read_answer(&kim, said);
    assert_eq!(
        (answer.class, answer.reason),
        (Class::Hard, BounceReason::UserUnknown)
    );
}

#[test]
fn a_policy_that_knows_no_such_user_and_names_nobody_else_counts() {
    let kim = KIM.parse().expect("an address");
    for said in [
        "550 5.7.1 No such user here",
        "550 5.7.1 User unknown: kim@example.org",
    ] {
        // What a mail service calls permanent is so; otherwise nobody says to what it answers, so it adds up.
        let by_a_service = reported(
            Some(KIM.parse().expect("an address")),
            true,
            None,
            None,
            said,
        );
        let findings = read(&report("letters@example.org", said)).findings;
        assert_eq!(findings.len(), 1, "{said}");
        for (found, reason) in [
            (&by_a_service, BounceReason::UserUnknown),
            (&read_answer(&kim, said), BounceReason::Filtered),
            (&findings[0], BounceReason::Filtered),
        ] {
            assert_eq!(
                (found.class, found.reason),
                (reason.class(), reason),
                "{said}"
            );
        }
    }
}

#[test]
fn the_codes_that_follow_the_proofs_of_the_sender_are_what_their_registry_says() {
    let kim = KIM.parse().expect("an address");
    for (said, reason) in [
        ("550 5.7.27 refused", BounceReason::Auth),
        ("550 5.7.28 refused", BounceReason::Rate),
        ("550 5.7.29 refused", BounceReason::Auth),
        ("550 5.7.30 refused", BounceReason::Policy),
    ] {
        let answer = read_answer(&kim, said);
        assert_eq!(
            (answer.class, answer.reason),
            (Class::Soft, reason),
            "{said}"
        );
    }
}

/// The report of a relay's postmaster that our mail to Kim failed.
fn report(to: &str, said: &str) -> Vec<u8> {
    let status = said.split(' ').nth(1).expect("a status");
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@relay.example\nTo: {to}\nSubject: Undeliverable mail\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nYour mail to <kim@example.org> was refused:\n{said}\n\n\
         --b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; kim@example.org\nAction: failed\n\
         Status: {status}\nDiagnostic-Code: smtp; {said}\n\n--b--\n"
    )
    .into_bytes()
}

/// Mails Kim one edition, and judges what came of it.
async fn mail_kim(site: &Site) {
    let kim = site.subscriber(KIM).await;
    mail_to(site, &kim).await;
    send(site).await;
    runner::drain(&site.app, background::JOBS)
        .await
        .expect("judged");
}

stories! {
    async fn a_relay_that_refuses_the_sender_costs_no_reader_their_subscription(site: Site) {
        let relay = ScriptedRelay::start(&["PIPELINING"]).await;
        let url = relay.url();
        site.restart(|config| config.mail.url = url.parse().expect("an address")).await;
        site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        for stage in [Stage::Mail, Stage::Recipient, Stage::Dot] {
            for said in ABOUT_THE_SENDER {
                relay.plays(move |moment| (moment.stage == stage).then_some(Turn::Say(said)));
                mail_kim(site).await;
                assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed), "{stage:?}: {said}");
            }
        }
        let mails = i64::try_from(3 * ABOUT_THE_SENDER.len()).expect("few");
        assert_eq!(states(site).await["failed"], mails);
        let counted = site.texts("SELECT diagnostic || ': ' || reason FROM bounces WHERE effect <> 'noted'").await;
        assert!(counted.is_empty(), "{counted:?}");
        // The same road does end a subscription.
        relay.plays(|moment| (moment.stage == Stage::Recipient).then_some(Turn::Say("550 5.1.1 <kim@example.org>: user unknown")));
        mail_kim(site).await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced));
    }

    async fn a_report_that_the_sender_was_refused_costs_no_reader_their_subscription(site: Site) {
        site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        mail_kim(site).await;
        let mail = MailId(site.numbers("SELECT max(id) FROM outbox").await[0]);
        for said in ABOUT_THE_SENDER {
            let path = return_path(site, mail);
            come_back(site, said, &report(&path, said)).await;
            assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed), "{said}");
        }
        let path = return_path(site, mail);
        come_back(site, "the last", &report(&path, "550 5.1.1 <kim@example.org>: user unknown")).await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced));
    }
}
