//! What the cells of a column say, by its heading.

use std::collections::BTreeSet;

use super::speech::Speech;
use super::states::{Meanings, Tally, speech_of_cells, understand};
use super::vocabulary::{
    BEFORE_WORDS, BEHIND_WORDS, BOUNCED, END_WORDS, ENDS, HARMLESS, LEFT, PLAIN, SUBSCRIBED,
    UNCONFIRMED, UNMISTAKABLE,
};

/// What the cells of a column with this heading say.
fn read(heading: &str, cells: &[&str]) -> Result<Vec<&'static str>, Vec<String>> {
    let mut tally = Tally::default();
    for cell in cells {
        tally.add(cell.as_bytes());
    }
    let speech = match Speech::of(heading) {
        None => speech_of_cells(heading, &tally).map_err(|unclear| unclear.0)?,
        speech => speech,
    };
    let column = match speech {
        Some(speech) => {
            understand(0, speech, &tally, &Meanings::new()).map_err(|unclear| unclear.0)?
        }
        None => None,
    };
    Ok(cells
        .iter()
        .map(|cell| match &column {
            Some(column) => column.read(cell).as_str(),
            None => "",
        })
        .collect())
}

#[test]
fn flags_are_read_by_their_headings() {
    assert_eq!(
        read("email_disabled", &["true", "false"]).unwrap(),
        ["left", "subscribed"]
    );
    assert_eq!(
        read("subscribed_to_emails", &["TRUE", "FALSE"]).unwrap(),
        ["subscribed", "left"]
    );
    assert_eq!(
        read("deleted_at", &["", "2026-01-02T03:04:05Z"]).unwrap(),
        ["subscribed", "left"]
    );
    assert_eq!(
        read("Unsubscribed", &["0", "1", ""]).unwrap(),
        ["subscribed", "left", "subscribed"]
    );
    assert_eq!(
        read("수신동의", &["Y", "N", ""]).unwrap(),
        ["subscribed", "left", "unconfirmed"]
    );
    assert_eq!(
        read("이메일 수신 동의", &["O", "X"]).unwrap(),
        ["subscribed", "left"]
    );
    assert_eq!(
        read("수신거부 여부", &["예", "아니요"]).unwrap(),
        ["left", "subscribed"]
    );
    assert_eq!(
        read("bounced", &["true", ""]).unwrap(),
        ["bounced", "subscribed"]
    );
    assert_eq!(
        read("opt-out", &["no", "yes"]).unwrap(),
        ["subscribed", "left"]
    );
    assert_eq!(
        read("수신거부 사유", &["", "너무 자주 옴"]).unwrap(),
        ["subscribed", "left"]
    );
}

#[test]
fn circles_ticks_and_crosses_are_read_or_stop() {
    for (heading, cells, right) in [
        ("이메일 수신 동의", ["○", "×"], ["subscribed", "left"]),
        ("수신동의", ["〇", "✕"], ["subscribed", "left"]),
        ("수신동의", ["⭕", "❌"], ["subscribed", "left"]),
        ("수신거부", ["○", "×"], ["left", "subscribed"]),
        ("수신 동의", ["Ｏ", "Ｘ"], ["subscribed", "left"]),
        ("Newsletter", ["✓", ""], ["subscribed", "unconfirmed"]),
        ("Newsletter", ["✔\u{fe0f}", "✗"], ["subscribed", "left"]),
        ("opted in", ["☑", "☐"], ["subscribed", "left"]),
        ("unsubscribed", ["✓", ""], ["left", "subscribed"]),
        ("수신 동의", ["예", "아니오"], ["subscribed", "left"]),
        ("수신 동의", ["○ 동의", "미동의"], ["subscribed", "left"]),
    ] {
        assert_eq!(read(heading, &cells).unwrap(), right, "{heading} {cells:?}");
    }
    assert_eq!(
        read("수신동의", &["×", ""]).unwrap_err(),
        ["×"],
        "a tick or a cross"
    );
    assert_eq!(read("수신동의", &["○", "△"]).unwrap_err(), ["△"]);
    assert_eq!(
        read("구독 상태", &["구독", "× 구독"]).unwrap_err(),
        ["× 구독"]
    );
    assert_eq!(
        read("구독 상태", &["○", "×"]).unwrap(),
        ["subscribed", "left"]
    );
}

#[test]
fn a_piece_of_a_word_is_no_state() {
    for (heading, cells) in [
        ("Elapsed days", ["12", "3"]),
        ("Equity", ["yes", "no"]),
        ("equity_share", ["true", "false"]),
        ("Spending", ["100", "20"]),
        ("Blockchain", ["yes", "no"]),
        ("Interactive", ["yes", "no"]),
        ("Shallow", ["yes", "no"]),
        ("Real estate", ["flat", "house"]),
        ("Estate", ["flat", "house"]),
        ("Adopting", ["yes", "no"]),
        ("Quite happy", ["yes", "no"]),
        ("이탈리아어", ["예", "아니요"]),
        ("불가리아 여행", ["O", "X"]),
    ] {
        assert_eq!(read(heading, &cells).unwrap(), ["", ""], "{heading}");
    }
    for heading in [
        "Lapsed",
        "is_lapsed",
        "quitDate",
        "Blocked at",
        "emailblocked",
        "ISBANNED",
        "user_archived",
    ] {
        assert_eq!(
            read(heading, &["", "2026-01-02 03:04:05"]).unwrap(),
            ["subscribed", "left"],
            "{heading}"
        );
    }
}

#[test]
fn a_piece_of_a_cells_word_says_nothing_either() {
    for word in [
        "urban",
        "bank",
        "turban",
        "Quitman",
        "cleaner",
        "blockchain",
        "elapsed",
        "cleavers",
    ] {
        assert_eq!(
            read("status", &["active", word]).unwrap_err(),
            [word],
            "nobody knows what it means"
        );
    }
    for word in [
        "ban",
        "banned by the owner",
        "is_banned",
        "UserBlocked",
        "Lapsed (2025)",
        "churned?",
    ] {
        assert_eq!(
            read("status", &["active", word]).unwrap(),
            ["subscribed", "left"],
            "{word}"
        );
    }
}

#[test]
fn no_word_of_the_vocabulary_stands_twice() {
    let twice = |words: Vec<&'static str>| -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let again = words.into_iter().filter(|word| !seen.insert(*word));
        again.collect()
    };
    let nothing: [&str; 0] = [];
    let pieces = ENDS.iter().map(|(piece, _)| *piece).collect();
    let forms = END_WORDS
        .iter()
        .flat_map(|(forms, _)| forms.iter().copied());
    assert_eq!(
        twice([SUBSCRIBED, UNCONFIRMED, BOUNCED, LEFT].concat()),
        nothing
    );
    assert_eq!(twice(pieces), nothing);
    assert_eq!(twice(forms.collect()), nothing);
    for words in [PLAIN, BEFORE_WORDS, BEHIND_WORDS, HARMLESS, UNMISTAKABLE] {
        assert_eq!(twice(words.to_vec()), nothing);
    }
}

#[test]
fn words_are_read_below_headings_of_a_state() {
    assert_eq!(
        read(
            "Global status",
            &["subscribed", "unsubscribed", "unconfirmed", "bounced"]
        )
        .unwrap(),
        ["subscribed", "left", "unconfirmed", "bounced"]
    );
    assert_eq!(
        read("구독 상태", &["구독 중", "수신거부", "자동삭제"]).unwrap(),
        ["subscribed", "left", "bounced"]
    );
    assert_eq!(
        read("type", &["regular", "unactivated", "unsubscribed"]).unwrap(),
        ["subscribed", "unconfirmed", "left"],
        "the cells speak where the heading does not"
    );
    assert_eq!(
        read("status", &["active", ""]).unwrap(),
        ["subscribed", "unconfirmed"]
    );
    assert_eq!(
        read("status", &["unsubscribed", ""]).unwrap(),
        ["left", "subscribed"]
    );
    assert_eq!(
        read("status", &["Unsubscribed by admin"]).unwrap(),
        ["left"]
    );
    assert_eq!(
        read("UNSUB_TIME", &["2019-02-12 17:59:31"]).unwrap(),
        ["left"]
    );
    assert_eq!(
        read("CLEAN_TIME", &["", ""]).unwrap(),
        ["bounced", "bounced"]
    );
}

#[test]
fn what_is_not_understood_is_named() {
    assert_eq!(read("status", &["active", "green"]).unwrap_err(), ["green"]);
    assert_eq!(read("state", &["1", "0"]).unwrap_err(), ["0", "1"]);
    assert_eq!(
        read("email_disabled", &["perhaps"]).unwrap_err(),
        ["perhaps"]
    );
    assert_eq!(
        read("UNSUB_TIME", &["2019-02-12 17:59:31", ""]).unwrap_err(),
        [""]
    );
    assert_eq!(
        read("memo", &["a friend", "수신거부"]).unwrap_err(),
        ["a friend"]
    );
}

#[test]
fn columns_that_say_nothing_of_a_state_are_left_alone() {
    assert_eq!(read("memo", &["a friend", ""]).unwrap(), ["", ""]);
    assert_eq!(read("status", &["", ""]).unwrap(), ["", ""]);
    assert_eq!(
        read("unsubscribe_link", &["https://example.org/u/1"]).unwrap(),
        [""]
    );
    assert_eq!(read("last_active_at", &["2026-01-02"]).unwrap(), [""]);
    assert_eq!(read("수신자", &["김"]).unwrap(), [""]);
}

#[test]
fn yes_and_no_are_understood_below_headings_of_consent_and_of_a_subscription() {
    let spellings = [
        ("○", "×"),
        ("O", "X"),
        ("o", "x"),
        ("◯", "✕"),
        ("예", "아니오"),
        ("네", "아니요"),
        ("동의", "미동의"),
        ("동의함", "동의하지 않음"),
        ("수신", "거부"),
        ("수신", "수신 거부"),
        ("허용", "비허용"),
        ("Y", "N"),
        ("yes", "no"),
        ("TRUE", "FALSE"),
        ("1", "0"),
        ("✓", "✗"),
        ("✔", "❌"),
        ("☑", "☐"),
    ];
    for (yes, no) in spellings {
        for heading in [
            "수신 동의",
            "마케팅 정보 수신 동의",
            "구독 여부",
            "구독 상태",
            "수신상태",
            "newsletter",
            "opt-in",
            "Subscription status",
        ] {
            let said = read(heading, &[yes, no]).unwrap();
            assert_eq!(said[0], "subscribed", "{heading}: {yes}");
            let is_away = ["left", "unconfirmed"].contains(&said[1]);
            assert!(is_away, "{heading}: {no} is {}", said[1]);
        }
        if !["1", "수신"].contains(&yes) {
            for heading in ["status", "상태"] {
                assert_eq!(
                    read(heading, &[yes, no]).unwrap(),
                    ["subscribed", "left"],
                    "{heading}: {yes}"
                );
            }
        }
        if !["동의", "동의함", "수신", "허용"].contains(&yes) {
            assert_eq!(
                read("수신거부", &[yes, no]).unwrap(),
                ["left", "subscribed"],
                "{yes}"
            );
        }
    }
    assert_eq!(
        read("구독 상태", &["예", "아니오", ""]).unwrap()[2],
        "unconfirmed"
    );
    assert_eq!(
        read("구독 상태", &["아니오", ""]).unwrap()[1],
        "unconfirmed"
    );
}

#[test]
fn yes_below_a_heading_of_another_state_is_a_question() {
    for heading in [
        "payment status",
        "결제 상태",
        "구독 결제 상태",
        "cancel status",
    ] {
        assert!(read(heading, &["Y", "N"]).is_err(), "{heading}");
    }
    assert_eq!(read("status", &["1", "0"]).unwrap_err(), ["0", "1"]);
    assert_eq!(read("상태", &["1", "2"]).unwrap_err(), ["1", "2"]);
}
