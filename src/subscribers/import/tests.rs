//! Property tests with generated lists: in any order of columns, encoding and delimiter, an ended subscription is not imported.

use std::fmt::Write;
use std::io::Cursor;

use csv::{ByteRecord, QuoteStyle, Terminator, WriterBuilder};
use encoding_rs::EUC_KR;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::columns::Columns;
use super::row::{ListRow, Usual};
use super::standing::Standing;
use super::table::ListTable;
use super::{Encoding, ImportOptions, ListImportError};
use crate::i18n::Locale;

/// What each row of a file says, with its address.
fn read(file: &[u8]) -> Result<Vec<(String, Standing)>, ListImportError> {
    let mut file = Cursor::new(file);
    let options = ImportOptions::default();
    let encoding = Encoding::detect(&mut file)?;
    let mut table = ListTable::open(&mut file, encoding, options.format)?;
    let columns = Columns::survey(&mut table, &options)?;
    let mut table = ListTable::open(&mut file, encoding, options.format)?;
    let usual = Usual {
        locale: Locale::Ko,
        zone: "Asia/Seoul".parse().unwrap(),
    };
    let (mut record, mut people) = (ByteRecord::new(), Vec::new());
    while table.next(&mut record)?.is_some() {
        match ListRow::read(&columns, &record, &usual).unwrap() {
            ListRow::Person(person) => people.push((person.email.to_string(), person.standing)),
            ListRow::Nobody(_) => {}
        }
    }
    Ok(people)
}

/// Headings with the cells for those who are subscribed and those who are not.
const STATES: &[(&str, &str, &str)] = &[
    ("status", "active", "unsubscribed"),
    ("Subscription Status", "Subscribed", "Not subscribed"),
    ("구독 상태", "구독 중", "수신거부"),
    ("수신동의", "Y", "N"),
    ("이메일 수신 동의(선택)", "O", "X"),
    ("email_disabled", "false", "true"),
    ("unsubscribed", "", "1"),
    ("unsubscribed_at", "", "2026-01-02 03:04:05"),
    ("deleted_at", "", "2026-01-02T03:04:05Z"),
    ("Bounced?", "no", "yes"),
    ("type", "regular", "unsubscribed"),
    ("해지일", "", "2026.01.02"),
    ("상태", "정상", "해지"),
    ("수신중지", "N", "Y"),
    ("수신중지 여부", "", "Y"),
    ("수신정지", "X", "O"),
    ("수신제외", "", "1"),
    ("수신안함", "N", "Y"),
    ("미수신", "N", "Y"),
    ("수신불가", "N", "Y"),
    ("비동의", "N", "Y"),
    ("수신비동의", "N", "Y"),
    ("구독중지", "N", "Y"),
    ("구독종료", "", "Y"),
    ("not_subscribed", "false", "true"),
    ("never subscribed", "no", "yes"),
    ("Email permission", "Yes", "No"),
    ("permission", "1", "0"),
    ("opt_in_confirmation", "true", "false"),
    ("수신동의 이메일", "예", "아니요"),
    ("마케팅 수신동의 메일", "동의", "거부"),
    ("Newsletter subscription", "yes", "no"),
    ("Email Subscription", "Active", "Cancelled"),
    ("수신 거절", "N", "Y"),
    ("메일 수신거절", "", "Y"),
    ("수신 원하지 않음", "N", "Y"),
    ("메일수신 중지", "N", "Y"),
    ("발송금지", "N", "Y"),
    ("발송중단", "", "Y"),
    ("이탈", "", "Y"),
    ("No longer subscribed", "no", "yes"),
    ("Consent revoked", "no", "yes"),
    ("No newsletter", "0", "1"),
    ("DNC", "0", "1"),
    ("Archived", "false", "true"),
    ("Accepts Email Marketing", "yes", "no"),
    ("Accepts Marketing", "TRUE", "FALSE"),
    ("Receives newsletter", "Yes", "No"),
    ("Mailing list", "y", "n"),
    ("뉴스레터 구독", "O", "X"),
    ("뉴스레터", "예", "아니요"),
    ("발송 여부", "Y", "N"),
    ("활성 여부", "Y", "N"),
    ("Estado", "Suscrito", "Dado de baja"),
    ("유형", "구독자", "비구독자"),
    ("ステータス", "配信中", "解除済み"),
    ("비고", "", "수신거부"),
];

#[derive(Clone, Copy, Debug)]
enum Form {
    Utf8,
    Utf8WithMark,
    Utf16 { big: bool, mark: bool },
    Cp949,
}

fn encode(text: &str, form: Form) -> Vec<u8> {
    let marked = format!("\u{feff}{text}");
    match form {
        Form::Utf8 => text.as_bytes().to_vec(),
        Form::Utf8WithMark => marked.into_bytes(),
        Form::Cp949 => EUC_KR.encode(text).0.into_owned(),
        Form::Utf16 { big, mark } => {
            let units: Vec<u16> = if mark { &marked } else { text }.encode_utf16().collect();
            let bytes = units.iter().flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            });
            bytes.collect()
        }
    }
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        Just(Form::Utf8),
        Just(Form::Utf8WithMark),
        Just(Form::Cp949),
        (any::<bool>(), any::<bool>()).prop_map(|(big, mark)| Form::Utf16 { big, mark }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_ended_is_never_taken_for_a_subscriber(
        state in proptest::sample::select(STATES),
        order in Just([0_usize, 1, 2, 3]).prop_shuffle(),
        people in proptest::collection::vec((any::<bool>(), "[가-힣]{2,3}|[A-Z][a-z]{1,6}( [A-Z], [a-z]{1,3})?|\"?[가-힣\n]{1,4}"), 1..12),
        delimiter in proptest::sample::select(&b",;\t|"[..]),
        terminator in proptest::sample::select(vec![Terminator::CRLF, Terminator::Any(b'\n'), Terminator::Any(b'\r')]),
        names_separator in any::<bool>(),
        form in form(),
    ) {
        let (heading, subscribed, ended) = state;
        let mut writer = WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(terminator)
            .quote_style(QuoteStyle::Necessary)
            .from_writer(Vec::new());
        let mut write = |cells: [&str; 4]| writer.write_record(order.map(|at| cells[at])).unwrap();
        write(["이메일 주소", "이름", heading, "비고"]);
        // Some row of each kind, so that the column has words to be told by.
        let mut expected = vec![("first@example.org".to_owned(), true), ("second@example.org".to_owned(), false)];
        write(["first@example.org", "김", subscribed, ""]);
        write(["second@example.org", "이", ended, "x"]);
        for (at, (is_subscribed, name)) in people.iter().enumerate() {
            let email = format!("reader{at}@example.org");
            write([&email, name, if *is_subscribed { subscribed } else { ended }, "메모"]);
            expected.push((email, *is_subscribed));
        }
        let mut text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        if names_separator {
            text = format!("sep={}\r\n{text}", char::from(delimiter));
        }
        let read = read(&encode(&text, form)).unwrap();
        let read: Vec<_> = read.into_iter().map(|(email, standing)| (email, standing == Standing::Subscribed)).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn a_heading_of_a_state_is_understood_or_stops(
        stem in proptest::sample::select(vec!["state", "status", "unsub", "bounce", "cleaned", "disabled", "deleted", "상태", "거부", "해지", "탈퇴", "차단"]),
        before in "([a-z]{1,4}[_ ])?",
        after in "(_flag|\\(old\\)|2)?",
        words in proptest::collection::vec("[a-z]{3,8}|[가-힣]{1,4}|[0-9]{1,2}", 1..6),
    ) {
        let mut file = format!("email,{before}{stem}{after}\n");
        for (at, word) in words.iter().enumerate() {
            let _ = writeln!(file, "reader{at}@example.org,{word}");
        }
        if let Ok(read) = read(file.as_bytes()) {
            for ((email, standing), word) in read.iter().zip(&words) {
                let is_told = Standing::of_cell(word) == Some(Standing::Subscribed) || ["0", "no", "off", "non"].contains(&word.as_str());
                prop_assert!(*standing != Standing::Subscribed || is_told, "{} is subscribed by `{}` in {}", email, word, file);
            }
        }
    }

    #[test]
    fn no_bytes_break_the_reading(file in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut file = Cursor::new(file);
        let encoding = Encoding::detect(&mut file).unwrap();
        if let Ok(mut table) = ListTable::open(&mut file, encoding, ImportOptions::default().format) {
            drop(Columns::survey(&mut table, &ImportOptions::default()));
        }
    }
}

#[test]
fn an_example_in_the_heading_or_a_title_above_it_is_no_address() {
    let files = [
        "타임스탬프,이메일 주소 (예: name@example.com),이메일 수신 동의\n2026,a@example.org,예\n2026,b@example.org,아니요\n",
        "문의: help@example.com,,\n이름,email,수신동의\n김,a@example.org,Y\n이,b@example.org,N\n",
        "help@example.com\n이름,email,수신동의\n김,a@example.org,Y\n이,b@example.org,N\n",
    ];
    for file in files {
        let people = read(file.as_bytes()).unwrap();
        let standings: Vec<_> = people
            .iter()
            .map(|(email, standing)| (email.as_str(), *standing))
            .collect();
        let expected = [
            ("a@example.org", Standing::Subscribed),
            ("b@example.org", Standing::Left),
        ];
        assert_eq!(standings, expected, "{file}");
    }
}

#[test]
fn a_broken_letter_in_a_name_revives_nobody() {
    let file = b"name,email,status\nKim,kim@example.org,subscribed\n\xb1\xe8,lee@example.org,unsubscribed\n\xed\x95\x9c,han@example.org,subscribed\n";
    let people = read(file).unwrap();
    assert!(
        people.contains(&("lee@example.org".to_owned(), Standing::Left)),
        "{people:?}"
    );
}

#[test]
fn the_day_on_which_a_period_ends_is_asked_for() {
    let file = "email,구독종료일\na@example.org,2027-01-01\nb@example.org,2025-01-01\n";
    assert!(matches!(
        read(file.as_bytes()),
        Err(ListImportError::UnclearState { .. })
    ));
}

#[test]
fn a_note_of_an_end_and_a_question_about_mail_stop_an_import() {
    for file in [
        "email,비고\na@example.org,VIP\nb@example.org,수신거부 요청 (전화)\n",
        "email,Notes\na@example.org,likes cats\nb@example.org,UNSUBSCRIBED 2024-03-01\n",
        "email,Segment\na@example.org,Gold\nb@example.org,Do not contact\n",
        "email,메일 알림\na@example.org,Y\nb@example.org,N\n",
        "email,End date\na@example.org,2027-01-01\nb@example.org,2024-01-01\n",
    ] {
        let stopped = read(file.as_bytes());
        assert!(
            matches!(stopped, Err(ListImportError::UnclearState { .. })),
            "{file}: {stopped:?}"
        );
    }
}

#[test]
fn a_country_that_holds_a_piece_of_an_end_ends_nobody() {
    for (heading, cells) in [
        ("국가", ["이탈리아", "불가리아"]),
        ("Country", ["Italy", "Italy"]),
        ("Team", ["Archived records", "Archived records"]),
    ] {
        let file = format!(
            "email,{heading}\na@example.org,{}\nb@example.org,{}\n",
            cells[0], cells[1]
        );
        let people = read(file.as_bytes()).unwrap();
        assert!(
            people
                .iter()
                .all(|(_, standing)| *standing == Standing::Subscribed),
            "{heading}: {people:?}"
        );
    }
}

#[test]
fn questions_about_other_things_stop_nothing() {
    for heading in [
        "VIP",
        "고객 여부",
        "SMS Marketing",
        "카카오 알림톡",
        "Newsletter sign-up page",
        "메모",
    ] {
        let cells = if heading == "Newsletter sign-up page" {
            ["/a", "/b"]
        } else {
            ["Y", "N"]
        };
        let file = format!(
            "email,{heading}\na@example.org,{}\nb@example.org,{}\n",
            cells[0], cells[1]
        );
        let people = read(file.as_bytes()).unwrap();
        assert!(
            people
                .iter()
                .all(|(_, standing)| *standing == Standing::Subscribed),
            "{heading}: {people:?}"
        );
    }
}
