//! The content of the next mail goes out while the one before it comes to its end; only its final dot delivers it.

use gudok::delivery::transport::TransportConnection;
use gudok::smtp::DeliveryOutcome;
use std::time::Duration;

use tokio::time::timeout;

use crate::support::scripted_relay::{Moment, ScriptedRelay, Stage, Turn};
use crate::support::smtp::{
    LETTER, LONG, begin, begin_bytes, clear_link, is_accepted, send, send_bytes,
};

/// Long enough for a relay on this machine, and short enough to wait for one that hangs.
const SHORT: Duration = Duration::from_millis(200);

/// A relay that pipelines and plays this part, and a link over which `a@x.kr` got its mail and `b@x.kr` was announced.
async fn after_the_first_mail(
    part: impl Fn(&Moment) -> Option<Turn> + Send + Sync + 'static,
) -> (ScriptedRelay, TransportConnection) {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    relay.plays(part);
    let mut link = clear_link(&relay);
    assert!(is_accepted(
        &send(&mut link, "a@x.kr", Some("b@x.kr")).await
    ));
    (relay, link)
}

#[tokio::test]
async fn a_mail_that_has_begun_is_delivered_by_its_dot() {
    let (relay, mut link) = after_the_first_mail(|_| None).await;
    assert!(begin(&mut link, "b@x.kr", LONG).await.is_none());
    assert_eq!(relay.heard().contents.len(), 1, "no dot, no mail");
    assert!(is_accepted(
        &send(&mut link, "b@x.kr", Some("c@x.kr")).await
    ));
    assert!(begin(&mut link, "c@x.kr", LONG).await.is_none());
    assert!(is_accepted(&send(&mut link, "c@x.kr", None).await));
    let heard = relay.heard();
    let letter = std::str::from_utf8(LETTER).expect("text");
    assert_eq!(
        (heard.connections, heard.contents),
        (1, vec![letter.into(); 3])
    );
}

#[tokio::test]
async fn a_mail_that_has_begun_can_be_taken_back() {
    let (relay, mut link) = after_the_first_mail(|_| None).await;
    assert!(begin(&mut link, "b@x.kr", LONG).await.is_none());
    link.close().await;
    relay.hears(|heard| heard.abandoned == 1).await;
    assert_eq!(relay.heard().contents.len(), 1);
}

#[tokio::test]
async fn another_mail_than_the_one_that_has_begun_goes_over_another_connection() {
    let (relay, mut link) = after_the_first_mail(|_| None).await;
    assert!(begin(&mut link, "b@x.kr", LONG).await.is_none());
    assert!(is_accepted(&send(&mut link, "c@x.kr", None).await));
    relay.hears(|heard| heard.abandoned == 1).await;
    let heard = relay.heard();
    assert_eq!((heard.connections, heard.contents.len()), (2, 2));
}

#[tokio::test]
async fn two_mails_to_one_person_are_not_taken_for_each_other() {
    let (relay, mut link) = after_the_first_mail(|_| None).await;
    assert!(begin(&mut link, "b@x.kr", LONG).await.is_none());
    // The same envelope, and another mail: the one that has begun was put back meanwhile.
    let other = b"Subject: another\r\n\r\nAnother.\r\n";
    assert!(
        begin_bytes(&mut link, "b@x.kr", other, LONG)
            .await
            .is_none()
    );
    let verdict = send_bytes(&mut link, "b@x.kr", other, None, LONG).await;
    assert!(is_accepted(&verdict), "{verdict:?}");
    let heard = relay.heard();
    let letter = std::str::from_utf8(LETTER).expect("text");
    let other = std::str::from_utf8(other).expect("text");
    assert_eq!(heard.contents, [letter, other]);
}

#[tokio::test]
async fn a_mail_that_was_not_announced_does_not_begin() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    let mut link = clear_link(&relay);
    assert!(begin(&mut link, "a@x.kr", LONG).await.is_none());
    assert_eq!(relay.heard().connections, 0);
    assert!(is_accepted(&send(&mut link, "a@x.kr", None).await));
    assert!(begin(&mut link, "b@x.kr", LONG).await.is_none());
    assert!(is_accepted(&send(&mut link, "b@x.kr", None).await));
    let heard = relay.heard();
    assert_eq!((heard.connections, heard.contents.len()), (1, 2));
}

#[tokio::test]
async fn a_refusal_while_a_mail_begins_is_told_at_its_turn() {
    let refusals = [
        (Stage::Mail, "550 5.7.1 not from you"),
        (Stage::Recipient, "550 5.1.1 no such mailbox"),
        (Stage::Data, "554 5.7.1 no"),
    ];
    for (stage, reply) in refusals {
        let transactions = std::sync::atomic::AtomicUsize::new(0);
        let (relay, mut link) = after_the_first_mail(move |moment| {
            let is_second = moment.stage == stage
                && transactions.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 1;
            is_second.then_some(Turn::Say(reply))
        })
        .await;
        assert!(begin(&mut link, "b@x.kr", LONG).await.is_none());
        match send(&mut link, "b@x.kr", Some("c@x.kr")).await {
            DeliveryOutcome::PermanentFailure(said) => assert_eq!(said.to_string(), reply),
            other => panic!("{stage:?}: {other:?}"),
        }
        assert!(is_accepted(&send(&mut link, "c@x.kr", None).await));
        let heard = relay.heard();
        assert_eq!((heard.connections, heard.contents.len()), (1, 2));
    }
}

#[tokio::test]
async fn a_relay_that_closes_before_the_dot_has_not_got_the_mail() {
    let stages = [Stage::Mail, Stage::Recipient, Stage::Data, Stage::Content];
    for stage in stages {
        let turns = std::sync::atomic::AtomicUsize::new(0);
        let (relay, mut link) = after_the_first_mail(move |moment| {
            let is_second = moment.stage == stage
                && turns.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 1;
            is_second.then(Turn::close)
        })
        .await;
        assert!(begin(&mut link, "b@x.kr", LONG).await.is_none());
        relay.hears(|heard| heard.ended == 1).await;
        let verdict = send(&mut link, "b@x.kr", None).await;
        assert!(is_accepted(&verdict), "{stage:?}: {verdict:?}");
        let heard = relay.heard();
        assert_eq!((heard.connections, heard.taken.len()), (2, 2), "{stage:?}");
    }
}

#[tokio::test]
async fn a_relay_that_hangs_while_a_mail_begins_is_not_asked_again() {
    for stage in [Stage::Mail, Stage::Recipient, Stage::Data] {
        let turns = std::sync::atomic::AtomicUsize::new(0);
        let (relay, mut link) = after_the_first_mail(move |moment| {
            let is_second = moment.stage == stage
                && turns.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 1;
            is_second.then(Turn::hang)
        })
        .await;
        let verdict = begin(&mut link, "b@x.kr", SHORT).await;
        assert!(
            matches!(verdict, Some(DeliveryOutcome::Unreachable(_))),
            "{verdict:?}"
        );
        assert!(!link.is_connected());
        assert_eq!(relay.heard().contents.len(), 1);
    }
}

#[tokio::test]
async fn whoever_breaks_a_sending_off_learns_whether_the_relay_may_have_the_mail() {
    let stages = [
        (Stage::Greeting, false),
        (Stage::Recipient, false),
        (Stage::Data, false),
        (Stage::Dot, true),
    ];
    for (stage, has_left) in stages {
        let relay = ScriptedRelay::start(&["PIPELINING"]).await;
        relay.plays(move |moment| (moment.stage == stage).then(Turn::hang));
        let mut link = clear_link(&relay);
        assert!(
            timeout(SHORT, send(&mut link, "a@x.kr", None))
                .await
                .is_err()
        );
        assert_eq!(link.may_be_delivered(), has_left, "{stage:?}");
        assert!(!link.is_connected());
    }
}
