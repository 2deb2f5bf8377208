//! Every mail and every error of the API, in both languages, as people and programs read them.
//!
//! A change of a template or a phrase changes a file in `snapshots/`. Look at the difference; `INSTA_UPDATE=always cargo test
//! snapshots` writes it.

use std::fmt::Write as _;

use actix_web::body::to_bytes;
use actix_web::test::TestRequest;
use gudok::admin::{Role, accounts, audit, second_factor};
use gudok::challenges::{self, Proof, ProtectedForm};
use gudok::clock::DAY;
use gudok::config::CommentModeration;
use gudok::i18n::FieldError;
use gudok::i18n::Locale;
use gudok::subscribers::Cadence;
use gudok::web::WebError;
use gudok::web::error_page::answer;

use crate::advertising::in_korea;
use crate::support::authenticator::AuthenticatorApp;
use crate::support::readers::{KIM, confirm, sign_up};
use crate::support::{Letter, PAGE, PASSWORD, Remark, Site, encode};

const AUTHOR: (&str, &str) = ("한소라", "sora@example.org");
const ANSWERER: (&str, &str) = ("Jun", "jun@example.org");
/// Links of mails begin with this in the snapshots, whatever the port.
const BASE: &str = "https://letters.example.org";
/// Characters of the shortest random part of a link: an edition's date and eight digits.
const SECRET: usize = 19;

/// A mail with each secret of its links taken out, and the port.
fn shown(site: &Site, mail: &Letter) -> String {
    let whole = format!("{}\n\n{}\n----\n{}", mail.subject, mail.text, mail.html);
    let whole = whole.replace("\r\n", "\n").replace(&site.base, BASE);
    let is_of_secret = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let mut out = String::new();
    let mut rest = whole.as_str();
    while let Some(at) = rest.find('/') {
        let (before, after) = rest.split_at(at + 1);
        let end = after.find(|c| !is_of_secret(c)).unwrap_or(after.len());
        let is_secret = end >= SECRET && !after[..end].contains("example.org");
        out.push_str(before);
        out.push_str(if is_secret { "SECRET" } else { &after[..end] });
        rest = &after[end..];
    }
    out + rest
}

/// Compares a text with the one that is kept under this name.
fn assert_kept(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, text);
    });
}

/// Compares the newest mail to a recipient with the one of its kind and language.
async fn keep(site: &Site, kind: &str, recipient: &str) {
    let mail = site.newest_mail_to(recipient).await;
    assert_kept(&format!("{kind}-{}", site.language), &shown(site, &mail));
}

async fn mails_about_a_subscription(site: &mut Site) {
    site.publish(
        "작은 모델의 귀환",
        "휴대전화에서 도는 모델이 좋아졌습니다.",
        &["연구"],
    )
    .await;
    let fields = [
        ("email", KIM),
        ("name", "김하늘"),
        ("cadence", "each_post"),
        ("locale", site.language),
    ];
    sign_up(site, &fields).await.expect(200);
    keep(site, "confirmation", KIM).await;
    confirm(site, KIM).await.expect(200);
    keep(site, "welcome", KIM).await;
    sign_up(site, &fields).await.expect(200);
    keep(site, "already-subscribed", KIM).await;
    let token = site.get("/preferences").await.field("form_token");
    site.wait(5);
    site.post(
        "/preferences",
        &[("form_token", &token), ("website_url", ""), ("email", KIM)],
    )
    .await
    .expect(200);
    keep(site, "preferences-link", KIM).await;
    let link = site.newest_mail_to(KIM).await.link("/preferences/");
    let form = [("email", "lee@example.org")];
    let sent = site.post(&format!("{link}/address"), &form).await;
    sent.expect(200);
    keep(site, "change-of-address", "lee@example.org").await;
    let click = site
        .newest_mail_to("lee@example.org")
        .await
        .link("/addresses/");
    site.post(&format!("{click}/confirmation"), &[])
        .await
        .expect(200);
    keep(site, "address-changed", KIM).await;
    site.change("UPDATE subscribers SET email = 'kim@example.org', email_key = 'kim@example.org'")
        .await;
}

async fn mails_to_many(site: &mut Site) {
    site.choose(KIM, Cadence::EachPost, &[]).await;
    site.plan().await;
    site.wait(60);
    site.publish(
        "에이전트와 <한 달>",
        "로그인 앞에서는 사람이 필요했습니다.",
        &["도구"],
    )
    .await;
    site.plan().await;
    keep(site, "digest", KIM).await;
    site.started(&[("locale", site.language)]).await;
    keep(site, "campaign", KIM).await;
}

async fn mails_about_comments(site: &mut Site) {
    site.say(Remark::by(
        AUTHOR.0,
        AUTHOR.1,
        "**질문**이 있습니다.\n\n- 하나",
    ))
    .await
    .expect(303);
    keep(site, "moderation", "owner@example.org").await;
    let first = Site::ids_on(&site.get("/admin/comments").await)[0];
    site.decide(first, "approval").await.expect(303);
    keep(site, "reply-address", AUTHOR.1).await;
    let proof = site.newest_mail_to(AUTHOR.1).await.link("/confirmation");
    site.post(&proof, &[]).await.expect(200);
    let token = site.get("/comments/mine").await.field("form_token");
    site.wait(3);
    let fields = [
        ("form_token", token.as_str()),
        ("website_url", ""),
        ("email", AUTHOR.1),
    ];
    site.post("/comments/mine", &fields).await.expect(200);
    keep(site, "my-data", AUTHOR.1).await;
    let answer = Remark::by(
        ANSWERER.0,
        ANSWERER.1,
        "> 질문\n\n[답](https://blog.example.org/1)입니다.",
    );
    site.say(answer.answering(first)).await.expect(303);
    let second = Site::ids_on(&site.get("/admin/comments").await)[0];
    site.decide(second, "approval").await.expect(303);
    keep(site, "reply", AUTHOR.1).await;
    site.decide(first, "review").await.expect(303);
    site.decide(first, "approval").await.expect(303);
    keep(site, "approved", AUTHOR.1).await;
    site.wait(600);
    for body in ["하나 더 씁니다", "둘 더 씁니다", "셋 더 씁니다"] {
        site.say(Remark::by(ANSWERER.0, ANSWERER.1, body))
            .await
            .expect(303);
    }
    site.wait(600);
    site.run_schedule("tell-moderators").await;
    keep(site, "moderation-burst", "owner@example.org").await;
    let query = encode(&[("thread", PAGE)]);
    let form = site.get(&format!("/comments/author?{query}")).await;
    site.wait(10);
    let token = form.field("form_token");
    let fields = [
        ("thread", PAGE),
        ("email", "verified@example.org"),
        ("form_token", token.as_str()),
    ];
    site.post("/comments/author", &fields).await.expect(200);
    keep(site, "author-link", "verified@example.org").await;
}

async fn mails_about_attacks(site: &Site) {
    for form in [ProtectedForm::Comments, ProtectedForm::SignUps] {
        let mut tx = site.app.write().await.expect("a transaction");
        for _ in 0..100 {
            challenges::count(&mut tx, &site.app, form, Proof::Missing)
                .await
                .expect("counted");
        }
        tx.commit().await.expect("committed");
        keep(site, &format!("attack-{form}"), "owner@example.org").await;
    }
}

async fn mails_about_an_account(site: &mut Site) {
    const OWNER: &str = "owner@example.org";
    let csrf = site.get("/admin/account").await.field("csrf");
    let fields = [
        ("csrf", &*csrf),
        ("email", "mina@example.org"),
        ("role", "editor"),
    ];
    site.post("/admin/settings/accounts", &fields)
        .await
        .expect(201);
    keep(site, "invitation", "mina@example.org").await;
    site.post("/admin/forgotten", &[("email", OWNER)])
        .await
        .expect(200);
    keep(site, "password-link", OWNER).await;
    site.sign_in_again(OWNER).await;
    keep(site, "new-device", OWNER).await;
    let request = site.http.get(site.url("/admin/account"));
    site.send(request.header("x-forwarded-for", "203.0.113.9"))
        .await
        .expect(200);
    keep(site, "new-network", OWNER).await;

    let app = AuthenticatorApp::turn_on(site).await;
    keep(site, "second-step-on", OWNER).await;
    let csrf = site.get("/admin/account").await.field("csrf");
    let change = async |code: &str, act: &str| {
        let fields = [("csrf", &*csrf), ("present", PASSWORD), ("code", code)];
        let fields = [&fields[..], &[("act", act)]].concat();
        site.post("/admin/account/second-factor/change", &fields)
            .await
    };
    for _ in 0..6 {
        change("000000", "codes").await;
    }
    keep(site, "wrong-codes", OWNER).await;
    change(&app.recovery_codes[0], "codes").await.expect(201);
    // Two mails of one change come in either order.
    for (kind, subjects) in [
        ("recovery-code", ["복구 코드를 사용", "code was used"]),
        ("new-codes", ["복구 코드를 새로", "New recovery codes"]),
    ] {
        let mails = site.mails().await;
        let mut letters = mails.iter().map(|mail| Letter::read(&mail.bytes));
        let letter = letters.find(|letter| subjects.iter().any(|it| letter.subject.contains(it)));
        let letter = letter.expect("a mail with this subject");
        assert_kept(&format!("{kind}-{}", site.language), &shown(site, &letter));
    }
    site.wait(60);
    change(&app.code(site, 0), "off").await.expect(303);
    keep(site, "second-step-off", OWNER).await;
    let csrf = site.get("/admin/account").await.field("csrf");
    let fields = [("csrf", &*csrf), ("present", PASSWORD), ("new", PASSWORD)];
    site.post("/admin/account/password", &fields)
        .await
        .expect(303);
    keep(site, "password-changed", OWNER).await;

    AuthenticatorApp::turn_on(site).await;
    let mut tx = site.app.write().await.expect("a transaction");
    let owner = OWNER.parse().expect("an address");
    let account = accounts::find(&mut tx, &owner).await.expect("accounts");
    let account = account.expect("the owner");
    let by = audit::Actor::Command;
    second_factor::reset(&mut tx, &site.app, &account, by)
        .await
        .expect("the second step ends");
    tx.commit().await.expect("committed");
    keep(site, "second-step-reset", OWNER).await;
}

/// Under the law of Korea, with a site of its own: the others have other feet.
async fn mails_about_advertising(language: &'static str) {
    let mut site = Site::on_sqlite().await;
    in_korea(&mut site).await;
    site.language = language;
    let fields = [
        ("email", KIM),
        ("locale", language),
        ("advertising", "yes"),
        ("night", "yes"),
    ];
    sign_up(&site, &fields).await.expect(200);
    confirm(&site, KIM).await.expect(200);
    site.mails().await;
    let words = if language == "ko" {
        "처리 결과"
    } else {
        "was recorded"
    };
    let mails = site.mails().await;
    let mut letters = mails.iter().map(|mail| Letter::read(&mail.bytes));
    let result = letters.find(|letter| letter.subject.contains(words));
    let result = shown(&site, &result.expect("a notice"));
    assert_kept(&format!("advertising-result-{language}"), &result);
    site.sign_in(Role::Editor).await;
    let campaign = [("advertising", "yes"), ("locale", language)];
    site.started(&campaign).await;
    keep(&site, "advertising", KIM).await;
    site.wait(701 * DAY);
    site.run_schedule("advertising-notices").await;
    keep(&site, "advertising-confirmation", KIM).await;
}

async fn every_mail(language: &'static str, locale: Locale) {
    let mut site = Site::on_sqlite().await;
    site.language = language;
    site.restart(|config| {
        config.site.locale = locale;
        config.site.postal_address = Some("서울특별시 종로구 세종대로 1".into());
        config.comments.moderation = CommentModeration::All;
        config.server.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    site.language = language;
    mails_about_a_subscription(&mut site).await;
    site.sign_in(Role::Owner).await;
    if locale == Locale::En {
        site.change("UPDATE accounts SET locale = 'en'").await;
    }
    mails_to_many(&mut site).await;
    mails_about_comments(&mut site).await;
    mails_about_an_account(&mut site).await;
    mails_about_attacks(&site).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mails_about_advertising_read_as_before() {
    mails_about_advertising("ko").await;
    mails_about_advertising("en").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mail_reads_as_before_in_korean() {
    every_mail("ko", Locale::Ko).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mail_reads_as_before_in_english() {
    every_mail("en", Locale::En).await;
}

/// One error of each kind; the match makes a new kind come here.
fn every_error() -> Vec<WebError> {
    let errors = vec![
        WebError::NotFound,
        WebError::Method,
        WebError::Forged,
        WebError::StaleForm,
        WebError::TooFast,
        WebError::StaleToken,
        WebError::SetupGone,
        WebError::ForeignPage {
            hosts: "blog.example.org".into(),
        },
        WebError::Expired,
        WebError::TooLate,
        WebError::Forbidden,
        WebError::Unproven,
        WebError::WrongSignature,
        WebError::StaleSignature,
        WebError::SignedOut,
        WebError::NoToken,
        WebError::ScopeMissing {
            scope: "subscribers:read",
        },
        WebError::ChangedMeanwhile,
        WebError::KeptAway,
        WebError::Malformed("the body ends within a string".into()),
        WebError::Invalid(vec![FieldError {
            field: "email",
            key: "web-email-malformed",
        }]),
        WebError::TooLarge,
        WebError::MediaType {
            taken: "application/json",
        },
        WebError::Compressed,
        WebError::TooSlow,
        WebError::ProofNeeded,
        WebError::TooMany { retry_after: 90 },
        WebError::Busy,
        WebError::Internal,
    ];
    for error in &errors {
        match error {
            WebError::NotFound
            | WebError::Method
            | WebError::Forged
            | WebError::StaleForm
            | WebError::TooFast
            | WebError::StaleToken
            | WebError::SetupGone
            | WebError::ForeignPage { .. }
            | WebError::Expired
            | WebError::TooLate
            | WebError::Forbidden
            | WebError::Unproven
            | WebError::WrongSignature
            | WebError::StaleSignature
            | WebError::SignedOut
            | WebError::NoToken
            | WebError::ScopeMissing { .. }
            | WebError::ChangedMeanwhile
            | WebError::KeptAway
            | WebError::Malformed(_)
            | WebError::Invalid(_)
            | WebError::TooLarge
            | WebError::MediaType { .. }
            | WebError::Compressed
            | WebError::TooSlow
            | WebError::ProofNeeded
            | WebError::TooMany { .. }
            | WebError::Busy
            | WebError::Internal => {}
        }
    }
    errors
}

#[actix_web::test]
async fn every_problem_reads_as_before() {
    for language in ["ko", "en"] {
        let mut page = String::new();
        for error in every_error() {
            let request = TestRequest::with_uri("/api/v1/comments")
                .insert_header(("accept-language", language));
            let reply = answer(&request.to_http_request(), &error);
            let retry_after = reply.headers().get("retry-after").cloned();
            let body = to_bytes(reply.into_body()).await.expect("a body");
            let json: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
            let _ = writeln!(page, "{json:#}");
            if let Some(seconds) = retry_after {
                let _ = writeln!(page, "Retry-After: {}", seconds.to_str().expect("a number"));
            }
        }
        assert_kept(&format!("problems-{language}"), &page);
    }
}
