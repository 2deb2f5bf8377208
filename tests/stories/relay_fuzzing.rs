//! Hostile replies by chance, always the same ones: no panic, no hang, no growth, and never a wrong word about a dot.

use gudok::smtp::reply::{ReplyError, ReplyReader};
use gudok::smtp::{DeliveryOutcome, Reply, content};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::support::scripted_relay::{Moment, ScriptedRelay, Stage, Turn};
use crate::support::smtp::{LONG, begin_bytes, clear_link, send_bytes};

/// Pieces out of which streams are made: good ones, bad ones, and halves.
const PIECES: [&str; 24] = [
    "220 hi\r\n",
    "250 ok\r\n",
    "250-more\r\n",
    "250-PIPELINING\r\n",
    "250 SIZE 99\r\n",
    "354 go\r\n",
    "421 bye\r\n",
    "451 4.3.0 later\r\n",
    "550 5.1.1 no\r\n",
    "554\r\n",
    "250",
    "\r\n",
    "\n",
    "\r",
    "-",
    " ",
    "2",
    "599 x\r\n",
    "260 x\r\n",
    "250x\r\n",
    "\0\u{85}\u{2028}",
    "5.999999.1",
    "250 5.1.1 x\r\n",
    "AUTH=\r\n",
];

fn stream(random: &mut StdRng, pieces: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..random.random_range(0..=pieces) {
        match random.random_range(0..40) {
            0 => bytes.push(random.random::<u8>()),
            1 => bytes.extend((0..random.random_range(0..300)).map(|_| random.random::<u8>())),
            2 => bytes.extend(std::iter::repeat_n(b'x', random.random_range(0..5_000))),
            3 => bytes.extend(b"250-more\r\n".repeat(random.random_range(0..200))),
            4 => bytes.extend(std::iter::repeat_n(0, random.random_range(0..300))),
            _ => bytes.extend(PIECES[random.random_range(0..PIECES.len())].as_bytes()),
        }
    }
    bytes
}

/// Reads a stream in pieces of any length; what was read, and the end.
fn read(bytes: &[u8], random: &mut StdRng) -> (Vec<Reply>, Option<ReplyError>) {
    let (mut reader, mut replies, mut rest) = (ReplyReader::default(), Vec::new(), bytes);
    loop {
        match reader.next_reply() {
            Ok(Some(lines)) => {
                assert!(lines.texts.len() <= ReplyReader::MOST_LINES);
                assert!((200..=559).contains(&lines.code));
                let reply = Reply::from(lines);
                assert!(reply.text.chars().count() <= 1_000);
                assert!(!reply.text.contains(char::is_control));
                let own = |code: gudok::smtp::EnhancedCode| u16::from(code.class) == reply.class();
                assert!(reply.enhanced.is_none_or(own));
                replies.push(reply);
            }
            Ok(None) if rest.is_empty() => return (replies, None),
            Ok(None) => {
                let (piece, behind) = rest.split_at(random.random_range(1..=rest.len().min(4_096)));
                reader.take(piece);
                rest = behind;
            }
            Err(error) => return (replies, Some(error)),
        }
    }
}

#[test]
fn any_octets_are_replies_or_an_error_however_they_are_cut() {
    let mut random = StdRng::seed_from_u64(5_321);
    let (mut replies, mut errors) = (0, [0; 3]);
    for _ in 0..20_000 {
        let bytes = stream(&mut random, 12);
        let whole = read(&bytes, &mut random);
        assert_eq!(
            read(&bytes, &mut random),
            whole,
            "{:?}",
            String::from_utf8_lossy(&bytes)
        );
        replies += whole.0.len();
        match whole.1 {
            Some(ReplyError::Garbage(_)) => errors[0] += 1,
            Some(ReplyError::EndlessLine) => errors[1] += 1,
            Some(ReplyError::EndlessReply) => errors[2] += 1,
            None => {}
        }
    }
    assert!(
        replies > 5_000 && errors.iter().all(|count| *count > 100),
        "{replies} replies, {errors:?} errors"
    );
}

#[test]
fn a_reply_without_an_end_is_given_up_before_it_fills_the_memory() {
    let mut reader = ReplyReader::default();
    reader.take(&vec![b'2'; ReplyReader::LONGEST_LINE]);
    assert_eq!(reader.next_reply(), Err(ReplyError::EndlessLine));
    let mut reader = ReplyReader::default();
    reader.take(&b"250-and\r\n".repeat(ReplyReader::MOST_LINES + 1));
    assert_eq!(reader.next_reply(), Err(ReplyError::EndlessReply));
    let mut reader = ReplyReader::default();
    reader.take(
        &[
            b"250 ",
            vec![b'x'; ReplyReader::LONGEST_LINE - 6].as_slice(),
            b"\r\n",
        ]
        .concat(),
    );
    let lines = reader.next_reply().expect("a long line").expect("whole");
    assert_eq!(Reply::from(lines).text.len(), 1_000);
}

#[test]
fn a_reply_is_understood_as_people_read_it() {
    let understood = |bytes: &str| {
        let mut reader = ReplyReader::default();
        reader.take(bytes.as_bytes());
        let reply = Reply::from(reader.next_reply().expect("a reply").expect("whole"));
        (
            reply.code,
            reply
                .enhanced
                .map(|code| code.to_string())
                .unwrap_or_default(),
            reply.text,
        )
    };
    let is = |code, enhanced: &str, text: &str| (code, enhanced.to_owned(), text.to_owned());
    assert_eq!(
        understood("550 5.1.1 no such\tuser\r\n"),
        is(550, "5.1.1", "no such user")
    );
    assert_eq!(
        understood("452-4.2.2 The mailbox\r\n452-4.2.2 is over quota.\r\n452 4.2.2\r\n"),
        is(452, "4.2.2", "The mailbox is over quota. ")
    );
    assert_eq!(understood("250\r\n"), is(250, "", ""));
    assert_eq!(understood("250 2.0.0\n"), is(250, "2.0.0", ""));
    assert_eq!(
        understood("550 4.2.2 of another class\r\n"),
        is(550, "", "4.2.2 of another class")
    );
    assert_eq!(understood("550 5.1.1.1 x\r\n"), is(550, "", "5.1.1.1 x"));
    assert_eq!(understood("550 5.+1.1 x\r\n"), is(550, "", "5.+1.1 x"));
    assert_eq!(understood("550 5.1.1234 x\r\n"), is(550, "", "5.1.1234 x"));
    assert_eq!(understood("550 \u{d55c}\u{ae00}\r\n"), is(550, "", "한글"));
}

/// What a relay makes of a content: lines, the dots before them taken away.
fn unstuffed(wire: &[u8]) -> Vec<u8> {
    let mut message = Vec::new();
    let lines = wire.strip_suffix(b".\r\n").expect("a final dot");
    for line in lines.split_inclusive(|octet| *octet == b'\n') {
        assert!(line.ends_with(b"\r\n"), "no bare LF");
        assert!(!line[..line.len() - 2].contains(&b'\r'), "no bare CR");
        assert_ne!(line, b".\r\n", "no dot before the last");
        message.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
    }
    message
}

#[test]
fn a_content_is_the_same_behind_the_dots_whatever_its_octets() {
    let mut random = StdRng::seed_from_u64(4_592);
    for round in 0..20_000 {
        let length = random.random_range(0..60);
        let bytes: Vec<u8> = (0..length)
            .map(|_| match random.random_range(0..6) {
                0 => b'.',
                1 => b'\r',
                2 => b'\n',
                _ => random.random::<u8>(),
            })
            .collect();
        let mut wire = Vec::new();
        content::write(&bytes, &mut wire);
        wire.extend_from_slice(content::DOT);
        // Every line end of any kind, and the end of the last line, as CRLF.
        let mut expected = Vec::new();
        let mut rest = bytes.as_slice();
        while let Some((octet, behind)) = rest.split_first() {
            rest = behind;
            match octet {
                b'\r' => {
                    expected.extend_from_slice(b"\r\n");
                    rest = rest.strip_prefix(b"\n").unwrap_or(rest);
                }
                b'\n' => expected.extend_from_slice(b"\r\n"),
                other => expected.push(*other),
            }
        }
        if !expected.is_empty() && !expected.ends_with(b"\r\n") {
            expected.extend_from_slice(b"\r\n");
        }
        assert_eq!(unstuffed(&wire), expected, "round {round}: {bytes:?}");
    }
}

/// Sends three mails, each announced by the one before; each has its number in its content. With
/// `begins` each begins before its turn.
async fn three_mails(relay: &ScriptedRelay, begins: bool) -> Vec<DeliveryOutcome> {
    let mut link = clear_link(relay);
    let mut verdicts = Vec::new();
    let people = ["0@x.kr", "1@x.kr", "2@x.kr"];
    for (number, to) in people.into_iter().enumerate() {
        let content = format!("mail {number}\r\n");
        if begins {
            let begun = begin_bytes(&mut link, to, content.as_bytes(), LONG).await;
            assert!(begun.is_none(), "nobody lets the time run out");
        }
        let next = people.get(number + 1).copied();
        verdicts.push(send_bytes(&mut link, to, content.as_bytes(), next, LONG).await);
    }
    link.close().await;
    verdicts
}

#[tokio::test]
async fn a_session_survives_any_stream_that_a_relay_may_send() {
    let mut random = StdRng::seed_from_u64(2_920);
    for round in 0..1_500 {
        let mut bytes = Vec::new();
        // Often far enough into a conversation to be interesting.
        for start in [
            "220 hi\r\n",
            "250-x\r\n250 PIPELINING\r\n",
            "250 ok\r\n",
            "250 ok\r\n",
            "354 go\r\n",
        ] {
            if random.random_ratio(9, 10) {
                bytes.extend_from_slice(start.as_bytes());
            } else {
                break;
            }
        }
        bytes.extend(stream(&mut random, 8));
        let relay = ScriptedRelay::start(&[]).await;
        let sent = bytes.clone();
        relay.plays(move |_| Some(Turn::SendAndClose(sent.clone())));
        for verdict in three_mails(&relay, round % 2 == 0).await {
            let is_ok = !matches!(verdict, DeliveryOutcome::Accepted(_));
            assert!(
                is_ok,
                "{verdict:?} by {:?}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }
}

/// The code of the reply at the head of a stream that ends there, as RFC 5321 (section 4.2.1) writes one, if there is one.
fn first_code(bytes: &[u8]) -> Option<u16> {
    let mut lines = bytes.split(|octet| *octet == b'\n');
    // What stands behind the last line end is no line.
    lines.next_back();
    let mut code = None;
    for line in lines.take(ReplyReader::MOST_LINES) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let digits = std::str::from_utf8(line.get(..3)?).ok()?;
        let is_code = ('2'..='5').contains(&digits.chars().next()?)
            && ('0'..='5').contains(&digits.chars().nth(1)?);
        let own: u16 = digits.parse().ok().filter(|_| is_code)?;
        if line.len() >= ReplyReader::LONGEST_LINE - 1 || code.is_some_and(|code| code != own) {
            return None;
        }
        code = Some(own);
        match line.get(3) {
            None | Some(b' ') => return code,
            Some(b'-') => {}
            Some(_) => return None,
        }
    }
    None
}

#[tokio::test]
async fn the_word_on_a_mail_is_the_first_whole_reply_to_its_dot_and_nothing_else() {
    let mut random = StdRng::seed_from_u64(354);
    let mut seen = [0; 5];
    for _ in 0..1_500 {
        let bytes = stream(&mut random, 4);
        let relay = ScriptedRelay::start(&["PIPELINING"]).await;
        let sent = bytes.clone();
        relay.plays(move |moment| {
            (moment.stage == Stage::Dot).then(|| Turn::SendAndClose(sent.clone()))
        });
        let verdict = send_bytes(&mut clear_link(&relay), "0@x.kr", b"mail\r\n", None, LONG).await;
        let (kind, is_right) = match (&verdict, first_code(&bytes)) {
            (DeliveryOutcome::Accepted(reply), Some(200..=299)) => (0, reply.class() == 2),
            (DeliveryOutcome::Unreachable(_), Some(421)) => (1, true),
            (DeliveryOutcome::TransientFailure(reply), Some(400..=499)) => (2, reply.code != 421),
            (DeliveryOutcome::PermanentFailure(_), Some(500..=599)) => (3, true),
            (DeliveryOutcome::Unanswered(_), None | Some(300..=399)) => (4, true),
            _ => (0, false),
        };
        let bytes = String::from_utf8_lossy(&bytes);
        assert!(is_right, "{verdict:?} by {bytes:?}");
        seen[kind] += 1;
    }
    assert!(seen.iter().all(|count| *count > 20), "{seen:?}");
}

/// One answer by chance: mostly the honest one.
fn turn(moment: &Moment, random: &mut StdRng) -> Option<Turn> {
    const WORDS: [&str; 8] = [
        "451 4.3.0 later",
        "550 5.1.1 no",
        "421 4.3.2 bye",
        "250-long\r\n250 ok",
        "354 go",
        "what",
        "452",
        "250 x\r\n250 y",
    ];
    if moment.stage == Stage::Content || random.random_ratio(4, 5) {
        return None;
    }
    Some(match random.random_range(0..6) {
        0 => Turn::close(),
        // Whether such an answer took the mail is anybody's guess.
        1 if moment.stage != Stage::Dot => Turn::SendAndClose(stream(random, 3)),
        _ => Turn::Say(WORDS[random.random_range(0..WORDS.len())]),
    })
}

#[tokio::test]
async fn a_mail_is_taken_where_we_say_so_and_nowhere_else() {
    let mut seen = [0; 5];
    for seed in 0..3_000 {
        let relay = ScriptedRelay::start(if seed % 3 == 0 { &[] } else { &["PIPELINING"] }).await;
        let random = std::sync::Mutex::new(StdRng::seed_from_u64(seed));
        relay.plays(move |moment| turn(moment, &mut random.lock().expect("no panic")));
        let verdicts = three_mails(&relay, seed % 2 == 0).await;
        let heard = relay.heard();
        for (number, verdict) in verdicts.iter().enumerate() {
            let content = format!("mail {number}\r\n");
            let count = |contents: &[String]| contents.iter().filter(|c| **c == content).count();
            let (arrived, taken) = (count(&heard.contents), count(&heard.taken));
            let what = format!(
                "seed {seed}, mail {number} arrived {arrived} times and was taken {taken} times: {verdict:?}"
            );
            let (kind, is_right) = match verdict {
                DeliveryOutcome::Accepted(_) => (0, taken == 1),
                DeliveryOutcome::TransientFailure(_) => (1, taken == 0),
                DeliveryOutcome::PermanentFailure(_) => (2, taken == 0),
                DeliveryOutcome::Unreachable(_) => (3, taken == 0),
                // It may have closed before it read the content, or so soon behind its answer that the answer was lost.
                DeliveryOutcome::Unanswered(_) => (4, taken <= 1 && arrived <= 2),
            };
            assert!(is_right, "{what}");
            seen[kind] += 1;
        }
    }
    assert!(seen.iter().all(|count| *count > 50), "{seen:?}");
}
