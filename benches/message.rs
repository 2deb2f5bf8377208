//! What a recipient's mail costs once its edition is prepared, beside lettre's builder, which encodes it anew each time.
//! Run with `cargo bench --bench message`.

use std::hint::black_box;
use std::time::Instant;

use aws_lc_rs::digest::{Context, SHA256, digest};
use gudok::clock::Timestamp;
use gudok::config::Config;
use gudok::i18n::Locale;
use gudok::ids::EditionId;
use gudok::message::{
    MessageTemplate, PREFERENCES_PLACEHOLDER, PersonalLinks, SenderIdentity,
    UNSUBSCRIBE_PLACEHOLDER, dkim,
};
use gudok::outbox::Edition;
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};

const ID: &str = "<0123456789abcdef0123456789abcdef@example.org>";
const DATE: Timestamp = Timestamp::from_unix(1_795_478_400);
const SENTENCE: &str =
    "작은 모델이 휴대전화에서 돌기 시작했고, 읽는 사람은 그 까닭을 천천히 물었습니다. ";

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let keys = dkim::generate("example.org", "bench", folder.path()).expect("keys");
    let environment =
        |name: &str, key: &dkim::NewKey| (name.to_owned(), key.file.display().to_string());
    let rsa = environment("GUDOK__DKIM__RSA_KEY", &keys.rsa);
    let ed25519 = environment("GUDOK__DKIM__ED25519_KEY", &keys.ed25519);
    let edition = edition();
    let personal = personal();
    let bytes = |keys: &[&(String, String)]| mail(&prepared(keys, &edition), &personal);
    println!(
        "a mail: {} bytes, signed by both {}; by lettre {}",
        bytes(&[]).len(),
        bytes(&[&rsa, &ed25519]).len(),
        by_lettre(&edition, &personal).len()
    );
    let lettre = microseconds(2_000, || drop(black_box(by_lettre(&edition, &personal))));
    report("lettre's builder, unsigned", lettre, lettre);
    for (what, keys) in [
        ("prepared, unsigned", &[][..]),
        ("prepared, Ed25519", &[&ed25519]),
        ("prepared, RSA-2048", &[&rsa]),
        ("prepared, both", &[&rsa, &ed25519]),
    ] {
        let prepared = prepared(keys, &edition);
        let cost = microseconds(2_000, || drop(black_box(mail(&prepared, &personal))));
        report(what, cost, lettre);
    }
    let preparing = microseconds(200, || drop(black_box(prepared(&[], &edition))));
    report("preparing an edition, once", preparing, lettre);
    hashing(&bytes(&[]), lettre);
}

/// What cloning the hash of the common beginning saves of a body's hash.
fn hashing(bytes: &[u8], lettre: f64) {
    let start = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("a body")
        + 4;
    let body = &bytes[start..];
    // The first place stands near the end of the plain part.
    let end = body
        .windows(5)
        .position(|five| five == b"/html")
        .expect("the HTML part");
    let mut common = Context::new(&SHA256);
    common.update(&body[..end]);
    let whole = microseconds(5_000, || {
        black_box(digest(&SHA256, body));
    });
    let rest = microseconds(5_000, || {
        let mut context = common.clone();
        context.update(&body[end..]);
        black_box(context.finish());
    });
    report("SHA-256 of a whole body", whole, lettre);
    report("… of what follows the plain part", rest, lettre);
}

fn edition() -> Edition {
    let paragraph = SENTENCE.repeat(3);
    let posts = 12;
    let text = format!("{paragraph}\n\nhttps://blog.example.org/a-post\n\n").repeat(posts);
    let html = format!(
        "<tr><td style=\"padding:0 0 16px;font-family:-apple-system,'Apple SD Gothic Neo',sans-serif;font-size:16px\">\n\
         <h2 style=\"margin:0 0 8px;font-size:20px;line-height:1.4;color:#1a1a1a\"><a href=\"https://blog.example.org/a-post\" \
         style=\"color:#0b6b4f;text-decoration:none\">작은 모델의 귀환</a></h2>\n<p style=\"margin:0 0 12px;line-height:1.7;\
         color:#333333\">{paragraph}</p>\n</td></tr>\n"
    )
    .repeat(posts);
    Edition {
        id: EditionId(1),
        slug: "2026-11-24-9f03c2d1".into(),
        locale: Locale::Ko,
        subject: "작은 모델의 귀환 외 11편".into(),
        html: format!(
            "<table>{html}</table><p><a href=\"{PREFERENCES_PLACEHOLDER}\">받는 방식 바꾸기</a> · \
             <a href=\"{UNSUBSCRIBE_PLACEHOLDER}\">구독 끊기</a></p>\n"
        ),
        text: format!(
            "{text}받는 방식 바꾸기\n{PREFERENCES_PLACEHOLDER}\n\n구독 끊기\n{UNSUBSCRIBE_PLACEHOLDER}\n"
        ),
        message_domain: None,
        created_at: DATE,
    }
}

fn personal() -> PersonalLinks {
    let token = "mFq3b0sX9yKd2pLw8vRt5hGz1nJc7aQe4uTi6oYsBfE".repeat(2);
    PersonalLinks {
        unsubscribe: format!("https://letters.example.org/unsubscribe/{token}"),
        preferences: format!("https://letters.example.org/preferences/{token}"),
        unsubscribe_by_mail: None,
    }
}

fn prepared(keys: &[&(String, String)], edition: &Edition) -> MessageTemplate {
    let sender = (
        "GUDOK__SITE__SENDER".to_owned(),
        "인공지능 읽기 <letters@example.org>".to_owned(),
    );
    let environment = keys.iter().copied().cloned().chain([sender]);
    let config = Config::read(None, environment).expect("a configuration");
    MessageTemplate::for_edition(&SenderIdentity::of(&config), &edition.content(), "digest")
}

fn mail(prepared: &MessageTemplate, personal: &PersonalLinks) -> Vec<u8> {
    let to = "kim@example.org".parse().expect("an address");
    prepared
        .render(&to, None, personal, ID, DATE)
        .expect("a message")
}

/// As Gudok did it before: replace the places, then build and encode the whole.
fn by_lettre(edition: &Edition, personal: &PersonalLinks) -> Vec<u8> {
    let mailbox = |text: &str| text.parse::<Mailbox>().expect("a mailbox");
    let crlf = |text: String| text.replace('\n', "\r\n");
    let parts = MultiPart::alternative()
        .singlepart(SinglePart::plain(crlf(personal.substitute(&edition.text))))
        .singlepart(SinglePart::html(crlf(personal.substitute(&edition.html))));
    Message::builder()
        .from(mailbox("Letters <letters@example.org>"))
        .to(mailbox("kim@example.org"))
        .subject(edition.subject.clone())
        .message_id(Some(ID.into()))
        .multipart(parts)
        .expect("a message")
        .formatted()
}

/// The fastest of five rounds, which other work on the machine disturbs least.
fn microseconds(times: u32, work: impl Fn()) -> f64 {
    (0..5)
        .map(|_| {
            let start = Instant::now();
            (0..times).for_each(|_| work());
            start.elapsed().as_secs_f64() * 1_000_000.0 / f64::from(times)
        })
        .fold(f64::INFINITY, f64::min)
}

fn report(what: &str, microseconds: f64, lettre: f64) {
    println!(
        "{what:<34} {microseconds:>8.2} µs   {:>6.3} × lettre's builder",
        microseconds / lettre
    );
}
