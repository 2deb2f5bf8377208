//! The bodies of a mail, as an independent reader meets them: seven bits, and every text and link whole.

use gudok::message::{
    MessageTemplate, PREFERENCES_PLACEHOLDER, PersonalLinks, UNSUBSCRIBE_PLACEHOLDER,
};
use mail_parser::MimeHeaders as _;

use crate::support::mails::{
    DATE, ID, address, assert_form, edition, letters, personal, raw, read, share,
};

#[test]
fn both_parts_of_an_edition_come_out_as_they_were_rendered_with_each_recipients_links() {
    let (gone, chosen) = (UNSUBSCRIBE_PLACEHOLDER, PREFERENCES_PLACEHOLDER);
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
        let prepared = MessageTemplate::for_edition(&letters(), &edition.content(), "digest");
        for length in (40..120).chain([500, 900]) {
            let personal = personal(length);
            let bytes = prepared
                .render(&address("kim@example.org"), None, &personal, ID, DATE)
                .expect("a message");
            assert_form(&bytes);
            let message = read(&bytes);
            let parts: Vec<_> = message.parts.iter().skip(1).collect();
            let kinds: Vec<_> = parts
                .iter()
                .filter_map(|part| part.content_type()?.subtype())
                .collect();
            assert_eq!(kinds, ["plain", "html"], "the plain part first");
            for (part, rendered) in parts.iter().zip([&edition.text, &edition.html]) {
                let text = part.text_contents().unwrap_or_default();
                assert_eq!(
                    text.replace("\r\n", "\n"),
                    personal.substitute(rendered),
                    "{}",
                    String::from_utf8_lossy(&bytes)
                );
            }
        }
    }
}

#[test]
fn each_part_takes_the_shorter_encoding() {
    let korean = "다람쥐 헌 쳇바퀴에 타고파. ".repeat(20);
    let markup = "<p style=\"margin:0 0 16px\">Read on.</p>\n".repeat(20);
    let bytes = share(&edition("제목", &korean, &markup), &personal(80));
    let message = read(&bytes);
    let encodings: Vec<_> = message
        .parts
        .iter()
        .filter_map(mail_parser::MimeHeaders::content_transfer_encoding)
        .collect();
    assert_eq!(encodings, ["base64", "quoted-printable"]);
}

#[test]
fn a_link_of_900_characters_is_whole_in_the_body_and_in_its_header() {
    let personal = personal(900);
    assert_eq!(personal.unsubscribe.len(), 900);
    let body = format!("떠나시려면 {UNSUBSCRIBE_PLACEHOLDER} 을 눌러 주세요.");
    let bytes = share(&edition("제목", &body, &body), &personal);
    assert_form(&bytes);
    let message = read(&bytes);
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
        let personal = PersonalLinks {
            unsubscribe: url.into(),
            preferences: String::new(),
            unsubscribe_by_mail: None,
        };
        let error = MessageTemplate::for_edition(&letters(), &edition.content(), "digest")
            .render(&address("kim@example.org"), None, &personal, ID, DATE)
            .expect_err("no header");
        let line = error.to_string();
        assert!(
            line.contains("server.public_url") && line.len() < 300,
            "{line}"
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
