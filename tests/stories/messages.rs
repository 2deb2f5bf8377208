//! The form of a mail, as an independent reader meets it: seven bits, short lines, and every text and link whole.

use gudok::address::{DisplayName, EmailAddress};
use gudok::clock::Timestamp;
use gudok::config::Config;
use gudok::delivery::edition::{PREFERENCES_PLACE, UNSUBSCRIBE_PLACE};
use gudok::delivery::message::{self, From};
use gudok::delivery::{Edition, EditionId, Letter, Personal, Prepared};
use gudok::i18n::Locale;
use mail_parser::{Message, MessageParser, MimeHeaders as _};

use crate::stories;

/// Tuesday, 24 November 2026, 09:00 in Seoul.
const DATE: Timestamp = Timestamp::from_unix(1_795_478_400);
const ID: &str = "<0123456789abcdef@example.org>";

fn from(sender: &str) -> From {
    let mut config = Config::default();
    config.site.name = "인공지능 읽기".into();
    config.site.sender = sender.parse().expect("a sender");
    config.site.reply_to = Some("편집실 <editors@example.org>".parse().expect("a mailbox"));
    From::of(&config)
}

fn letters() -> From {
    from("인공지능 읽기 <letters@example.org>")
}

fn edition(subject: &str, text: &str, html: &str) -> Edition {
    Edition {
        id: EditionId(1),
        slug: "2026-11-24-9f03c2d1".into(),
        locale: Locale::Ko,
        subject: subject.into(),
        html: html.into(),
        text: text.into(),
        created_at: DATE,
    }
}

fn letter(subject: &str) -> Letter {
    Letter {
        subject: subject.into(),
        text: "안녕하세요.\n".into(),
        html: "<p>안녕하세요.</p>\n".into(),
        unsubscribe: None,
    }
}

fn personal(length: usize) -> Personal {
    let long = |what: &str| {
        let head = format!("https://letters.example.org/{what}/a=b.");
        let rest = ('a'..='z').cycle().take(length.saturating_sub(head.len()));
        head.chars().chain(rest).collect()
    };
    Personal {
        unsubscribe: long("unsubscribe"),
        preferences: long("preferences"),
    }
}

fn address(text: &str) -> EmailAddress {
    text.parse().expect("an address")
}

fn name(text: &str) -> Option<DisplayName> {
    DisplayName::parse(text).expect("short enough")
}

fn share(edition: &Edition, personal: &Personal) -> Vec<u8> {
    Prepared::of(&letters(), edition, "digest")
        .message(&address("kim@example.org"), None, personal, ID, DATE)
        .expect("a message")
}

fn one_mail(from: &From, to: &str, called: &str, letter: &Letter, kind: &str) -> Vec<u8> {
    message::build(
        from,
        &address(to),
        name(called).as_ref(),
        letter,
        kind,
        ID,
        DATE,
    )
    .expect("a message")
}

fn read(octets: &[u8]) -> Message<'_> {
    MessageParser::default().parse(octets).expect("a mail")
}

/// A header as it stands there, its folds too.
fn raw<'a>(message: &'a Message<'a>, name: &'a str) -> &'a str {
    message
        .header_raw(name)
        .unwrap_or_else(|| panic!("no {name}"))
}

/// What RFC 5322, 2045 and 2047 ask of every mail that goes to an address in ASCII.
fn assert_form(octets: &[u8]) {
    assert!(octets.is_ascii(), "seven bits");
    let text = std::str::from_utf8(octets).expect("ASCII");
    assert_eq!(
        text.replace("\r\n", "").find(['\r', '\n']),
        None,
        "no bare CR or LF"
    );
    let (head, body) = text.split_once("\r\n\r\n").expect("a body");
    for line in body.split("\r\n") {
        assert!(line.len() <= 76, "{line}");
    }
    for line in head.split("\r\n") {
        assert!(line.len() <= 998, "{line}");
        assert!(
            !line.trim().is_empty(),
            "no header has an empty line: {head}"
        );
        let words = line.split_ascii_whitespace().count();
        assert!(line.len() <= 78 || words == 1, "it could be folded: {line}");
        for word in line
            .split_ascii_whitespace()
            .filter(|word| word.contains("=?"))
        {
            assert!(word.len() <= 75, "{word}");
            let alone = format!("Subject: {word}\r\n\r\n");
            let alone = read(alone.as_bytes())
                .subject()
                .map(ToOwned::to_owned)
                .expect("a subject");
            assert!(!alone.contains('\u{fffd}'), "each word is whole: {alone}");
        }
    }
}

fn lf(text: &str) -> String {
    text.replace("\r\n", "\n")
}

#[test]
fn both_parts_of_an_edition_come_out_as_they_were_rendered_with_each_recipients_links() {
    let (gone, chosen) = (UNSUBSCRIBE_PLACE, PREFERENCES_PLACE);
    let korean = "구독해 주셔서 고맙습니다. 이번 주의 글을 보내 드립니다. ".repeat(30);
    let latin =
        "A line of a letter, with = and trailing spaces  \tand two  spaces.   \n".repeat(20);
    let bodies = [
        format!("{korean}\n\n{gone}\n\n{chosen}\n{korean}"),
        format!("{latin}<a href=\"{gone}\">x</a><a href='{chosen}'>y</a>{latin}"),
        format!("{gone}{chosen}{gone}"),
        format!("가{gone}나{chosen}다"),
        format!("a{gone}b{chosen}c"),
        format!("{gone}\n{chosen}"),
        format!(" {gone} \n {chosen} \n"),
        format!("From me\n.\n.dots\nFrom you {gone}.\n{chosen} From"),
        format!("{korean}{gone}"),
        "no place at all".into(),
        String::new(),
        format!("{}{gone}{latin}", "x".repeat(3_000)),
    ];
    for body in &bodies {
        let edition = edition("제목", body, &format!("{body} "));
        let prepared = Prepared::of(&letters(), &edition, "digest");
        for length in (40..120).chain([500, 900]) {
            let personal = personal(length);
            let octets = prepared
                .message(&address("kim@example.org"), None, &personal, ID, DATE)
                .expect("a message");
            assert_form(&octets);
            let message = read(&octets);
            let parts: Vec<_> = message.parts.iter().skip(1).collect();
            let kinds: Vec<_> = parts
                .iter()
                .filter_map(|part| part.content_type()?.subtype())
                .collect();
            assert_eq!(kinds, ["plain", "html"], "the plain part first");
            for (part, rendered) in parts.iter().zip([&edition.text, &edition.html]) {
                let text = part.text_contents().unwrap_or_default();
                assert_eq!(
                    lf(text),
                    personal.splice(rendered),
                    "{}",
                    String::from_utf8_lossy(&octets)
                );
            }
        }
    }
}

#[test]
fn each_part_takes_the_shorter_encoding() {
    let korean = "다람쥐 헌 쳇바퀴에 타고파. ".repeat(20);
    let markup = "<p style=\"margin:0 0 16px\">Read on.</p>\n".repeat(20);
    let octets = share(&edition("제목", &korean, &markup), &personal(80));
    let message = read(&octets);
    let encodings: Vec<_> = message
        .parts
        .iter()
        .filter_map(mail_parser::MimeHeaders::content_transfer_encoding)
        .collect();
    assert_eq!(encodings, ["base64", "quoted-printable"]);
}

#[test]
fn a_subject_of_200_syllables_and_long_korean_names_stay_within_their_words_and_lines() {
    let subject = "가나다라마바사아자차".repeat(20);
    let called = "김수한무 거북이와 두루미 삼천갑자 동방삭 치치카포 사리사리센타";
    let sender =
        from("인공지능을 차분하게 읽는 사람들이 매주 보내 드리는 편지 <letters@example.org>");
    let octets = one_mail(
        &sender,
        "kim@example.org",
        called,
        &letter(&subject),
        "confirmation",
    );
    assert_form(&octets);
    let message = read(&octets);
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
        let octets = one_mail(
            &letters(),
            "kim@example.org",
            "",
            &letter(subject),
            "confirmation",
        );
        assert_form(&octets);
        assert_eq!(read(&octets).subject().unwrap_or_default(), subject);
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
        let octets = one_mail(
            &letters(),
            "kim@example.org",
            called,
            &letter("제목"),
            "confirmation",
        );
        assert_form(&octets);
        let message = read(&octets);
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
    let octets = message::build(
        &letters(),
        &address("kim@example.org"),
        Some(&called),
        &letter(subject),
        "confirmation",
        ID,
        DATE,
    )
    .expect("a message");
    assert_form(&octets);
    let message = read(&octets);
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
fn a_link_of_900_characters_is_whole_in_the_body_and_in_its_header() {
    let personal = personal(900);
    assert_eq!(personal.unsubscribe.len(), 900);
    let body = format!("떠나시려면 {UNSUBSCRIBE_PLACE} 을 눌러 주세요.");
    let octets = share(&edition("제목", &body, &body), &personal);
    assert_form(&octets);
    let message = read(&octets);
    let header = raw(&message, "List-Unsubscribe");
    assert_eq!(header.trim(), format!("<{}>", personal.unsubscribe));
    assert!(
        message
            .body_text(0)
            .expect("text")
            .contains(&personal.unsubscribe)
    );
    assert!(
        message
            .body_html(0)
            .expect("HTML")
            .contains(&personal.unsubscribe)
    );
}

#[test]
fn a_link_that_no_header_can_carry_is_one_clear_line() {
    let edition = edition("제목", "x", "x");
    let too_long = personal(1_000).unsubscribe;
    for url in [
        &too_long,
        "https://x.org/a b",
        "https://x.org/>\r\nBcc: all@x.org",
        "https://한국.org/",
    ] {
        let personal = Personal {
            unsubscribe: url.into(),
            preferences: String::new(),
        };
        let error = Prepared::of(&letters(), &edition, "digest")
            .message(&address("kim@example.org"), None, &personal, ID, DATE)
            .expect_err("no header");
        let line = error.to_string();
        assert!(
            line.contains("server.public_url") && line.len() < 300,
            "{line}"
        );
    }
}

#[test]
fn domains_are_a_labels_and_a_local_part_beyond_ascii_stands_only_where_it_is_needed() {
    let sender = from("letters@예시.한국");
    let octets = one_mail(
        &sender,
        "kim@예시.한국",
        "",
        &letter("제목"),
        "confirmation",
    );
    assert_form(&octets);
    let message = read(&octets);
    assert_eq!(
        raw(&message, "From").trim(),
        "letters@xn--vv4b11d.xn--3e0b707e"
    );
    assert_eq!(raw(&message, "To").trim(), "kim@xn--vv4b11d.xn--3e0b707e");
    let octets = one_mail(
        &sender,
        "독자@예시.한국",
        "민지",
        &letter("제목"),
        "confirmation",
    );
    let text = String::from_utf8(octets).expect("UTF-8");
    let beyond: Vec<&str> = text.lines().filter(|line| !line.is_ascii()).collect();
    assert_eq!(beyond.len(), 1, "{beyond:?}");
    assert!(
        beyond[0].ends_with("<독자@xn--vv4b11d.xn--3e0b707e>"),
        "{beyond:?}"
    );
}

#[test]
fn bulk_mail_says_which_list_it_is_of_and_what_complaints_are_counted_by() {
    let octets = share(&edition("제목", "x", "x"), &personal(80));
    assert_form(&octets);
    let message = read(&octets);
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
        ("confirmation", false),
        ("already-subscribed", false),
        ("preferences-link", false),
        ("welcome", false),
    ] {
        let octets = one_mail(&letters(), "kim@example.org", "", &letter("제목"), kind);
        let message = read(&octets);
        let said = message.header_raw("Auto-Submitted").map(str::trim);
        assert_eq!(said, is_notice.then_some("auto-generated"), "{kind}");
        assert!(
            message.header_raw("List-Id").is_none(),
            "it is for one person"
        );
    }
}

#[test]
fn a_second_attempt_is_the_same_mail() {
    let edition = edition("제목", "글", "<p>글</p>");
    assert_eq!(
        share(&edition, &personal(80)),
        share(&edition, &personal(80))
    );
}

stories! {
    async fn a_name_with_line_breaks_in_it_gets_a_mail_with_one_recipient(site: Site) {
        let form = serde_json::json!({"email": "kim@example.org", "name": "Kim\r\nBcc: all@example.org"});
        site.post_json("/api/v1/subscriptions", &form).await.expect(202);
        let letter = site.newest_mail_to("kim@example.org").await;
        assert_form(&letter.octets);
        let message = letter.parsed();
        let to = message.to().and_then(|to| to.first()).expect("a recipient");
        assert_eq!((to.name(), to.address()), (Some("Kim Bcc: all@example.org"), Some("kim@example.org")));
        assert!(message.bcc().is_none());
    }
}
