//! One moment in every form, and texts that are not dates.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::parse;
use crate::clock::{Timestamp, Zone};

fn seoul() -> Zone {
    "Asia/Seoul".parse().unwrap()
}

fn read(text: &str) -> Option<String> {
    parse(text, &seoul()).map(|at| at.to_string())
}

#[test]
fn a_short_year_comes_first_in_korea_and_digits_may_be_wide() {
    for (text, date) in [
        ("19.03.05", "2019-03-04T15:00:00Z"),
        ("19.03.05 15:20", "2019-03-05T06:20:00Z"),
        ("19. 3. 5.", ""),
        ("２０１９-０３-０５", "2019-03-04T15:00:00Z"),
    ] {
        assert_eq!(read(text).unwrap_or_default(), date, "{text}");
    }
    let berlin = "Europe/Berlin".parse().unwrap();
    assert_eq!(
        parse("19.03.05", &berlin),
        None,
        "the order of its parts is not known there"
    );
}

#[test]
fn monday_behind_a_day_is_no_month() {
    for (day, weekday) in (24..31).zip("화수목금토일월".chars()) {
        for text in [
            format!("2026-11-{day} {weekday} 09:00"),
            format!("2026.11.{day} {weekday}"),
        ] {
            let date = read(&text).unwrap_or_default();
            assert!(date.starts_with("2026-11-"), "{text}: {date}");
        }
    }
}

#[test]
fn one_moment_is_read_however_it_is_written() {
    for text in [
        "Wed, 05 Mar 2025 10:30:00 +0900",
        "Wed, 05 Mar 2025 10:30:00 KST",
        "Wed, 05 Mar 2025 10:30:00 JST",
        "Wed, 05 Mar 2025 10:30:00 GMT+9",
        "Wed, 05 Mar 2025 10:30:00 GMT+0900",
        "Wed, 05 Mar 2025 10:30:00 UTC+09:00",
        "Wed, 05 Mar 2025 10:30:00 +9",
        "Wed, 05 Mar 2025 10:30:00",
        "Wed, 05 Mar 2025 01:30:00 GMT",
        "Wed, 05 Mar 2025 01:30:00 Z",
        "Tue, 04 Mar 2025 20:30:00 EST",
        "Tue, 4 Mar 2025 20:30 EST",
        "Wed, 05 Mar 2025 02:30:00 CET",
        "Wed, 05 Mar 2025 07:00:00 IST",
        "Wed, 05 Mar 2025 12:30:00 AEDT",
        "05 Mar 25 10:30:00 +0900",
        "Wednesday, 05-Mar-25 01:30:00 UTC",
        "Thu, 5 March 2025 10:30:00 +0900",
        "Wed Mar  5 10:30:00 2025",
        "Wed Mar  5 10:30:00 KST 2025",
        "Wed Mar 05 2025 10:30:00 GMT+0900 (한국 표준시)",
        "March 5, 2025 10:30 AM",
        "Mar 5th, 2025 10:30am",
        "수, 05 3월 2025 10:30:00 +0900",
        "2025년 3월 5일 10:30",
        "2025년 3월 5일 (수) 오전 10:30",
        "2025년 3월 5일 오전 10시 30분",
        "2025년3월5일 10시30분0초",
        "2025. 3. 5. 오전 10:30",
        "2025. 3. 5. 10:30:00",
        "2025.03.05 10:30",
        "2025/03/05 10:30:00",
        "2025-03-05 10:30:00",
        "2025-03-05T10:30:00",
        "2025-03-05T10:30",
        "2025-03-05T01:30:00Z",
        "2025-03-05T01:30:00.123Z",
        "2025-03-05T10:30:00+09:00",
        "2025-03-05T10:30:00+0900",
        "2025-03-05T10:30:00 +09",
        "2025-03-05 오전 10:30:00",
        "20250305T103000",
        "20250305T013000Z",
        "20250305103000",
        "1741138200",
        "1741138200000",
        "03/05/2025 10:30",
        "05.03.2025 10:30",
    ] {
        assert_eq!(
            read(text).as_deref(),
            Some("2025-03-05T01:30:00Z"),
            "{text}"
        );
    }
    for text in [
        "2025-03-05",
        "2025.03.05",
        "2025. 3. 5.",
        "2025년 3월 5일",
        "20250305",
        "5 Mar 2025",
        "Wed, 05 Mar 2025",
    ] {
        assert_eq!(
            read(text).as_deref(),
            Some("2025-03-04T15:00:00Z"),
            "{text}"
        );
    }
    assert_eq!(
        read("2025-03-05 오후 12:30").as_deref(),
        Some("2025-03-05T03:30:00Z")
    );
    assert_eq!(
        read("2025-03-05 12:30 AM").as_deref(),
        Some("2025-03-04T15:30:00Z")
    );
    assert_eq!(
        read("2025-03-05T24:00:00+09:00").as_deref(),
        Some("2025-03-05T15:00:00Z")
    );
    assert_eq!(read("2003-12").as_deref(), Some("2003-11-30T15:00:00Z"));
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "yesterday",
        "어제",
        "0000-00-00 00:00:00",
        "-0001-11-30T00:00:00+00:00",
        "1970-01-01T00:00:00Z",
        "2025-13-05",
        "2025-02-30",
        "2025-03-05T25:00:00Z",
        "12:30",
        "5 Mar",
        "0",
        "99999999999999999999999",
        "3시간 전",
        "Mar",
        "2025-03-05T10:30:00+99:99",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_taken(text in "\\PC{0,120}") {
        let _ = parse(&text, &seoul());
    }

    #[test]
    fn any_row_of_marks_and_numbers_is_taken(text in "[-0-9:.+/TZ 년월일시분초오전후KSTJanMar,()]{0,60}") {
        let _ = parse(&text, &seoul());
    }

    #[test]
    fn every_form_of_a_moment_is_that_moment(unix in 600_000_000_i64..4_000_000_000) {
        let at = Timestamp::from_unix(unix);
        let local = at.at(&seoul());
        for form in ["%a, %d %b %Y %H:%M:%S %z", "%a, %d %b %Y %H:%M:%S KST", "%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%d %H:%M:%S %z", "%a %b %e %H:%M:%S %Y GMT+9", "%Y년 %m월 %d일 %H시 %M분 %S초 KST", "%Y.%m.%d %H:%M:%S GMT+09:00"] {
            prop_assert_eq!(parse(&local.strftime(form).to_string(), &seoul()), Some(at), "{}", form);
        }
    }
}
