//! TLS and signing in: no mail and no password over a line that somebody else could read or answer on.

use gudok::delivery::transport::{Transport, TransportConnection};
use gudok::smtp::DeliveryOutcome;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::support::certificates::Authority;
use crate::support::scripted_relay::{ScriptedRelay, Stage, Turn};
use crate::support::smtp::{LETTER, LONG, clear_link, is_accepted, link, send, send_bytes};

/// A link that asks for TLS and trusts this authority alone.
fn guarded(
    scheme: &str,
    relay: &ScriptedRelay,
    authority: &Authority,
    account: &str,
) -> TransportConnection {
    let file = authority.file();
    link(&format!(
        "{scheme}://{account}{}?tls=required&ca={}",
        relay.address,
        file.display()
    ))
}

fn why(verdict: DeliveryOutcome) -> String {
    match verdict {
        DeliveryOutcome::Unreachable(why) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn mail_goes_under_tls_and_nothing_but_the_question_for_it_in_the_clear() {
    let authority = Authority::new();
    let tls = authority.acceptor("127.0.0.1");
    let relay = ScriptedRelay::with_starttls(&["PIPELINING", "AUTH LOGIN PLAIN"], tls).await;
    let mut link = guarded("smtp", &relay, &authority, "letters:hush%40hush@");
    assert!(is_accepted(
        &send(&mut link, "a@x.kr", Some("b@x.kr")).await
    ));
    assert!(is_accepted(&send(&mut link, "b@x.kr", None).await));
    link.close().await;
    let heard = relay.heard();
    assert_eq!((heard.connections, heard.contents.len()), (1, 2));
    let in_the_clear: Vec<_> = heard
        .commands
        .iter()
        .filter(|c| !c.starts_with('🔒'))
        .collect();
    assert_eq!(in_the_clear.len(), 2, "{in_the_clear:?}");
    assert!(in_the_clear[0].starts_with("EHLO ") && in_the_clear[1] == "STARTTLS");
    // \0letters\0hush@hush
    assert_eq!(heard.commands[3], "🔒AUTH PLAIN AGxldHRlcnMAaHVzaEBodXNo");
}

#[tokio::test]
async fn a_large_mail_goes_under_tls_whole() {
    let authority = Authority::new();
    let relay = ScriptedRelay::under_tls(&["PIPELINING"], authority.acceptor("127.0.0.1")).await;
    let mut link = guarded("smtps", &relay, &authority, "");
    let bytes = b".A line of a long mail.\r\n".repeat(20_000);
    for next in [Some("a@x.kr"), None] {
        let verdict = send_bytes(&mut link, "a@x.kr", &bytes, next, LONG).await;
        assert!(is_accepted(&verdict), "{verdict:?}");
    }
    let heard = relay.heard();
    assert_eq!(heard.connections, 1);
    assert!(
        heard
            .contents
            .iter()
            .all(|content| content.as_bytes() == bytes)
    );
}

#[tokio::test]
async fn a_relay_under_tls_may_sign_in_by_login_alone() {
    let authority = Authority::new();
    let tls = authority.acceptor("127.0.0.1");
    let relay = ScriptedRelay::under_tls(&["PIPELINING", "AUTH=LOGIN"], tls).await;
    let mut link = guarded("smtps", &relay, &authority, "letters:hush@");
    assert!(is_accepted(&send(&mut link, "a@x.kr", None).await));
    let commands = relay.heard().commands;
    assert_eq!(commands[1..4], ["🔒AUTH LOGIN", "bGV0dGVycw==", "aHVzaA=="]);
}

/// What XOAUTH2 sends for this token.
fn bearer(token: &str) -> String {
    let words = format!("user=kim@blog.example\u{1}auth=Bearer {token}\u{1}\u{1}");
    format!("🔒AUTH XOAUTH2 {}", STANDARD.encode(words))
}

#[tokio::test]
async fn an_access_token_is_read_anew_at_each_sign_in() {
    let authority = Authority::new();
    let tls = authority.acceptor("127.0.0.1");
    let relay = ScriptedRelay::with_starttls(&["AUTH PLAIN xoauth2"], tls).await;
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let file = folder.path().join("token");
    let mut link = link(&format!(
        "smtp://kim%40blog.example@{}?tls=required&ca={}&auth=xoauth2&token={}",
        relay.address,
        authority.file().display(),
        file.display()
    ));
    let missing = why(send(&mut link, "a@x.kr", None).await);
    assert!(
        missing.contains("needs an access token") && missing.contains("/token of mail.url"),
        "{missing}"
    );
    for token in ["ya29.first", "ya29.second"] {
        std::fs::write(&file, format!("{token}\n")).expect("written");
        let verdict = send(&mut link, "a@x.kr", None).await;
        assert!(is_accepted(&verdict), "{verdict:?}");
        link.close().await;
        let commands = relay.heard().commands;
        assert!(commands.contains(&bearer(token)), "{commands:?}");
    }
}

#[tokio::test]
async fn an_access_token_that_has_ended_is_said_with_the_relays_reason() {
    let relay = ScriptedRelay::start(&["AUTH XOAUTH2"]).await;
    relay.plays(|moment| {
        (moment.stage == Stage::SignIn).then_some(Turn::Say("334 eyJzdGF0dXMiOiI0MDEifQ=="))
    });
    let mut link = link(&format!(
        "smtp://kim:ya29.ended@{}?tls=none&auth=xoauth2",
        relay.address
    ));
    let refused = why(send(&mut link, "a@x.kr", None).await);
    assert!(
        refused.contains("token in mail.url: 535 5.7.8 the token has ended"),
        "{refused}"
    );
    assert!(!refused.contains("ya29"), "{refused}");
    assert_eq!(relay.heard().commands.last().map(String::as_str), Some(""));

    let relay = ScriptedRelay::start(&["AUTH PLAIN LOGIN"]).await;
    let mut link = self::link(&format!(
        "smtp://kim:ya29.x@{}?tls=none&auth=xoauth2",
        relay.address
    ));
    let refused = why(send(&mut link, "a@x.kr", None).await);
    assert!(
        refused.contains("offers no sign-in by XOAUTH2"),
        "{refused}"
    );
    assert!(relay.heard().commands.iter().all(|it| !it.contains("AUTH")));
}

#[tokio::test]
async fn whoever_strips_the_offer_of_tls_gets_neither_mail_nor_password() {
    let authority = Authority::new();
    let relay = ScriptedRelay::start(&["PIPELINING", "AUTH PLAIN LOGIN"]).await;
    let mut link = guarded("smtp", &relay, &authority, "letters:hush@");
    assert!(why(send(&mut link, "a@x.kr", None).await).contains("offers no STARTTLS"));
    let tls = authority.acceptor("127.0.0.1");
    let relay = ScriptedRelay::with_starttls(&["AUTH PLAIN LOGIN"], tls).await;
    relay.plays(|moment| {
        (moment.stage == Stage::StartTls).then_some(Turn::Say("454 4.7.0 not now"))
    });
    let mut link = guarded("smtp", &relay, &authority, "letters:hush@");
    assert!(
        why(send(&mut link, "a@x.kr", None).await).contains("refused STARTTLS: 454 4.7.0 not now")
    );
    for command in relay.heard().commands {
        assert!(
            command.starts_with("EHLO") || command == "STARTTLS",
            "{command}"
        );
    }
}

#[tokio::test]
async fn what_is_slipped_in_before_the_handshake_counts_for_nothing() {
    let authority = Authority::new();
    let tls = authority.acceptor("127.0.0.1");
    let relay = ScriptedRelay::with_starttls(&[], tls).await;
    relay.plays(|moment| {
        (moment.stage == Stage::StartTls)
            .then_some(Turn::Say("220 go on\r\n250-evil\r\n250 AUTH PLAIN"))
    });
    let mut link = guarded("smtp", &relay, &authority, "letters:hush@");
    let why = why(send(&mut link, "a@x.kr", None).await);
    assert!(why.contains("answered before it was asked"), "{why}");
    assert!(
        relay
            .heard()
            .commands
            .iter()
            .all(|command| !command.contains("AUTH"))
    );
}

#[tokio::test]
async fn a_relay_that_nobody_vouches_for_gets_nothing() {
    let (own, strange) = (Authority::new(), Authority::new());
    let acceptors = [
        strange.acceptor("127.0.0.1"),
        own.acceptor("other.example.org"),
    ];
    for (tls, reason) in acceptors
        .into_iter()
        .zip(["UnknownIssuer", "not valid for name"])
    {
        let implicit = ScriptedRelay::under_tls(&["PIPELINING"], tls.clone()).await;
        let started = ScriptedRelay::with_starttls(&["PIPELINING"], tls).await;
        for (scheme, relay) in [("smtps", implicit), ("smtp", started)] {
            let mut link = guarded(scheme, &relay, &own, "letters:hush@");
            let why = why(send(&mut link, "a@x.kr", None).await);
            assert!(
                why.contains("offers no trustworthy TLS") && why.contains(reason),
                "{why}"
            );
            assert!(
                relay
                    .heard()
                    .commands
                    .iter()
                    .all(|command| !command.starts_with('🔒'))
            );
        }
    }
    // The system does not know the authority of a test either.
    let relay = ScriptedRelay::under_tls(&[], own.acceptor("127.0.0.1")).await;
    let mut link = link(&format!("smtps://{}", relay.address));
    assert!(why(send(&mut link, "a@x.kr", None).await).contains("offers no trustworthy TLS"));
}

#[tokio::test]
async fn a_handshake_that_breaks_or_hangs_only_delays_mail() {
    let authority = Authority::new();
    let go_on = b"220 go on\r\n".to_vec();
    let nonsense = [go_on.clone(), b"220 nonsense\r\n".repeat(9)].concat();
    // The relay says 220 and breaks, or says nothing for ever, where the handshake would begin.
    let broken = [
        (Turn::SendAndClose(go_on.clone()), LONG),
        (Turn::SendAndClose(nonsense), LONG),
        (Turn::SendAndHang(go_on), Duration::from_secs(3)),
    ];
    for (turn, time) in broken {
        let tls = authority.acceptor("127.0.0.1");
        let relay = ScriptedRelay::with_starttls(&[], tls).await;
        relay.plays(move |moment| (moment.stage == Stage::StartTls).then(|| turn.clone()));
        let mut link = guarded("smtp", &relay, &authority, "");
        why(send_bytes(&mut link, "a@x.kr", LETTER, None, time).await);
        relay.is_honest();
        assert!(is_accepted(&send(&mut link, "a@x.kr", None).await));
    }
}

#[tokio::test]
async fn a_refused_sign_in_is_not_the_mails_fault_and_names_the_option() {
    let relay = ScriptedRelay::start(&["AUTH PLAIN"]).await;
    relay.plays(|moment| {
        (moment.stage == Stage::SignIn).then_some(Turn::Say("535 5.7.8 wrong password"))
    });
    let mut refused = link(&format!("smtp://letters:hush@{}?tls=none", relay.address));
    let why_refused = why(send(&mut refused, "a@x.kr", None).await);
    assert!(why_refused.contains("refused the sign-in"), "{why_refused}");
    assert!(
        why_refused.contains("mail.url: 535 5.7.8 wrong password"),
        "{why_refused}"
    );
    assert!(!why_refused.contains("hush"), "{why_refused}");
    relay.is_honest();
    assert!(is_accepted(&send(&mut refused, "a@x.kr", None).await));

    let relay = ScriptedRelay::start(&["PIPELINING"]).await;
    let mut unknown = link(&format!("smtp://letters:hush@{}?tls=none", relay.address));
    assert!(why(send(&mut unknown, "a@x.kr", None).await).contains("offers no sign-in"));
    assert!(is_accepted(
        &send(&mut clear_link(&relay), "a@x.kr", None).await
    ));
}

#[tokio::test]
async fn a_certificate_file_that_is_none_is_named_at_the_start() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "no certificate").expect("written");
    for (file, reason) in [
        (empty.as_path(), "no certificate stands in it"),
        (folder.path(), "cannot be read"),
    ] {
        let url = format!("smtps://mail.example.org?ca={}", file.display());
        let url = url.parse().expect("a mail.url");
        let error = Transport::open(&url).expect_err("no trust");
        assert!(
            error.contains(&file.display().to_string()) && error.contains(reason),
            "{error}"
        );
    }
    for (url, reason) in [
        ("smtp://127.0.0.1?ca=x.pem", "TLS is off"),
        ("smtps://mail.example.org?ca=", "needs a file"),
        (
            "smtps://mail.example.org?cert=x",
            "the options are tls, ca, auth and token",
        ),
    ] {
        let error = url.parse::<gudok::config::MailUrl>().expect_err("wrong");
        assert!(error.contains(reason), "{error}");
    }
    let url = "smtp://letters:hush@mail.example.org?ca=/etc/ca.pem";
    let shown = url
        .parse::<gudok::config::MailUrl>()
        .expect("right")
        .to_string();
    assert_eq!(
        shown,
        "smtp://letters:…@mail.example.org:587?tls=required&ca=/etc/ca.pem"
    );
}
