//! Calls of mail services: believed when they prove where they come from, and once.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gudok::changed;
use gudok::config::Config;
use gudok::subscribers::{Cadence, SubscriberState};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::stories;
use crate::support::readers::{KIM, state};
use crate::support::{Reader, Reply, Site};

const TOPIC: &str = "arn:aws:sns:ap-northeast-2:123456789012:gudok";
const CERTIFICATE: &str =
    "https://sns.ap-northeast-2.amazonaws.com/SimpleNotificationService-abc123.pem";

async fn configured(site: &mut Site, settings: impl FnOnce(&mut Config)) {
    site.restart(settings).await;
    site.reader(Reader::new(KIM, Cadence::Weekly)).await;
}

async fn call(site: &Site, hook: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut request = site
        .http
        .post(site.url(&format!("/hooks/{hook}")))
        .body(body.to_owned());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.send(request).await
}

fn is_problem(reply: &Reply) -> bool {
    reply
        .header("content-type")
        .starts_with("application/problem+json")
}

/// SNS's key with its certificate, which the site has fetched before.
struct Sns {
    key: RsaKeyPair,
}

/// The site has fetched this certificate before, so that no story asks the network.
async fn keep_certificate(site: &Site, pem: &str) {
    const SQL: &str = "INSERT INTO hook_certificates (url, pem, fetched_at) VALUES ($1, $2, $3)";
    let mut tx = site.app.write().await.expect("a transaction");
    changed!(tx, conn => sqlx::query(SQL).bind(CERTIFICATE).bind(pem).bind(site.app.now()).execute(conn))
        .expect("kept");
    tx.commit().await.expect("committed");
}

impl Sns {
    async fn known_to(site: &Site) -> Self {
        let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).expect("a key");
        let params =
            rcgen::CertificateParams::new(vec!["sns.amazonaws.com".to_owned()]).expect("a name");
        let pem = params.self_signed(&key).expect("a certificate").pem();
        keep_certificate(site, &pem).await;
        Self {
            key: RsaKeyPair::from_pkcs8(&key.serialize_der()).expect("PKCS #8"),
        }
    }

    /// A signed notification of SES.
    fn notification(&self, site: &Site, id: &str, news: &Value) -> Value {
        let message = news.to_string();
        let timestamp = site.app.now().to_string();
        let signed = format!(
            "Message\n{message}\nMessageId\n{id}\nTimestamp\n{timestamp}\nTopicArn\n{TOPIC}\nType\nNotification\n"
        );
        json!({
            "Type": "Notification", "MessageId": id, "TopicArn": TOPIC, "Message": message, "Timestamp": timestamp,
            "SignatureVersion": "2", "Signature": self.sign(&signed), "SigningCertURL": CERTIFICATE,
        })
    }

    /// SNS asks, signed, whether we want its topic; the answer is a visit to this address.
    fn subscription(&self, site: &Site, visit: &str) -> Value {
        let timestamp = site.app.now().to_string();
        let signed = format!(
            "Message\nWelcome\nMessageId\ns-1\nSubscribeURL\n{visit}\nTimestamp\n{timestamp}\nToken\nt-1\n\
             TopicArn\n{TOPIC}\nType\nSubscriptionConfirmation\n"
        );
        json!({
            "Type": "SubscriptionConfirmation", "MessageId": "s-1", "Token": "t-1", "TopicArn": TOPIC,
            "Message": "Welcome", "SubscribeURL": visit, "Timestamp": timestamp, "SignatureVersion": "2",
            "Signature": self.sign(&signed), "SigningCertURL": CERTIFICATE,
        })
    }

    fn sign(&self, text: &str) -> String {
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                text.as_bytes(),
                &mut signature,
            )
            .expect("signed");
        STANDARD.encode(signature)
    }
}

fn hook_sample(name: &str) -> String {
    let path = format!("{}/tests/samples/hooks/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a sample")
}

fn ses_bounce(address: &str) -> Value {
    json!({"notificationType": "Bounce", "bounce": {"bounceType": "Permanent", "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": address, "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 nobody"}]},
        "mail": {"source": "letters@example.org"}})
}

fn mailgun(site: &Site, key: &str, token: &str, data: &Value) -> String {
    let timestamp = site.app.now().unix().to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("a key");
    mac.update(format!("{timestamp}{token}").as_bytes());
    let signature = gudok::token::hex(&mac.finalize().into_bytes());
    json!({"signature": {"timestamp": timestamp, "token": token, "signature": signature}, "event-data": data}).to_string()
}

stories! {
    async fn a_hook_that_is_not_configured_is_not_there(site: Site) {
        for hook in ["ses", "postmark", "sendgrid", "mailgun"] {
            let reply = call(site, hook, &[], "{}").await;
            assert_eq!(reply.status, 404, "{hook}");
            assert!(is_problem(&reply));
        }
    }

    async fn ses_takes_a_reader_off_by_a_signed_notification(site: Site) {
        configured(site, |config| config.hooks.ses_topic = Some(TOPIC.into())).await;
        let sns = Sns::known_to(site).await;
        let call_of = sns.notification(site, "m-1", &ses_bounce(KIM)).to_string();
        call(site, "ses", &[("content-type", "text/plain")], &call_of).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced));
        call(site, "ses", &[], &call_of).await.expect(200);
        assert_eq!(site.numbers("SELECT count(*) FROM bounces").await, [1], "a recorded call does nothing");
    }

    async fn what_was_changed_or_comes_from_elsewhere_is_refused(site: Site) {
        configured(site, |config| config.hooks.ses_topic = Some(TOPIC.into())).await;
        let sns = Sns::known_to(site).await;
        let genuine = sns.notification(site, "m-1", &ses_bounce("lee@example.org"));
        for (field, value) in [
            ("Message", ses_bounce(KIM).to_string()),
            ("TopicArn", "arn:aws:sns:ap-northeast-2:999999999999:gudok".into()),
            ("SigningCertURL", "https://evil.example/SimpleNotificationService-abc123.pem".into()),
            ("SigningCertURL", "https://sns.ap-northeast-2.amazonaws.com.evil.example/SimpleNotificationService-a.pem".into()),
            ("SigningCertURL", "https://sns.ap-northeast-2.amazonaws.com/elsewhere.pem".into()),
            ("SignatureVersion", "3".into()),
            ("Signature", "AAAA".into()),
        ] {
            let mut forged = genuine.clone();
            forged[field] = value.into();
            let reply = call(site, "ses", &[], &forged.to_string()).await;
            assert_eq!(reply.status, 403, "{field}");
            assert!(is_problem(&reply));
        }
        site.wait(2 * gudok::clock::DAY);
        call(site, "ses", &[], &genuine.to_string()).await.expect(403);
        assert_eq!(site.numbers("SELECT count(*) FROM bounces").await, [0]);
    }

    async fn the_older_signature_of_sns_is_taken_as_well_and_a_changed_word_breaks_it(site: Site) {
        configured(site, |config| config.hooks.ses_topic = Some(TOPIC.into())).await;
        // Made by OpenSSL with SHA-1, as SNS signs topics of version 1.
        keep_certificate(site, &hook_sample("sns-version-1.pem")).await;
        let genuine = hook_sample("sns-version-1.json");
        for (from, to) in [("A bounce", "A fact"), ("\"SignatureVersion\": \"1\"", "\"SignatureVersion\": \"2\""), ("m-old", "m-new")] {
            assert!(genuine.contains(from));
            call(site, "ses", &[], &genuine.replace(from, to)).await.expect(403);
        }
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        call(site, "ses", &[], &genuine).await.expect(200);
        call(site, "ses", &[], &genuine).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced));
        assert_eq!(site.numbers("SELECT count(*) FROM bounces").await, [1]);
    }

    async fn a_genuine_question_for_a_subscription_leads_to_sns_or_nowhere(site: Site) {
        configured(site, |config| config.hooks.ses_topic = Some(TOPIC.into())).await;
        let sns = Sns::known_to(site).await;
        // The signature is right; where it would send us is not.
        for visit in [
            site.url("/healthz?Action=ConfirmSubscription"),
            "https://sns.evil.example/?Action=ConfirmSubscription".into(),
            "http://sns.ap-northeast-2.amazonaws.com/?Action=ConfirmSubscription".into(),
            "https://sns.ap-northeast-2.amazonaws.com/?Action=Unsubscribe".into(),
            "https://sns.ap-northeast-2.amazonaws.com/elsewhere?Action=ConfirmSubscription".into(),
        ] {
            let question = sns.subscription(site, &visit).to_string();
            call(site, "ses", &[], &question).await.expect(403);
            let changed = question.replace("Welcome", "Hello");
            call(site, "ses", &[], &changed).await.expect(403);
        }
    }

    async fn postmark_is_known_by_its_password(site: Site) {
        configured(site, |config| config.hooks.postmark_password = Some("열려라 참깨".to_owned().into())).await;
        let body = json!({"RecordType": "Bounce", "ID": 42, "Type": "HardBounce", "Email": KIM,
                          "Details": "smtp;550 5.1.1 user unknown"}).to_string();
        site.language = "en";
        let refused = call(site, "postmark", &[], &body).await;
        assert!(refused.expect(403).contains("[hooks]") && !refused.body.contains("account"), "{}", refused.body);
        let wrong = format!("Basic {}", STANDARD.encode("gudok:열려라"));
        call(site, "postmark", &[("authorization", &wrong)], &body).await.expect(403);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        let right = format!("Basic {}", STANDARD.encode("gudok:열려라 참깨"));
        for _ in 0..2 {
            call(site, "postmark", &[("authorization", &right)], &body).await.expect(200);
        }
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced));
        assert_eq!(site.numbers("SELECT count(*) FROM bounces").await, [1]);
        let opened = json!({"RecordType": "Open", "Recipient": KIM}).to_string();
        call(site, "postmark", &[("authorization", &right)], &opened).await.expect(200);
    }

    async fn sendgrid_is_known_by_its_signature(site: Site) {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref()).expect("PKCS #8");
        // What SendGrid shows is the key as SubjectPublicKeyInfo (RFC 5480).
        let head = [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
                    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00];
        let shown = STANDARD.encode([&head, key.public_key().as_ref()].concat());
        configured(site, |config| config.hooks.sendgrid_key = Some(shown)).await;
        let body = json!([{"event": "delivered", "email": "lee@example.org", "sg_event_id": "e0"},
                          {"event": "spamreport", "email": KIM, "sg_event_id": "e1"}]).to_string();
        let sign = |timestamp: i64| {
            let signature = key.sign(&random, format!("{timestamp}{body}").as_bytes()).expect("signed");
            (STANDARD.encode(signature), timestamp.to_string())
        };
        let now = site.app.now().unix();
        let send = async |signature: &str, timestamp: &str| {
            let headers = [("x-twilio-email-event-webhook-signature", signature),
                           ("x-twilio-email-event-webhook-timestamp", timestamp)];
            call(site, "sendgrid", &headers, &body).await.status
        };
        let (signature, timestamp) = sign(now);
        assert_eq!(send("", "").await, 403);
        assert_eq!(send(&signature, &(now - 1).to_string()).await, 403, "another moment");
        let (old, long_ago) = sign(now - 7_200);
        assert_eq!(send(&old, &long_ago).await, 403, "a recorded call");
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        assert_eq!(send(&signature, &timestamp).await, 200);
        assert_eq!(send(&signature, &timestamp).await, 200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Complained));
        assert_eq!(site.numbers("SELECT count(*) FROM bounces").await, [1]);
    }

    async fn mailguns_token_is_taken_once(site: Site) {
        configured(site, |config| config.hooks.mailgun_key = Some("mailgun's key".to_owned().into())).await;
        let failed = json!({"event": "failed", "severity": "permanent", "id": "e1", "recipient": KIM,
                            "delivery-status": {"message": "550 5.1.1 no such user"}});
        call(site, "mailgun", &[], &mailgun(site, "another key", "t1", &failed)).await.expect(403);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        let opened = mailgun(site, "mailgun's key", "t1", &json!({"event": "opened", "recipient": KIM}));
        call(site, "mailgun", &[], &opened).await.expect(200);
        // The body is not signed: with a token that was seen, another event under it does nothing.
        let replayed = opened.replace(r#""event":"opened""#, r#""event":"complained""#);
        call(site, "mailgun", &[], &replayed).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        call(site, "mailgun", &[], &mailgun(site, "mailgun's key", "t2", &failed)).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced));
        let late = mailgun(site, "mailgun's key", "t3", &failed);
        site.wait(2 * gudok::clock::DAY);
        call(site, "mailgun", &[], &late).await.expect(403);
    }

    async fn what_is_called_permanent_elsewhere_is_no_hard_bounce_when_it_is_about_us(site: Site) {
        configured(site, |config| config.hooks.mailgun_key = Some("mailgun's key".to_owned().into())).await;
        for (token, said) in [("t1", "550 5.7.1 blocked using a blocklist"), ("t2", "552 5.2.2 mailbox full")] {
            let failed = json!({"event": "failed", "severity": "permanent", "id": token, "recipient": KIM,
                                "delivery-status": {"message": said}});
            call(site, "mailgun", &[], &mailgun(site, "mailgun's key", token, &failed)).await.expect(200);
        }
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
    }

    async fn a_call_that_is_too_large_or_no_json_is_a_problem(site: Site) {
        configured(site, |config| config.hooks.mailgun_key = Some("mailgun's key".to_owned().into())).await;
        let reply = call(site, "mailgun", &[], "no JSON").await;
        assert!(reply.status == 400 && is_problem(&reply));
        let reply = call(site, "mailgun", &[], &"x".repeat(2 * 1024 * 1024)).await;
        assert!(reply.status == 413 && is_problem(&reply));
    }
}

#[test]
fn an_empty_secret_of_a_hook_is_refused_at_the_start() {
    use crate::support::program::{Printed, gudok};
    let folder = tempfile::TempDir::new().expect("a folder");
    for (option, value) in [
        ("POSTMARK_PASSWORD", ""),
        ("MAILGUN_KEY", " "),
        ("SENDGRID_KEY", "foo"),
        ("SES_TOPIC", "foo"),
    ] {
        let mut program = gudok(folder.path(), &["feeds", "list"]);
        program.env(format!("GUDOK__HOOKS__{option}"), value);
        let printed = Printed::of(program);
        let name = format!("hooks.{}", option.to_lowercase());
        assert!(printed.failure().contains(&name), "{printed:?}");
    }
}
