//! Laws that hold for any input, tried with generated ones. Headers, feeds, bounces and Markdown have theirs in their own files.

use gudok::address::EmailAddress;
use gudok::clock::{Timestamp, Zone};
use gudok::message::{PREFERENCES_PLACEHOLDER, UNSUBSCRIBE_PLACEHOLDER};
use gudok::smtp::reply::{ReplyError, ReplyLines, ReplyReader};
use gudok::subscribers::schedule::{longest, next_after};
use gudok::subscribers::{Cadence, WeeklyDay};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::support::mails::{assert_form, edition, personal, read, share};

fn config() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(20_261_130),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Zones with changes of an hour and of half an hour, at night and at midnight, twice a year and none.
const ZONES: [&str; 7] = [
    "Asia/Seoul",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "Africa/Casablanca",
    "Asia/Kathmandu",
];

/// The moments of the next 40 digests of a reader, one after the other.
fn moments(cadence: Cadence, hour: i64, zone: &Zone, start: Timestamp) -> Vec<Timestamp> {
    let mut now = start;
    let next = || {
        let moment = next_after(cadence, WeeklyDay::Monday, hour, zone, now)?;
        now = moment;
        Some(moment)
    };
    std::iter::from_fn(next).take(40).collect()
}

/// Replies and the end of a conversation, read from pieces of these lengths.
fn conversation(bytes: &[u8], lengths: &[usize]) -> (Vec<ReplyLines>, Option<ReplyError>) {
    let (mut reader, mut replies, mut rest) = (ReplyReader::default(), Vec::new(), bytes);
    let mut lengths = lengths.iter().copied().cycle();
    while !rest.is_empty() {
        let length = lengths.next().unwrap_or(1).clamp(1, rest.len());
        let (piece, after) = rest.split_at(length);
        reader.take(piece);
        rest = after;
        loop {
            match reader.next_reply() {
                Ok(Some(lines)) => replies.push(lines),
                Ok(None) => break,
                Err(error) => return (replies, Some(error)),
            }
        }
    }
    (replies, None)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_address_is_read_again_as_it_is_written(typed in "[ -~가-힣\u{e9}\u{430}]{0,12}@?[a-zA-Z0-9가-힣.-]{0,20}(\\.[a-z]{2,5})?") {
        if let Ok(address) = typed.parse::<EmailAddress>() {
            let written = address.to_string();
            let again: EmailAddress = written.parse().expect("its own form");
            prop_assert_eq!(again.to_string(), written.as_str());
            prop_assert_eq!(again.key(), address.key());
            prop_assert!(written.len() <= 254 && !written.contains(char::is_control) && !written.contains(char::is_whitespace));
            let (local, domain) = written.rsplit_once('@').expect("an @");
            prop_assert!(!local.is_empty() && domain.is_ascii() && !domain.is_empty());
        }
    }

    #[test]
    fn a_body_with_any_placeholders_is_read_as_it_was_rendered(
        pieces in prop::collection::vec(
            prop_oneof![
                "[ -~\n가-힣\u{e9}\u{1f600}]{0,90}",
                Just(UNSUBSCRIBE_PLACEHOLDER.to_owned()),
                Just(PREFERENCES_PLACEHOLDER.to_owned()),
            ],
            0..12,
        ),
        length in 40usize..400,
    ) {
        let body = pieces.concat();
        let (edition, personal) = (edition("제목", &body, &body), personal(length));
        let bytes = share(&edition, &personal);
        assert_form(&bytes);
        let message = read(&bytes);
        for part in message.parts.iter().skip(1) {
            let text = part.text_contents().unwrap_or_default().replace("\r\n", "\n");
            prop_assert_eq!(text, personal.substitute(&body));
        }
    }

    #[test]
    fn replies_do_not_depend_on_the_pieces_in_which_they_arrive(
        lines in prop::collection::vec("([2-5][0-5][0-9]([ -][ -~\u{e9}\u{0}]{0,20})?|[ -~]{0,12})\r?\n", 0..8),
        lengths in prop::collection::vec(1usize..30, 1..6),
    ) {
        let bytes = lines.concat().into_bytes();
        let whole = conversation(&bytes, &[bytes.len().max(1)]);
        prop_assert_eq!(conversation(&bytes, &lengths), whole.clone());
        for reply in whole.0 {
            prop_assert!((200..=559).contains(&reply.code));
            prop_assert!(reply.texts.iter().all(|text| !text.contains(char::is_control)));
        }
    }

    #[test]
    fn any_bytes_are_replies_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = conversation(&bytes, &[7]);
    }

    #[test]
    fn the_next_digest_is_later_and_not_later_than_its_cadence(
        zone in prop::sample::select(&ZONES[..]),
        cadence in prop::sample::select(vec![Cadence::Daily, Cadence::Weekly, Cadence::Monthly]),
        hour in 0i64..24,
        start in 1_000_000_000i64..2_500_000_000,
    ) {
        let zone: Zone = zone.parse().expect("a zone");
        let mut before = Timestamp::from_unix(start);
        for moment in moments(cadence, hour, &zone, before) {
            prop_assert!(moment > before);
            prop_assert!(moment.since(before) <= longest(cadence), "{} to {}", before, moment);
            // A skipped hour is taken an hour later, or half an hour later on Lord Howe Island.
            let local = moment.at(&zone);
            prop_assert!(i64::from(local.hour()) == hour || i64::from(local.hour()) == (hour + 1) % 24, "{}", local);
            before = moment;
        }
    }
}
