//! Mails made without a database, and what is asked of the form of each.

use gudok::address::{DisplayName, EmailAddress};
use gudok::clock::Timestamp;
use gudok::config::Config;
use gudok::i18n::Locale;
use gudok::ids::EditionId;
use gudok::message::{self, EmailContent, MessageTemplate, PersonalLinks, SenderIdentity};
use gudok::outbox::Edition;
use mail_parser::{Message, MessageParser};

/// Tuesday, 24 November 2026, 09:00 in Seoul.
pub const DATE: Timestamp = Timestamp::from_unix(1_795_478_400);
pub const ID: &str = "<0123456789abcdef@example.org>";

pub fn from(sender: &str) -> SenderIdentity {
    let mut config = Config::default();
    config.site.name = "인공지능 읽기".into();
    config.site.sender = sender.parse().expect("a sender");
    config.site.reply_to = Some("편집실 <editors@example.org>".parse().expect("a mailbox"));
    SenderIdentity::of(&config)
}

pub fn letters() -> SenderIdentity {
    from("인공지능 읽기 <letters@example.org>")
}

pub fn edition(subject: &str, text: &str, html: &str) -> Edition {
    Edition {
        id: EditionId(1),
        slug: "2026-11-24-9f03c2d1".into(),
        locale: Locale::Ko,
        subject: subject.into(),
        html: html.into(),
        text: text.into(),
        message_domain: None,
        created_at: DATE,
    }
}

pub fn letter(subject: &str) -> EmailContent {
    EmailContent {
        subject: subject.into(),
        text: "안녕하세요.\n".into(),
        html: "<p>안녕하세요.</p>\n".into(),
        unsubscribe: None,
        reply_to: None,
    }
}

pub fn personal(length: usize) -> PersonalLinks {
    let long = |what: &str| {
        let head = format!("https://letters.example.org/{what}/a=b.");
        let rest = ('a'..='z').cycle().take(length.saturating_sub(head.len()));
        head.chars().chain(rest).collect()
    };
    PersonalLinks {
        unsubscribe: long("unsubscribe"),
        preferences: long("preferences"),
        unsubscribe_by_mail: None,
    }
}

pub fn address(text: &str) -> EmailAddress {
    text.parse().expect("an address")
}

pub fn name(text: &str) -> Option<DisplayName> {
    DisplayName::parse(text).expect("short enough")
}

pub fn share(edition: &Edition, personal: &PersonalLinks) -> Vec<u8> {
    MessageTemplate::for_edition(&letters(), &edition.content(), "digest")
        .render(&address("kim@example.org"), None, personal, ID, DATE)
        .expect("a message")
}

pub fn one_mail(
    from: &SenderIdentity,
    to: &str,
    called: &str,
    letter: &EmailContent,
    kind: &str,
) -> Vec<u8> {
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

pub fn read(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).expect("a mail")
}

/// A header as it stands there, its folds too.
pub fn raw<'a>(message: &'a Message<'a>, name: &'a str) -> &'a str {
    message
        .header_raw(name)
        .unwrap_or_else(|| panic!("no {name}"))
}

/// What RFC 5322, 2045 and 2047 ask of every mail that goes to an address in ASCII.
pub fn assert_form(bytes: &[u8]) {
    assert!(bytes.is_ascii(), "seven bits");
    let text = std::str::from_utf8(bytes).expect("ASCII");
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
