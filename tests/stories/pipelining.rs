//! Several mails over one connection: the content of one and the envelope of the next leave together (RFC 2920).

use crate::support::scripted_relay::{Moment, PLACES, ScriptedRelay, Stage, Turn};
use crate::support::smtp::{LETTER, LONG, clear_link, envelope, is_accepted, send, send_bytes};
use gudok::smtp::{DeliveryOutcome, EnhancedCode};

fn is_for(moment: &Moment, stage: Stage, who: &str) -> bool {
    moment.stage == stage && moment.line.contains(who)
}

#[tokio::test]
async fn the_next_envelope_is_under_way_before_a_content_is_answered() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    let mut link = clear_link(&relay);
    // Whoever waits for the answer before saying MAIL, RCPT and DATA would wait for ever.
    relay.plays(|moment| {
        (moment.stage == Stage::Dot && !moment.line.contains("last"))
            .then_some(Turn::SayAfterLines("250 2.0.0 taken", 3))
    });
    assert!(is_accepted(
        &send(&mut link, "a@example.org", Some("b@example.org")).await
    ));
    assert!(is_accepted(
        &send(&mut link, "b@example.org", Some("c@example.org")).await
    ));
    let last = send_bytes(&mut link, "c@example.org", b"last", None, LONG).await;
    assert!(is_accepted(&last));
    link.close().await;
    let heard = relay.heard();
    assert_eq!(heard.connections, 1);
    let letter = std::str::from_utf8(LETTER).expect("text");
    assert_eq!(heard.contents, [letter, letter, "last\r\n"]);
    assert_eq!(heard.commands.last().map(String::as_str), Some("QUIT"));
}

#[tokio::test]
async fn a_relay_that_does_not_pipeline_is_asked_command_by_command() {
    let relay = ScriptedRelay::start(&[]).await;
    let mut link = clear_link(&relay);
    relay.plays(|moment| {
        is_for(moment, Stage::Recipient, "nobody").then_some(Turn::Say("550 5.1.1 who?"))
    });
    for (to, next) in [("a", "nobody"), ("nobody", "b"), ("b", "c"), ("c", "d")] {
        let verdict = send(
            &mut link,
            &format!("{to}@x.kr"),
            Some(&format!("{next}@x.kr")),
        )
        .await;
        assert_eq!(is_accepted(&verdict), to != "nobody", "{verdict:?}");
    }
    link.close().await;
    let heard = relay.heard();
    assert_eq!(
        (heard.connections, heard.early, heard.contents.len()),
        (1, 0, 3)
    );
}

#[tokio::test]
async fn a_relay_of_old_that_knows_no_ehlo_gets_its_mail() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    relay.plays(|moment| is_for(moment, Stage::Hello, "EHLO").then_some(Turn::Say("502 what?")));
    let mut link = clear_link(&relay);
    assert!(is_accepted(
        &send(&mut link, "a@example.org", Some("b@example.org")).await
    ));
    assert!(is_accepted(&send(&mut link, "b@example.org", None).await));
    assert_eq!(relay.heard().early, 0);
}

#[tokio::test]
async fn a_refusal_in_a_pipeline_costs_neither_the_connection_nor_the_neighbours() {
    let refusals: [(Stage, &'static str, bool); 4] = [
        (Stage::Mail, "451 4.3.0 not now", false),
        (Stage::Recipient, "550 5.1.1 no such mailbox", true),
        (Stage::Data, "554 5.7.1 no", true),
        (Stage::Dot, "550 5.7.1 we do not like it", true),
    ];
    for (stage, reply, for_good) in refusals {
        let relay = ScriptedRelay::start(&["PIPELINING"]).await;
        // The second transaction of each is refused.
        let count = std::sync::atomic::AtomicUsize::new(0);
        relay.plays(move |moment| {
            let is_second = moment.stage == stage
                && count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 1;
            is_second.then_some(Turn::Say(reply))
        });
        let mut link = clear_link(&relay);
        let mut verdicts = Vec::new();
        for (to, next) in [
            ("a", Some("b@x.kr")),
            ("b", Some("c@x.kr")),
            ("c", Some("d@x.kr")),
            ("d", None),
        ] {
            verdicts.push(send(&mut link, &format!("{to}@x.kr"), next).await);
        }
        let said = match &verdicts[1] {
            DeliveryOutcome::TransientFailure(said) if !for_good => said,
            DeliveryOutcome::PermanentFailure(said) if for_good => said,
            other => panic!("{stage:?}: {other:?}"),
        };
        assert_eq!(said.to_string(), reply);
        for index in [0, 2, 3] {
            assert!(is_accepted(&verdicts[index]), "{stage:?}: {verdicts:?}");
        }
        assert_eq!(relay.heard().connections, 1, "{stage:?}");
        assert!(link.is_connected());
    }
}

#[tokio::test]
async fn a_relay_that_wants_a_content_for_nobody_gets_a_lone_dot() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    relay.plays(|moment| match moment.stage {
        Stage::Recipient if moment.line.contains("nobody") => Some(Turn::Say("550 5.1.1 who?")),
        Stage::Data => Some(Turn::Say("354 go on, whoever it is for")),
        _ => None,
    });
    let mut link = clear_link(&relay);
    assert!(is_accepted(
        &send(&mut link, "a@x.kr", Some("nobody@x.kr")).await
    ));
    let refused = send(&mut link, "nobody@x.kr", Some("b@x.kr")).await;
    let DeliveryOutcome::PermanentFailure(reply) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(reply.code, 550);
    let mailbox = EnhancedCode {
        class: 5,
        subject: 1,
        detail: 1,
    };
    assert_eq!(reply.enhanced, Some(mailbox));
    assert_eq!(reply.text, "who?");
    assert!(is_accepted(&send(&mut link, "b@x.kr", None).await));
    let heard = relay.heard();
    assert_eq!((heard.connections, heard.contents.len()), (1, 2));
}

#[tokio::test]
async fn a_relay_that_takes_the_recipient_of_a_refused_mail_gets_no_empty_one() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    relay.plays(|moment| match moment.stage {
        Stage::Mail => Some(Turn::Say("550 5.7.1 not from you")),
        Stage::Recipient => Some(Turn::Say("250 2.1.5 ok")),
        _ => None,
    });
    let mut link = clear_link(&relay);
    let refused = send(&mut link, "a@x.kr", None).await;
    assert!(
        matches!(refused, DeliveryOutcome::PermanentFailure(_)),
        "{refused:?}"
    );
    assert!(
        !link.is_connected(),
        "a dot would have delivered an empty mail"
    );
    assert!(relay.heard().contents.is_empty());
}

#[tokio::test]
async fn another_mail_than_the_announced_one_costs_a_connection_and_no_mail() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    let mut link = clear_link(&relay);
    assert!(is_accepted(
        &send(&mut link, "a@x.kr", Some("b@x.kr")).await
    ));
    assert!(is_accepted(&send(&mut link, "c@x.kr", None).await));
    relay.hears(|heard| heard.abandoned == 1).await;
    let heard = relay.heard();
    assert_eq!((heard.connections, heard.contents.len()), (2, 2));
}

#[tokio::test]
async fn an_announced_mail_is_taken_back_by_closing() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    let mut link = clear_link(&relay);
    assert!(is_accepted(
        &send(&mut link, "a@x.kr", Some("b@x.kr")).await
    ));
    link.close().await;
    assert!(!link.is_connected());
    relay.hears(|heard| heard.abandoned == 1).await;
    let heard = relay.heard();
    assert_eq!(heard.contents.len(), 1, "nothing came of the other");
    assert!(!heard.commands.iter().any(|command| command == "QUIT"));
}

#[tokio::test]
async fn a_connection_that_the_relay_closed_meanwhile_costs_no_attempt() {
    for announced in [None, Some("b@x.kr")] {
        for farewell in ["", "421 4.4.2 idle for too long\r\n"] {
            let relay = ScriptedRelay::start(&["PIPELINING"]).await;
            relay.plays(move |moment| {
                (moment.connection == 1 && moment.stage == Stage::Dot).then(|| {
                    Turn::SendAndClose([b"250 2.0.0 taken\r\n", farewell.as_bytes()].concat())
                })
            });
            let mut link = clear_link(&relay);
            assert!(is_accepted(&send(&mut link, "a@x.kr", announced).await));
            assert!(is_accepted(&send(&mut link, "b@x.kr", None).await));
            let heard = relay.heard();
            assert_eq!((heard.connections, heard.contents.len()), (2, 2));
        }
    }
}

#[tokio::test]
async fn a_relay_that_has_had_enough_mails_on_a_connection_gets_the_next_on_another() {
    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    relay.plays(|moment| {
        (moment.connection == 1 && is_for(moment, Stage::Recipient, "b@"))
            .then(|| Turn::SendAndClose(b"421 4.7.0 too many mails on one connection\r\n".to_vec()))
    });
    let mut link = clear_link(&relay);
    assert!(is_accepted(
        &send(&mut link, "a@x.kr", Some("b@x.kr")).await
    ));
    assert!(is_accepted(
        &send(&mut link, "b@x.kr", Some("c@x.kr")).await
    ));
    assert!(is_accepted(&send(&mut link, "c@x.kr", None).await));
    let heard = relay.heard();
    assert_eq!((heard.connections, heard.contents.len()), (2, 3));
}

#[tokio::test]
async fn a_relay_that_closes_at_once_is_not_the_mails_fault() {
    for stage in PLACES {
        for offers in [&["PIPELINING"][..], &[]] {
            let relay = ScriptedRelay::start(offers).await;
            relay.plays(move |moment| {
                (moment.stage == stage).then_some(Turn::Say("421 4.3.2 going down"))
            });
            let mut link = clear_link(&relay);
            let verdict = send(&mut link, "a@x.kr", Some("b@x.kr")).await;
            let DeliveryOutcome::Unreachable(why) = verdict else {
                panic!("{stage:?}: {verdict:?}")
            };
            assert!(why.contains("421 4.3.2 going down"), "{why}");
            assert!(!link.is_connected());
        }
    }
}

#[tokio::test]
async fn the_relay_is_told_the_size_and_spared_what_is_too_large() {
    let relay = ScriptedRelay::start(&["PIPELINING", "SIZE 1000"]).await;
    let mut link = clear_link(&relay);
    assert!(is_accepted(&send(&mut link, "a@x.kr", None).await));
    let told = format!("MAIL FROM:<letters@example.org> SIZE={}", LETTER.len());
    assert!(relay.heard().commands.contains(&told));
    let verdict = send_bytes(&mut link, "a@x.kr", &[b'x'; 1001], None, LONG).await;
    let DeliveryOutcome::PermanentFailure(reply) = verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(
        reply.to_string(),
        "5.3.4 the message is larger than the relay takes"
    );
    assert_eq!(reply.code, 0, "no relay said so");
    assert!(is_accepted(&send(&mut link, "a@x.kr", None).await));
    let heard = relay.heard();
    assert_eq!((heard.connections, heard.contents.len()), (1, 2));
}

#[tokio::test]
async fn an_address_beyond_ascii_goes_only_where_it_is_taken() {
    let plain = ScriptedRelay::start(&["PIPELINING"]).await;
    let mut link = clear_link(&plain);
    assert!(is_accepted(
        &send(&mut link, "a@x.kr", Some("김@한국.kr")).await
    ));
    let verdict = send(&mut link, "김@한국.kr", None).await;
    let DeliveryOutcome::PermanentFailure(reply) = verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(
        reply.enhanced.map(|code| code.to_string()).as_deref(),
        Some("5.6.7")
    );
    assert!(is_accepted(&send(&mut link, "a@한국.kr", None).await));
    link.close().await;
    let heard = plain.heard();
    assert_eq!(heard.connections, 1);
    assert!(
        heard
            .commands
            .contains(&"RCPT TO:<a@xn--3e0b707e.kr>".to_owned())
    );

    let modern = ScriptedRelay::start(&["PIPELINING", "SMTPUTF8"]).await;
    let mut link = clear_link(&modern);
    assert!(is_accepted(
        &send(&mut link, "a@x.kr", Some("김@한국.kr")).await
    ));
    assert!(is_accepted(&send(&mut link, "김@한국.kr", None).await));
    let heard = modern.heard();
    assert_eq!(
        heard.commands[1], "MAIL FROM:<letters@example.org>",
        "not where it is not needed"
    );
    assert_eq!(
        heard.commands[4],
        "MAIL FROM:<letters@example.org> SMTPUTF8"
    );
    assert_eq!(heard.commands[5], "RCPT TO:<김@xn--3e0b707e.kr>");
    assert_eq!(
        envelope("김@한국.kr").to()[0].to_string(),
        "김@xn--3e0b707e.kr"
    );
}
