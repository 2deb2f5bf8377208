//! What comes back: a bounce is read for what it says, and takes somebody off only when it proves to be about a mail of ours.

use gudok::address::EmailAddress;
use gudok::bounces::MOST_SOFT;
use gudok::bounces::reading::read;
use gudok::bounces::{self, BounceReason, Class, Effect};
use gudok::clock::DAY;
use gudok::ids::MailId;
use gudok::jobs;
use gudok::message::{self, message_id};
use gudok::outbox;
use gudok::subscribers::{self, Cadence, SubscriberId, SubscriberState};

use crate::stories;
use crate::support::bounces::{come_back, is_suppressed, return_path};
use crate::support::readers::{KIM, history, state};
use crate::support::{Reader, Site};

fn sample(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/samples/bounces/{name}.eml",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).expect("a sample")
}

fn findings(bytes: &[u8]) -> Vec<(String, Class, BounceReason)> {
    let reading = read(bytes);
    let line = |finding: &bounces::Finding| {
        let recipient = finding.recipient.as_ref().map(ToString::to_string);
        (recipient.unwrap_or_default(), finding.class, finding.reason)
    };
    reading.findings.iter().map(line).collect()
}

#[test]
fn a_bounce_is_read_for_whom_it_is_about_and_why() {
    let jeong = "jeong@mailbox.example";
    for (name, class, reason) in [
        ("postfix-ko", Class::Hard, BounceReason::UserUnknown),
        ("qmail-like", Class::Hard, BounceReason::UserUnknown),
        ("full-ko", Class::Soft, BounceReason::MailboxFull),
        ("policy", Class::Soft, BounceReason::Blocked),
        ("delay", Class::Soft, BounceReason::Network),
        ("arf", Class::Complaint, BounceReason::Abuse),
    ] {
        assert_eq!(
            findings(&sample(name)),
            [(jeong.to_owned(), class, reason)],
            "{name}"
        );
    }
}

#[test]
fn each_recipient_of_one_report_is_judged_alone() {
    let expected = [
        (
            "park@mailbox.example".to_owned(),
            Class::Hard,
            BounceReason::UserUnknown,
        ),
        (
            "choi@mailbox.example".to_owned(),
            Class::Soft,
            BounceReason::MailboxFull,
        ),
    ];
    assert_eq!(findings(&sample("two")), expected);
}

#[test]
fn a_vacation_reply_says_nothing_about_an_address() {
    let expected = [(String::new(), Class::None, BounceReason::AutoReply)];
    assert_eq!(findings(&sample("vacation-ko")), expected);
}

#[test]
fn hostile_mail_is_read_in_bounded_time_and_never_breaks_the_reader() {
    let nested = "Content-Type: message/rfc822\n\n".repeat(50_000);
    let digests: Vec<String> = (0..5_000)
        .map(|n| format!("Content-Type: multipart/digest; boundary=b{n}\n\n--b{n}\n\n"))
        .collect();
    let digests = digests.concat();
    let mails: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"\0\xff\xfe\n\n\0".to_vec(),
        format!("From: a\n{nested}").into_bytes(),
        format!("From: a\n{digests}").into_bytes(),
        [b"From: mailer-daemon\nSubject: undelivered\n\n".to_vec(), vec![b'@'; 3_000_000]].concat(),
        b"Subject: undelivered\nFrom: mailer-daemon\n\n".iter().copied().chain(b"a@b.c".repeat(400_000)).collect(),
        b"From: a\nContent-Type: text/plain; charset=iso-2022-jp\nContent-Transfer-Encoding: base64\n\n/////\x1b$B"
            .to_vec(),
        b"From: a\n\n{\"notificationType\":\"Bounce\",\"x\":".iter().copied().chain(b"[".repeat(50_000)).collect(),
        vec![b'x'; 50_000_000],
    ];
    let began = std::time::Instant::now();
    for mail in &mails {
        let reading = read(mail);
        assert!(reading.findings.len() <= 100);
    }
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

#[test]
fn a_relay_that_refuses_while_we_hand_over_is_judged_like_a_bounce() {
    let kim: EmailAddress = KIM.parse().expect("an address");
    for (said, class) in [
        (
            "550 5.1.1 The account you tried to reach does not exist",
            Class::Hard,
        ),
        ("552 5.2.2 over quota", Class::Soft),
        ("550 5.7.1 rejected for policy reasons", Class::Soft),
        ("450 4.1.1 user unknown, come back later", Class::Soft),
        (
            "554 5.7.1 Service unavailable; blocked using a blocklist",
            Class::Soft,
        ),
    ] {
        assert_eq!(
            bounces::reading::read_answer(&kim, said).class,
            class,
            "{said}"
        );
    }
}

/// A weekly reader who was sent one mail; the mail.
async fn mailed_reader(site: &Site) -> MailId {
    let id = site.reader(Reader::new(KIM, Cadence::Weekly)).await.id;
    post(site, KIM, Some(id)).await
}

async fn post(site: &Site, to: &str, subscriber: Option<SubscriberId>) -> MailId {
    let letter = message::EmailContent {
        subject: "이번 주의 글".into(),
        text: "안녕하세요.".into(),
        html: "<p>안녕하세요.</p>".into(),
        unsubscribe: None,
        reply_to: None,
    };
    let mail = outbox::NewMail {
        kind: "notice",
        recipient: to.parse().expect("an address"),
        recipient_name: None,
        subscriber,
        content: outbox::MailContent::Own(Box::new(letter)),
        dedupe_key: None,
        about: None,
    };
    let mut tx = site.app.write().await.expect("a transaction");
    site.app.enqueue_mail(&mut tx, mail).await.expect("posted");
    tx.commit().await.expect("committed");
    let mut tx = site.app.read().await.expect("a connection");
    outbox::newest(&mut tx)
        .await
        .expect("read")
        .expect("a mail")
}

/// A report that the relay's postmaster sends to `to`.
fn report(to: &str, about: &str, said: &str) -> Vec<u8> {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@relay.example\nTo: {to}\nSubject: Undeliverable mail\n\
         Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; relay.example\n\nFinal-Recipient: rfc822; {about}\nAction: failed\n\
         Diagnostic-Code: smtp; {said}\n\n--b--\n"
    )
    .into_bytes()
}

const UNKNOWN: &str = "550 5.1.1 user unknown";

stories! {
    async fn a_hard_bounce_with_our_return_path_takes_the_reader_off(site: Site) {
        let mail = mailed_reader(site).await;
        let path = return_path(site, mail);
        // It was forwarded: the address that failed is another, and the mail is ours all the same.
        let effects = come_back(site, "a", &report(&path, "kim@elsewhere.example", UNKNOWN)).await;
        assert_eq!(effects, [Effect::Bounced]);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced));
        assert!(is_suppressed(site, KIM).await);
        assert!(history(site, KIM).await.contains(&"changed by bounce".to_owned()));
        assert_eq!(site.texts("SELECT recipient FROM bounces").await, [KIM]);
        assert!(!is_suppressed(site, "kim@elsewhere.example").await);
    }

    async fn the_worst_of_two_answers_about_one_mail_counts(site: Site) {
        let mail = mailed_reader(site).await;
        let path = return_path(site, mail);
        let two = String::from_utf8(sample("two")).expect("text").replacen("letters@example.org", &path, 1);
        assert_eq!(come_back(site, "a", two.as_bytes()).await, [Effect::Bounced]);
        assert_eq!(site.texts("SELECT reason FROM bounces").await, ["userunknown"]);
    }

    async fn a_report_of_a_delay_is_noted_and_counts_nothing(site: Site) {
        let mail = mailed_reader(site).await;
        let path = return_path(site, mail);
        let said = "452 4.4.1 connection timed out";
        let late = String::from_utf8(report(&path, KIM, said)).expect("text").replace("Action: failed", "Action: delayed");
        assert_eq!(come_back(site, "a", late.as_bytes()).await, [Effect::Noted]);
        assert_eq!(come_back(site, "b", &report(&path, KIM, said)).await, [Effect::Counted]);
    }

    async fn a_notice_that_bounces_ends_the_newsletter_of_its_address_too(site: Site) {
        site.reader(Reader::new(KIM, Cadence::Weekly)).await;
        let notice = post(site, KIM, None).await;
        let path = return_path(site, notice);
        come_back(site, "a", &report(&path, KIM, UNKNOWN)).await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced));
    }

    async fn a_suppressed_address_is_mailed_by_no_road(site: Site) {
        let mail = mailed_reader(site).await;
        assert_eq!(site.count_mails_to(KIM).await, 1);
        let waiting = post(site, KIM, None).await;
        let path = return_path(site, mail);
        come_back(site, "a", &report(&path, KIM, UNKNOWN)).await;
        // What waited was dropped, what is queued now is dropped, and the owner cannot send a failed one again.
        let before = site.texts("SELECT state FROM outbox ORDER BY id").await;
        assert_eq!(before, ["sent", "dropped"]);
        post(site, &KIM.to_uppercase(), None).await;
        site.post("/subscriptions", &[("email", KIM)]).await;
        assert_eq!(site.count_mails_to(KIM).await, 1, "nothing more came");
        let whys = site.texts("SELECT result FROM outbox WHERE state = 'dropped'").await;
        assert!(whys.len() >= 2 && whys.iter().all(|why| why == "suppressed"), "{whys:?}");
        site.change("UPDATE outbox SET state = 'failed' WHERE state = 'dropped'").await;
        let mut tx = site.app.write().await.expect("a transaction");
        let again = outbox::send_again(&mut tx, site.app.signer(), waiting, site.app.now()).await;
        assert!(!again.expect("decided"));
    }

    async fn a_stranger_who_asks_for_a_suppressed_address_is_told_what_everybody_is_told(site: Site) {
        let mail = mailed_reader(site).await;
        let path = return_path(site, mail);
        come_back(site, "a", &report(&path, KIM, UNKNOWN)).await;
        let json = |email: &str| serde_json::json!({"email": email});
        let known = site.post_json("/api/v1/subscriptions", &json(KIM)).await;
        let new = site.post_json("/api/v1/subscriptions", &json("new@example.net")).await;
        assert_eq!((known.status, known.body), (new.status, new.body));
        assert_eq!(site.count_mails_to("new@example.net").await, 1);
        assert_eq!(site.count_mails_to(KIM).await, 0, "the one before was dropped by the bounce");
    }

    async fn a_forged_return_path_counts_for_nothing(site: Site) {
        let mail = mailed_reader(site).await;
        site.restart(|config| config.mail.bounce_address = Some("bounces@example.org".parse().expect("an address"))).await;
        let path = return_path(site, mail).replace('.', ".a");
        let effects = come_back(site, "a", &report(&path, KIM, UNKNOWN)).await;
        // Where every mail of ours proves itself, an unproven report only counts.
        assert_eq!(effects, [Effect::Counted]);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        let complaint = come_back(site, "b", &sample_about(KIM)).await;
        assert_eq!(complaint, [Effect::Noted], "within a day of the first");
        assert!(!is_suppressed(site, KIM).await);
    }

    async fn a_wish_to_leave_by_mail_to_the_bounce_address_is_no_bounce(site: Site) {
        let mail = mailed_reader(site).await;
        site.restart(|config| config.mail.bounce_address = Some("bounces@example.org".parse().expect("an address"))).await;
        for (name, subject, text) in [
            ("a", "unsubscribe", ""),
            ("b", "Please unsubscribe me", "Thank you."),
            ("c", "Re: 이번 주의 글", "구독을 해지해 주세요.\n\n> 이번 주의 글"),
            ("d", "수신거부", "수신거부 부탁드립니다"),
        ] {
            site.wait(2 * DAY);
            let letter = format!("From: Kim <{KIM}>\nTo: bounces@example.org\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n");
            assert_eq!(come_back(site, name, letter.as_bytes()).await, [Effect::Noted], "{subject}");
        }
        assert_eq!(site.texts("SELECT DISTINCT reason FROM bounces").await, ["unsubscribe"]);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed), "anybody can write that");
        assert!(!is_suppressed(site, KIM).await);
        // In answer to our own return path, which only the reader knows, it is their wish.
        let letter = format!("From: Kim <{KIM}>\nTo: {}\nSubject: Please unsubscribe me\n\nThank you.\n", return_path(site, mail));
        assert_eq!(come_back(site, "e", letter.as_bytes()).await, [Effect::Complained]);
    }

    async fn an_invented_report_takes_nobody_off(site: Site) {
        mailed_reader(site).await;
        let effects = come_back(site, "a", &report("letters@example.org", KIM, UNKNOWN)).await;
        assert_eq!(effects, [Effect::Counted], "anybody can write a mail that looks like a bounce");
        site.wait(2 * DAY);
        assert_eq!(come_back(site, "b", &sample_about(KIM)).await, [Effect::Counted], "or like a complaint");
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        assert!(!is_suppressed(site, KIM).await);
    }

    async fn a_report_about_somebody_who_was_never_mailed_does_nothing(site: Site) {
        let effects = come_back(site, "a", &report("letters@example.org", "boss@rival.example", UNKNOWN)).await;
        assert_eq!(effects, []);
        assert!(!is_suppressed(site, "boss@rival.example").await);
        assert_eq!(site.numbers("SELECT count(*) FROM bounces").await, [0]);
    }

    async fn the_message_id_of_a_returned_mail_proves_it_too(site: Site) {
        let mail = mailed_reader(site).await;
        let id = message_id::for_mail(site.app.signer(), mail, "example.org");
        let complaint = String::from_utf8(sample("arf")).expect("text").replace("<not-one-of-ours@example.org>", &id);
        assert_eq!(come_back(site, "a", complaint.as_bytes()).await, [Effect::Complained]);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Complained));
        let path = return_path(site, mail);
        come_back(site, "b", &report(&path, KIM, UNKNOWN)).await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Complained), "a complaint is never replaced by less");
        let reasons = site.texts("SELECT reason FROM suppressions").await;
        assert_eq!(reasons, ["complained"]);
    }

    async fn the_same_report_twice_is_one(site: Site) {
        let mail = mailed_reader(site).await;
        let path = return_path(site, mail);
        for _ in 0..2 {
            come_back(site, "a", &report(&path, KIM, "552 5.2.2 mailbox full")).await;
        }
        assert_eq!(site.numbers("SELECT count(*) FROM bounces").await, [1]);
    }

    async fn soft_bounces_add_up_fade_and_count_once_a_day(site: Site) {
        let mail = mailed_reader(site).await;
        let path = return_path(site, mail);
        let full = report(&path, KIM, "552 5.2.2 mailbox full");
        let mut effects = Vec::new();
        for day in 0..6 {
            effects.extend(come_back(site, &format!("day {day}"), &full).await);
            effects.extend(come_back(site, &format!("day {day} again"), &full).await);
            site.wait(DAY);
        }
        let counted = effects.iter().filter(|effect| **effect == Effect::Counted).count();
        assert!(counted >= 5 && f64::from(u8::try_from(counted).expect("few")) >= MOST_SOFT, "{effects:?}");
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced), "{effects:?}");
    }

    async fn a_monthly_mail_that_bounces_each_time_takes_nobody_off(site: Site) {
        let mail = mailed_reader(site).await;
        let path = return_path(site, mail);
        for month in 0..24 {
            come_back(site, &month.to_string(), &report(&path, KIM, "552 5.2.2 mailbox full")).await;
            site.wait(30 * DAY);
        }
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
    }

    async fn what_is_wrong_with_us_never_counts_against_a_reader(site: Site) {
        let mail = mailed_reader(site).await;
        let path = return_path(site, mail);
        for (name, said) in [("a", "550 5.7.26 DMARC check failed"), ("b", "554 5.7.1 blocked using a blocklist"),
                             ("c", "421 4.7.0 too many connections")] {
            site.wait(2 * DAY);
            assert_eq!(come_back(site, name, &report(&path, KIM, said)).await, [Effect::Noted], "{said}");
        }
    }

    async fn a_refusal_at_hand_over_takes_the_reader_off_through_its_job(site: Site) {
        let mail = mailed_reader(site).await;
        site.mails().await;
        site.change("UPDATE outbox SET state = 'failed', result = '550 5.1.1 user unknown'").await;
        let mut tx = site.app.write().await.expect("a transaction");
        jobs::enqueue(&mut tx, bounces::REJECTION_JOB, &mail.0.to_string(), site.app.now()).await.expect("queued");
        tx.commit().await.expect("committed");
        site.mails().await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Bounced));
        assert_eq!(site.texts("SELECT source FROM bounces").await, ["smtp"]);
    }

    async fn erasure_leaves_the_keyed_hash_alone(site: Site) {
        let mail = mailed_reader(site).await;
        let path = return_path(site, mail);
        come_back(site, "a", &report(&path, KIM, UNKNOWN)).await;
        let id = site.subscriber(KIM).await.id;
        let mut tx = site.app.write().await.expect("a transaction");
        subscribers::erase(&mut tx, &site.app, id).await.expect("erased");
        tx.commit().await.expect("committed");
        assert_eq!(site.numbers("SELECT count(*) FROM bounces").await, [0]);
        let kept = site.texts("SELECT address_hash FROM suppressions").await;
        assert!(kept.len() == 1 && !kept[0].contains("kim"), "{kept:?}");
        assert!(is_suppressed(site, KIM).await);
    }

    async fn a_click_that_only_the_mailbox_could_bring_lifts_a_bounce(site: Site) {
        site.post_json("/api/v1/subscriptions", &serde_json::json!({"email": KIM})).await;
        let link = site.newest_mail_to(KIM).await.link("/subscriptions/");
        let path = return_path(site, MailId(site.numbers("SELECT id FROM outbox").await[0]));
        come_back(site, "a", &report(&path, KIM, UNKNOWN)).await;
        assert!(is_suppressed(site, KIM).await);
        site.post(&format!("{link}/confirmation"), &[]).await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        assert!(!is_suppressed(site, KIM).await);
    }
}

fn sample_about(address: &str) -> Vec<u8> {
    let complaint = String::from_utf8(sample("arf")).expect("text");
    complaint
        .replace("jeong@mailbox.example", address)
        .into_bytes()
}
