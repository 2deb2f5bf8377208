//! The headers of a mail, as an independent reader meets them: short lines, and every name and subject as it was written.

use gudok::address::DisplayName;
use gudok::message;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::stories;
use crate::support::mails::{
    DATE, ID, address, assert_form, edition, from, letter, letters, one_mail, personal, raw, read,
    share,
};

#[test]
fn a_subject_of_200_syllables_and_long_korean_names_stay_within_their_words_and_lines() {
    let subject = "가나다라마바사아자차".repeat(20);
    let called = "김수한무 거북이와 두루미 삼천갑자 동방삭 치치카포 사리사리센타";
    let sender =
        from("인공지능을 차분하게 읽는 사람들이 매주 보내 드리는 편지 <letters@example.org>");
    let bytes = one_mail(
        &sender,
        "kim@example.org",
        called,
        &letter(&subject),
        "confirmation",
    );
    assert_form(&bytes);
    let message = read(&bytes);
    assert_eq!(message.subject(), Some(subject.as_str()));
    let to = message.to().and_then(|to| to.first()).expect("a recipient");
    assert_eq!(
        (to.name(), to.address()),
        (Some(called), Some("kim@example.org"))
    );
    let from = message
        .from()
        .and_then(|from| from.first())
        .expect("a sender");
    assert_eq!(
        from.name(),
        Some("인공지능을 차분하게 읽는 사람들이 매주 보내 드리는 편지")
    );
    let reply_to = message
        .reply_to()
        .and_then(|to| to.first())
        .expect("a mailbox");
    assert_eq!(
        (reply_to.name(), reply_to.address()),
        (Some("편집실"), Some("editors@example.org"))
    );
}

#[test]
fn subjects_come_out_as_they_went_in_whatever_they_are_made_of() {
    for subject in [
        "Plain words that go on until the line is full and then go on some more, a second line long",
        "(광고) 이번 주 소식",
        "English and 한국어 and English",
        "=?utf-8?B?6rCA?= is no encoded word",
        "👩‍💻 그림 👩‍💻",
        "a",
        "",
        &"x".repeat(2_000),
        &"가".repeat(1_000),
    ] {
        let bytes = one_mail(
            &letters(),
            "kim@example.org",
            "",
            &letter(subject),
            "confirmation",
        );
        assert_form(&bytes);
        assert_eq!(read(&bytes).subject().unwrap_or_default(), subject);
    }
}

#[test]
fn names_come_out_as_they_went_in() {
    for called in [
        "Minji Kim",
        "Kim, Minji",
        "Minji \"MJ\" Kim",
        "back\\slash",
        "J. R. R. Tolkien",
        "=?utf-8?Q?x?=",
        "kim@example.org",
        "김 민지 (독자)",
        "Zoë",
        &"y".repeat(80),
    ] {
        let bytes = one_mail(
            &letters(),
            "kim@example.org",
            called,
            &letter("제목"),
            "confirmation",
        );
        assert_form(&bytes);
        let message = read(&bytes);
        let to = message.to().expect("recipients");
        assert_eq!(to.iter().count(), 1, "{called}");
        assert_eq!(to.first().and_then(|to| to.name()), Some(called));
    }
}

#[test]
fn nothing_in_a_subject_or_a_name_begins_a_header_of_its_own() {
    // Past the border: what a database of an older version could hold.
    let called: DisplayName =
        serde_json::from_str(r#""Kim\r\nBcc: all@example.org""#).expect("a name");
    let subject = "Hello\r\nBcc: all@example.org\r\n\r\nbody";
    let bytes = message::build(
        &letters(),
        &address("kim@example.org"),
        Some(&called),
        &letter(subject),
        "confirmation",
        ID,
        DATE,
    )
    .expect("a message");
    assert_form(&bytes);
    let message = read(&bytes);
    assert!(message.bcc().is_none());
    assert_eq!(
        message.subject(),
        Some("Hello  Bcc: all@example.org    body")
    );
    let listed = message
        .headers()
        .iter()
        .filter(|header| header.name() == "To");
    assert_eq!(listed.count(), 1);
}

#[test]
fn domains_are_a_labels_and_a_local_part_beyond_ascii_stands_only_where_it_is_needed() {
    let sender = from("letters@예시.한국");
    let bytes = one_mail(
        &sender,
        "kim@예시.한국",
        "",
        &letter("제목"),
        "confirmation",
    );
    assert_form(&bytes);
    let message = read(&bytes);
    assert_eq!(
        raw(&message, "From").trim(),
        "letters@xn--vv4b11d.xn--3e0b707e"
    );
    assert_eq!(raw(&message, "To").trim(), "kim@xn--vv4b11d.xn--3e0b707e");
    let bytes = one_mail(
        &sender,
        "독자@예시.한국",
        "민지",
        &letter("제목"),
        "confirmation",
    );
    let text = String::from_utf8(bytes).expect("UTF-8");
    let beyond: Vec<&str> = text.lines().filter(|line| !line.is_ascii()).collect();
    assert_eq!(beyond.len(), 1, "{beyond:?}");
    assert!(
        beyond[0].ends_with("<독자@xn--vv4b11d.xn--3e0b707e>"),
        "{beyond:?}"
    );
}

#[test]
fn bulk_mail_says_which_list_it_is_of_and_what_complaints_are_counted_by() {
    let bytes = share(&edition("제목", "x", "x"), &personal(80));
    assert_form(&bytes);
    let message = read(&bytes);
    let list = format!("Subject: {}\r\n\r\n", raw(&message, "List-Id").trim());
    assert_eq!(
        read(list.as_bytes()).subject(),
        Some("인공지능 읽기 <newsletter.example.org>")
    );
    assert_eq!(
        raw(&message, "List-Unsubscribe-Post").trim(),
        "List-Unsubscribe=One-Click"
    );
    let feedback = raw(&message, "Feedback-ID").trim();
    let parts: Vec<&str> = feedback.split(':').collect();
    assert_eq!(parts[..2], ["2026-11-24-9f03c2d1", "digest"]);
    assert_eq!(parts.len(), 3);
    assert!((5..=15).contains(&parts[2].len()), "{feedback}");
    assert!(
        message.header_raw("Auto-Submitted").is_none(),
        "it is no notice"
    );
    assert!(message.header_raw("Precedence").is_none());
    assert_eq!(message.message_id(), Some("0123456789abcdef@example.org"));
    assert_eq!(
        message.date().expect("a date").to_rfc3339(),
        "2026-11-24T00:00:00Z"
    );
}

#[test]
fn a_notice_says_that_no_person_wrote_it_and_an_answer_does_not() {
    for (kind, is_notice) in [
        ("moderation", true),
        ("reply", true),
        ("thread-comment", true),
        ("daily-comments", true),
        ("comment-approved", true),
        ("confirmation", false),
        ("already-subscribed", false),
        ("preferences-link", false),
        ("change-of-address", false),
        ("my-data", false),
        ("address-changed", true),
        ("welcome", false),
    ] {
        let bytes = one_mail(&letters(), "kim@example.org", "", &letter("제목"), kind);
        let message = read(&bytes);
        let said = message.header_raw("Auto-Submitted").map(str::trim);
        assert_eq!(said, is_notice.then_some("auto-generated"), "{kind}");
        assert!(
            message.header_raw("List-Id").is_none(),
            "it is for one person"
        );
    }
}

stories! {
    async fn a_name_with_line_breaks_in_it_gets_a_mail_with_one_recipient(site: Site) {
        let form = serde_json::json!({"email": "kim@example.org", "name": "Kim\r\nBcc: all@example.org"});
        site.post_json("/api/v1/subscriptions", &form).await.expect(202);
        let letter = site.newest_mail_to("kim@example.org").await;
        assert_form(&letter.bytes);
        let message = letter.parsed();
        let to = message.to().and_then(|to| to.first()).expect("a recipient");
        assert_eq!((to.name(), to.address()), (None, Some("kim@example.org")), "no stranger's word stands in it");
        assert!(message.bcc().is_none());
    }
}

/// The encoded words of a header, in their order.
fn encoded_words(header: &str) -> Vec<&str> {
    header
        .split_ascii_whitespace()
        .filter(|word| word.starts_with("=?"))
        .collect()
}

/// Words without what a header may change: spaces at the ends, and how many stand together.
fn words_of(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn no_encoded_word_but_the_last_is_padded() {
    for subject in [
        "가".repeat(100),
        format!("A{}", "가".repeat(100)),
        format!("AB{}", "가".repeat(100)),
        format!("é{}", "가나 ".repeat(40)),
        "Zoë café ".repeat(20),
        "👩‍💻그림a".repeat(30),
        "GPT-5 출시, ".repeat(20),
    ] {
        let bytes = one_mail(
            &letters(),
            "kim@example.org",
            "",
            &letter(&subject),
            "confirmation",
        );
        assert_form(&bytes);
        let message = read(&bytes);
        let words = encoded_words(raw(&message, "Subject"));
        for word in &words[..words.len() - 1] {
            assert!(
                !word.contains("=?=") && !word.contains("==?="),
                "{word} of {subject}"
            );
        }
        assert_eq!(
            words_of(message.subject().unwrap_or_default()),
            words_of(&subject)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(20_261_130), failure_persistence: None, ..ProptestConfig::default() })]

    /// What is folded and encoded is read again as it was written, by a reader of another maker.
    #[test]
    fn a_subject_and_a_name_are_read_as_they_were_written(
        subject in "[ -~\u{e9}\u{430}-\u{44f}가-힣\u{1f600}-\u{1f64f}]{0,200}",
        called in "[a-zA-Z가-힣\u{e9}\u{1f600}-\u{1f64f} ,.\"(]{0,70}",
    ) {
        let bytes = one_mail(&letters(), "kim@example.org", &called, &letter(&subject), "confirmation");
        assert_form(&bytes);
        let message = read(&bytes);
        prop_assert_eq!(words_of(message.subject().unwrap_or_default()), words_of(&subject));
        let to = message.to().and_then(|to| to.first()).expect("a recipient");
        prop_assert_eq!(to.address(), Some("kim@example.org"));
        prop_assert_eq!(words_of(to.name().unwrap_or_default()), words_of(&called));
        for name in ["Subject", "To"] {
            let words = encoded_words(raw(&message, name));
            for word in words.iter().rev().skip(1) {
                prop_assert!(!word.trim_end_matches("?=").ends_with('='), "{}", word);
            }
        }
    }
}
