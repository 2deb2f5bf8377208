//! A relay that closes, hangs or talks nonsense, at each stage of a mail: before the dot the mail is still ours, after it
//! nobody knows, and the next mail goes its way.

use gudok::smtp::DeliveryOutcome;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::support::scripted_relay::{ScriptedRelay, Stage, Turn};
use crate::support::smtp::{LETTER, LONG, clear_link, is_accepted, send, send_bytes};

/// Every place at which one mail can go wrong, in order.
const STAGES: [Stage; 7] = [
    Stage::Greeting,
    Stage::Hello,
    Stage::Mail,
    Stage::Recipient,
    Stage::Data,
    Stage::Content,
    Stage::Dot,
];
/// A relay hangs; long enough for all that stands before, even on a busy machine.
const SHORT: Duration = Duration::from_secs(3);

/// One mail that meets `turn` at `stage`, and another one to the relay come to its senses. The letter fits into one write:
/// once its content is on its way, the dot may have arrived, unless the relay spoke up before.
async fn meets(offers: &[&'static str], stage: Stage, turn: Turn, time: Duration) {
    let what = format!("{offers:?} {stage:?} {turn:?}");
    let relay = ScriptedRelay::start(offers).await;
    relay.plays(move |moment| (moment.stage == stage).then(|| turn.clone()));
    let mut link = clear_link(&relay);
    let started = Instant::now();
    let verdict = send_bytes(&mut link, "a@x.kr", LETTER, Some("b@x.kr"), time).await;
    assert!(started.elapsed() < time + Duration::from_secs(5), "{what}");
    match (&verdict, stage) {
        (DeliveryOutcome::Unanswered(_), Stage::Content | Stage::Dot) => {}
        (DeliveryOutcome::Unreachable(_), stage) if stage != Stage::Dot => {
            assert!(relay.heard().contents.is_empty(), "{what}");
        }
        _ => panic!("{what}: {verdict:?}"),
    }
    assert!(!link.is_connected(), "{what}");
    relay.is_honest();
    assert!(
        is_accepted(&send(&mut link, "b@x.kr", None).await),
        "{what}"
    );
    assert_eq!(relay.heard().connections, 2, "{what}");
}

async fn at_each_stage(turn: impl Fn() -> Turn, time: Duration) {
    let mut meetings = Vec::new();
    for stage in STAGES {
        for offers in [&["PIPELINING"][..], &[]] {
            meetings.push(meets(offers, stage, turn(), time));
        }
    }
    join_all(meetings).await;
}

#[tokio::test]
async fn a_relay_may_close_at_each_stage() {
    at_each_stage(Turn::close, LONG).await;
}

#[tokio::test]
async fn a_relay_may_hang_at_each_stage() {
    at_each_stage(Turn::hang, SHORT).await;
}

#[tokio::test]
async fn a_relay_may_talk_nonsense_at_each_stage() {
    let nonsense: [&[u8]; 5] = [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\0\xff\xfe\x01\r\n",
        b"999 what\r\n",
        b"250-one\r\n354 two\r\n",
        b"300\r\n100\r\n2\r\n",
    ];
    for bytes in nonsense {
        at_each_stage(|| Turn::SendAndClose(bytes.to_vec()), LONG).await;
    }
}

#[tokio::test]
async fn a_relay_may_stop_in_the_middle_of_a_reply() {
    for bytes in [&b"2"[..], b"250", b"250-go on\r\n", b"250-go on\r\n250 and"] {
        at_each_stage(|| Turn::SendAndClose(bytes.to_vec()), LONG).await;
    }
    at_each_stage(|| Turn::SendAndHang(b"250-go on\r\n25".to_vec()), SHORT).await;
}

#[tokio::test]
async fn a_relay_may_talk_without_an_end() {
    at_each_stage(|| Turn::SendForever(vec![b'2'; 1_000]), LONG).await;
    at_each_stage(|| Turn::SendForever(b"250-more\r\n".repeat(100)), LONG).await;
}

#[tokio::test]
async fn a_relay_that_closes_in_the_middle_of_a_content_has_not_got_it() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    relay.plays(|moment| (moment.stage == Stage::Content).then(Turn::close));
    let mut link = clear_link(&relay);
    // More than the machine keeps on its way.
    let bytes = b"A line of a very long mail.\r\n".repeat(2_000_000);
    let verdict = send_bytes(&mut link, "a@x.kr", &bytes, Some("b@x.kr"), LONG).await;
    assert!(
        matches!(verdict, DeliveryOutcome::Unreachable(_)),
        "{verdict:?}"
    );
    assert!(relay.heard().contents.is_empty());
}

#[tokio::test]
async fn a_relay_that_stops_reading_in_the_middle_of_a_content_has_not_got_it() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    relay.plays(|moment| (moment.stage == Stage::Content).then_some(Turn::Freeze));
    let mut link = clear_link(&relay);
    let bytes = b"A line of a very long mail.\r\n".repeat(2_000_000);
    let verdict = send_bytes(&mut link, "a@x.kr", &bytes, None, SHORT).await;
    assert!(
        matches!(verdict, DeliveryOutcome::Unreachable(_)),
        "{verdict:?}"
    );
    assert!(relay.heard().contents.is_empty());
}

#[tokio::test]
async fn a_reply_that_nobody_asked_for_is_not_taken_for_the_answer_to_a_mail() {
    for reply in [
        "354 go on\r\n250 2.0.0 taken",
        "354 go on\r\n421 4.3.2 going down",
    ] {
        for offers in [&["PIPELINING"][..], &[]] {
            let relay = ScriptedRelay::start(offers).await;
            relay.plays(move |moment| (moment.stage == Stage::Data).then_some(Turn::Say(reply)));
            let mut link = clear_link(&relay);
            let verdict = send(&mut link, "a@x.kr", None).await;
            assert!(
                matches!(verdict, DeliveryOutcome::Unreachable(_)),
                "{verdict:?}"
            );
            assert!(relay.heard().contents.is_empty());
        }
    }
}

#[tokio::test]
async fn an_answer_from_another_place_of_the_conversation_is_no_answer() {
    let wrong = [
        (Stage::Mail, "354 go on"),
        (Stage::Recipient, "334 who"),
        (Stage::Data, "250 2.0.0 ok"),
        (Stage::Dot, "354 go on"),
    ];
    for (stage, reply) in wrong {
        for offers in [&["PIPELINING"][..], &[]] {
            let relay = ScriptedRelay::start(offers).await;
            relay.plays(move |moment| (moment.stage == stage).then_some(Turn::Say(reply)));
            let mut link = clear_link(&relay);
            let verdict = send(&mut link, "a@x.kr", None).await;
            match verdict {
                DeliveryOutcome::Unreachable(_) => assert_ne!(stage, Stage::Dot),
                DeliveryOutcome::Unanswered(_) => assert_eq!(stage, Stage::Dot),
                _ => panic!("{stage:?}: {verdict:?}"),
            }
            assert!(!link.is_connected());
        }
    }
}
