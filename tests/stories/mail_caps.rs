//! Mail that strangers can cause: how much of it one mailbox, one domain and the whole world gets, and what stands in it.

use gudok::address::EmailAddress;
use gudok::clock::{DAY, HOUR, MINUTE};
use gudok::i18n::Locale;
use gudok::outbox::suppression::{self, SuppressionReason};
use gudok::subscribers::advertising::AdvertisingChoice;
use gudok::subscribers::consent::{Channel, ConsentEvidence};
use gudok::subscribers::lost_link::send_link;
use gudok::subscribers::unsolicited_mail_cap::{self, MailSlot, UnsolicitedMail};
use gudok::subscribers::{self, Cadence, Error};
use gudok::subscribers::{SignUp, Wishes};
use gudok::{changed, store};

use crate::stories;
use crate::support::Site;
use crate::support::readers::{KIM, confirm, sign_up, state, subscribed, subscriber};

fn address(text: &str) -> EmailAddress {
    text.parse().expect("an address")
}

/// A sign-up as it arrives behind the limits of one client.
async fn signs_up(site: &Site, email: &str, cadence: Cadence) -> Result<(), Error> {
    let wishes = Wishes {
        name: None,
        locale: Locale::Ko,
        cadence,
        topics: Vec::new(),
        advertising: AdvertisingChoice::None,
        fields: Vec::new(),
    };
    let email = address(email);
    let mut tx = site.app.write().await.expect("a transaction");
    let evidence = ConsentEvidence::of(Channel::Api);
    subscribers::subscribe(&mut tx, &site.app, &SignUp { email, wishes }, &evidence).await?;
    tx.commit().await.expect("committed");
    Ok(())
}

async fn asks_for_link(site: &Site, email: &str) {
    let mut tx = site.app.write().await.expect("a transaction");
    send_link(&mut tx, &site.app, &address(email))
        .await
        .expect("taken");
    tx.commit().await.expect("committed");
}

pub async fn may_mail(site: &Site, asked: UnsolicitedMail, email: &str) -> MailSlot {
    let mut tx = site.app.write().await.expect("a transaction");
    let turn = unsolicited_mail_cap::may_mail(&mut tx, &site.app, asked, &address(email))
        .await
        .expect("counted");
    tx.commit().await.expect("committed");
    turn
}

#[test]
fn spellings_of_a_mailbox_share_a_key() {
    let key = |text: &str| address(text).mailbox();
    for same in [
        &[
            "Kim@Example.org",
            "kim+news@example.org",
            "KIM+1+2@example.org",
            "k.i.m@EXAMPLE.ORG",
        ][..],
        &["kim@gmail.com", "k.i.m@googlemail.com", "kim+a@gmail.com"],
        &[
            "kim@yahoo.co.jp",
            "kim-offers@yahoo.co.jp",
            "kim+x@yahoo.co.jp",
        ],
        &["kim@me.com", "kim@icloud.com", "kim@mac.com"],
        &["kim@hanmail.net", "kim@daum.net"],
        &["ki-m@proton.me", "k_i.m+x@pm.me", "kim@protonmail.com"],
        &["k-im@ya.ru", "k.im@yandex.com"],
        &["kim@fastmail.com", "news@kim.fastmail.com"],
        &["kim@예시.kr", "kim+a@XN--VV4B11D.kr"],
        &["독자+가@예시.kr", "독자@예시.kr"],
        &["ｋｉｍ@example.org", "kim@example.org"],
    ] {
        for spelling in same {
            assert_eq!(key(spelling), key(same[0]), "{spelling}");
        }
    }
    for (one, other) in [
        ("kim@example.org", "kim@example.net"),
        ("kim-a@naver.com", "kim-b@naver.com"),
        ("kim@yahoo.com", "kim@yahoo.co.jp"),
        ("+kim@example.org", "+lee@example.org"),
        ("kim@outlook.com", "kim@hotmail.com"),
    ] {
        assert_ne!(key(one), key(other), "{one} {other}");
    }
}

#[test]
fn an_organisation_has_one_domain() {
    for (typed, organisation) in [
        ("a@example.org", "example.org"),
        ("a@mail.team.example.org", "example.org"),
        ("a@mail.example.co.kr", "example.co.kr"),
        ("a@example.co.kr", "example.co.kr"),
        ("a@example.kr", "example.kr"),
        ("a@dept.university.ac.kr", "university.ac.kr"),
        ("a@co.kr", "co.kr"),
        ("a@localhost", "localhost"),
        ("a@co.example.com", "example.com"),
    ] {
        assert_eq!(address(typed).organisation(), organisation, "{typed}");
    }
    assert!(address("a@naver.com").is_at_public_provider());
    assert!(address("a@yahoo.co.jp").is_at_public_provider());
    assert!(address("a@kim.fastmail.com").is_at_public_provider());
    assert!(!address("a@example.org").is_at_public_provider());
    assert!(!address("a@naver.com.example.org").is_at_public_provider());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_up_holds_up_no_row_that_refers_to_its_subscriber() {
    let Some(site) = Site::on_postgres().await else {
        return;
    };
    subscribed(&site, KIM).await;
    let wishes = Wishes {
        name: None,
        locale: Locale::Ko,
        cadence: Cadence::Daily,
        topics: Vec::new(),
        advertising: AdvertisingChoice::None,
        fields: Vec::new(),
    };
    let email = address(KIM);
    let mut tx = site.app.write().await.expect("a transaction");
    let evidence = ConsentEvidence::of(Channel::Api);
    subscribers::subscribe(&mut tx, &site.app, &SignUp { email, wishes }, &evidence)
        .await
        .expect("taken");
    let mut other = site.app.write().await.expect("a transaction");
    for sql in [
        "SET LOCAL lock_timeout = '2s'",
        "INSERT INTO consent_events (subscriber_id, address, action, channel, at)
         SELECT id, email, 'changed', 'panel', 0 FROM subscribers",
    ] {
        let done: store::Result<u64> = changed!(other, conn => sqlx::query(sql).execute(conn));
        done.expect("nobody is in the way");
    }
}

stories! {
    async fn a_mail_that_a_stranger_causes_holds_no_word_of_theirs(site: Site) {
        let lure = "당첨되셨습니다 http://spam.example/now";
        let is_clean = |bytes: &[u8], parts: [&str; 2]| {
            let read = mail_parser::MessageParser::default().parse(bytes).expect("a mail");
            let to = read.to().and_then(|to| to.first()).expect("a recipient");
            assert_eq!(to.name(), None);
            for text in parts {
                assert!(!text.contains("당첨") && !text.contains("spam.example"), "{text}");
            }
        };
        sign_up(site, &[("email", KIM), ("name", lure)]).await.expect(200);
        let asked = site.newest_mail_to(KIM).await;
        is_clean(&asked.bytes, [&asked.text, &asked.html]);
        assert_eq!(subscriber(site, KIM).await.expect("a subscriber").name, None, "a name counts with the click");

        // Somebody else's wish does not slip in by the reader's own click.
        sign_up(site, &[("email", KIM), ("cadence", "daily")]).await.expect(200);
        confirm(site, KIM).await.expect(200);
        assert_eq!(subscriber(site, KIM).await.expect("a subscriber").name, None);
        let welcome = site.newest_mail_to(KIM).await;
        is_clean(&welcome.bytes, [&welcome.text, &welcome.html]);

        sign_up(site, &[("email", KIM), ("name", lure)]).await.expect(200);
        let again = site.newest_mail_to(KIM).await;
        assert_eq!(again.subject, "이미 구독하고 계십니다: 인공지능 읽기");
        is_clean(&again.bytes, [&again.text, &again.html]);
    }

    async fn one_mailbox_gets_three_mails_a_day_however_it_is_spelled(site: Site) {
        let spellings = ["Victim@Gmail.com", "victim+1@gmail.com", "v.ictim@googlemail.com", "vic.tim+x@gmail.com", "VICTIM@gmail.com"];
        for cadence in [Cadence::Daily, Cadence::Weekly, Cadence::Monthly] {
            for spelling in spellings {
                signs_up(site, spelling, cadence).await.expect("the usual answer");
            }
        }
        assert_eq!(site.mails().await.len(), 3);
        site.wait(DAY - 1);
        signs_up(site, "victim+2@gmail.com", Cadence::Daily).await.expect("the usual answer");
        assert_eq!(site.mails().await.len(), 3);
        site.wait(2);
        signs_up(site, "victim+2@gmail.com", Cadence::Daily).await.expect("the usual answer");
        assert_eq!(site.mails().await.len(), 4);
    }

    async fn two_clicks_on_the_button_send_one_mail(site: Site) {
        let first = sign_up(site, &[("email", KIM)]).await;
        let second = sign_up(site, &[("email", KIM)]).await;
        assert_eq!(first.expect(200), second.expect(200));
        assert_eq!(site.count_mails_to(KIM).await, 1);
        site.wait(unsolicited_mail_cap::ALIKE);
        sign_up(site, &[("email", KIM)]).await.expect(200);
        assert_eq!(site.count_mails_to(KIM).await, 2, "who asks later did not find the first");
        confirm(site, KIM).await.expect(200);
        let known = subscriber(site, KIM).await.expect("a subscriber");
        let mut tx = site.app.write().await.expect("a transaction");
        subscribers::unsubscribe(&mut tx, &site.app, known.id, &ConsentEvidence::of(Channel::OneClick)).await.expect("left");
        tx.commit().await.expect("committed");
        sign_up(site, &[("email", KIM)]).await.expect(200);
        assert_eq!(site.newest_mail_to(KIM).await.subject, "구독을 확인해 주세요: 인공지능 읽기", "a used link is no answer to who comes back");
        confirm(site, KIM).await.expect(200);
    }

    async fn two_equal_sign_ups_at_one_moment_send_one_mail(site: Site) {
        let (one, other) = tokio::join!(signs_up(site, KIM, Cadence::Daily), signs_up(site, KIM, Cadence::Daily));
        one.and(other).expect("taken");
        assert_eq!(site.count_mails_to(KIM).await, 1);
    }

    async fn who_asks_for_links_of_others_keeps_nobody_from_signing_up(site: Site) {
        for _ in 0..40 {
            asks_for_link(site, "nobody@example.org").await;
        }
        assert_eq!(site.mails().await.len(), 0);
        signs_up(site, "nobody@example.org", Cadence::Daily).await.expect("taken");
        assert_eq!(site.count_mails_to("nobody@example.org").await, 1, "what was not mailed was not counted");

        // Two slots are used up by others' asking; the third is the confirmation's.
        for asked in [UnsolicitedMail::CommentAddress, UnsolicitedMail::ChangeOfAddress] {
            assert_eq!(may_mail(site, asked, "lee@example.org").await, MailSlot::At(site.app.now()));
        }
        assert_eq!(may_mail(site, UnsolicitedMail::LostLink, "lee@example.org").await, MailSlot::Never);
        assert_eq!(may_mail(site, UnsolicitedMail::Confirmation, "lee@example.org").await, MailSlot::At(site.app.now()));
        assert_eq!(may_mail(site, UnsolicitedMail::Confirmation, "lee@example.org").await, MailSlot::Never);
    }

    async fn links_that_verify_an_address_leave_mails_to_who_is_known_there(site: Site) {
        let now = || MailSlot::At(site.app.now());
        for slot in [now(), MailSlot::Never, MailSlot::Never] {
            assert_eq!(may_mail(site, UnsolicitedMail::AuthorLink, KIM).await, slot);
            site.wait(20 * MINUTE);
        }
        assert_eq!(may_mail(site, UnsolicitedMail::LostLink, KIM).await, now());
        assert_eq!(may_mail(site, UnsolicitedMail::CommentAddress, KIM).await, MailSlot::Never);
        // These two have slots of their own.
        assert_eq!(may_mail(site, UnsolicitedMail::MyData, KIM).await, now());
        assert_eq!(may_mail(site, UnsolicitedMail::Confirmation, KIM).await, now());
        site.wait(20 * MINUTE);
        assert_eq!(may_mail(site, UnsolicitedMail::MyData, KIM).await, MailSlot::Never);
        assert_eq!(may_mail(site, UnsolicitedMail::Confirmation, KIM).await, MailSlot::Never);
    }

    async fn a_lost_link_is_mailed_once_in_some_minutes(site: Site) {
        subscribed(site, KIM).await;
        let before = site.count_mails_to(KIM).await;
        asks_for_link(site, KIM).await;
        asks_for_link(site, KIM).await;
        assert_eq!(site.count_mails_to(KIM).await, before + 1);
    }

    async fn a_domain_gets_thirty_mails_at_once_and_the_others_in_turn(site: Site) {
        for number in 0..40 {
            let at = if number % 2 == 0 { "corp.example" } else { "team.corp.example" };
            signs_up(site, &format!("u{number}@{at}"), Cadence::Daily).await.expect("taken");
        }
        assert_eq!(site.mails().await.len(), 30);
        site.run_schedule("recall-mails").await;
        assert_eq!(site.mails().await.len(), 30, "a turn is not a clock that ran ahead");
        assert!(state(site, "u39@team.corp.example").await.is_some(), "whoever waits is not lost");
        signs_up(site, "kim@other.example", Cadence::Daily).await.expect("taken");
        assert_eq!(site.mails().await.len(), 31, "other domains do not wait");
        site.wait(4 * MINUTE);
        assert_eq!(site.mails().await.len(), 32);
        site.wait(HOUR);
        assert_eq!(site.mails().await.len(), 41);
        site.wait(3 * HOUR);
        for number in 0..30 {
            signs_up(site, &format!("later{number}@corp.example"), Cadence::Daily).await.expect("taken");
        }
        assert_eq!(site.mails().await.len(), 71, "a calm domain may have thirty again");
    }

    async fn whose_mail_waits_for_others_is_told_that_it_is_late_whoever_they_are(site: Site) {
        subscribed(site, "known@corp.example").await;
        assert!(sign_up(site, &[("email", "first@corp.example")]).await.expect(200).contains("메일을 보냈습니다"));
        for number in 0..40 {
            may_mail(site, UnsolicitedMail::CommentAddress, &format!("u{number}@corp.example")).await;
        }
        for email in ["new@corp.example", "known@corp.example"] {
            let late = sign_up(site, &[("email", email)]).await;
            assert!(late.expect(200).contains("몇 시간 늦게") && !late.body.contains("메일을 보냈습니다"), "{email}");
        }
        assert!(sign_up(site, &[("email", KIM)]).await.expect(200).contains("메일을 보냈습니다"), "others do not wait");
    }

    async fn a_provider_of_many_takes_more_than_a_domain(site: Site) {
        for number in 0..35 {
            signs_up(site, &format!("u{number}@naver.com"), Cadence::Daily).await.expect("taken");
        }
        assert_eq!(site.mails().await.len(), 35);
    }

    async fn beyond_a_day_of_waiting_a_sign_up_is_told_to_come_later(site: Site) {
        // 30 at once and 360 in the day to come.
        for number in 0..390 {
            let turn = may_mail(site, UnsolicitedMail::CommentAddress, &format!("u{number}@corp.example")).await;
            assert!(matches!(turn, MailSlot::At(_)), "{number}: {turn:?}");
        }
        let refused = signs_up(site, "kim@corp.example", Cadence::Daily).await;
        assert!(matches!(refused, Err(Error::Overloaded { retry_after: 1..=240 })), "{refused:?}");
        assert_eq!(state(site, "kim@corp.example").await, None, "a refused sign-up leaves no trace");
        let reply = site.post_json("/api/v1/subscriptions", &serde_json::json!({"email": "kim@corp.example"})).await;
        reply.expect(429);
        assert!(reply.header("retry-after").parse::<i64>().expect("seconds") > 0);
        site.wait(4 * MINUTE);
        signs_up(site, "kim@corp.example", Cadence::Daily).await.expect("taken");
    }

    async fn a_crowded_domain_answers_alike_for_known_and_unknown_addresses(site: Site) {
        for known in ["confirmed@corp.example", "complained@corp.example", "left@corp.example"] {
            subscribed(site, known).await;
        }
        site.change("UPDATE subscribers SET state = 'complained' WHERE email_key = 'complained@corp.example'").await;
        site.change("UPDATE subscribers SET state = 'unsubscribed' WHERE email_key = 'left@corp.example'").await;
        let mut tx = site.app.write().await.expect("a transaction");
        let gone = address("suppressed@corp.example");
        suppression::add(&mut tx, site.app.signer(), &gone, SuppressionReason::Complained, None, site.app.now()).await.expect("noted");
        tx.commit().await.expect("committed");
        signs_up(site, "asked@corp.example", Cadence::Daily).await.expect("taken");
        for number in 0..390 {
            may_mail(site, UnsolicitedMail::CommentAddress, &format!("u{number}@corp.example")).await;
        }
        for name in ["confirmed", "complained", "left", "suppressed", "asked", "unknown"] {
            let answer = signs_up(site, &format!("{name}@corp.example"), Cadence::Daily).await;
            assert!(matches!(answer, Err(Error::Overloaded { .. })), "{name}: {answer:?}");
        }
    }

    async fn a_turn_that_a_clock_ahead_left_behind_is_forgotten(site: Site) {
        site.clock.advance(3_000 * DAY);
        for number in 0..31 {
            may_mail(site, UnsolicitedMail::CommentAddress, &format!("u{number}@corp.example")).await;
        }
        site.clock.advance(-3_000 * DAY);
        for email in ["kim@corp.example", "u0@corp.example"] {
            assert_eq!(may_mail(site, UnsolicitedMail::CommentAddress, email).await, MailSlot::At(site.app.now()), "{email}");
        }
    }
}
