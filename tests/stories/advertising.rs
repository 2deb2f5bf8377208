//! Advertising under the law of Korea: only who agreed gets it, at night only who agreed to nights, and each choice is told back.

use gudok::admin::Role;
use gudok::background;
use gudok::clock::{DAY, HOUR};
use gudok::config::{Compliance, Config};
use gudok::jobs::runner;
use gudok::outbox::suppression::{self, SuppressionReason};
use gudok::subscribers::{Subscriber, advertising, links};

use crate::stories;
use crate::support::campaigns::said;
use crate::support::readers::{KIM, confirm, history, sign_up, subscribed, subscriber};
use crate::support::{Letter, Reply, Site};

pub const LEE: &str = "lee@example.org";
pub const PARK: &str = "park@example.org";
pub const BOTH: &[(&str, &str)] = &[("advertising", "yes"), ("night", "yes")];

/// A site that keeps the law of Korea.
pub async fn in_korea(site: &mut Site) {
    site.restart(keep_the_law).await;
}

pub fn keep_the_law(config: &mut Config) {
    config.site.compliance = Compliance::Kr;
    config.site.contact = Some("02-123-4567".into());
    config.site.postal_address = Some("서울특별시 중구 세종대로 110".into());
    config.site.privacy_url = Some("https://blog.example.org/privacy".parse().expect("a URL"));
}

/// A reader who ticked these boxes and clicked the link.
pub async fn agreed(site: &Site, email: &str, boxes: &[(&str, &str)]) -> Subscriber {
    let fields = [&[("email", email)][..], boxes].concat();
    sign_up(site, &fields).await.expect(200);
    confirm(site, email).await.expect(200);
    site.mails().await;
    subscriber(site, email).await.expect("a subscriber")
}

/// The mails to this recipient whose subject has these words.
async fn mails_about(site: &Site, recipient: &str, words: &str) -> Vec<Letter> {
    let mails = site.mails().await;
    let to = mails
        .iter()
        .filter(|mail| mail.recipient.as_str() == recipient);
    let letters = to.map(|mail| Letter::read(&mail.bytes));
    letters
        .filter(|letter| letter.subject.contains(words))
        .collect()
}

pub async fn results(site: &Site, recipient: &str) -> Vec<Letter> {
    mails_about(site, recipient, "처리 결과").await
}

async fn questions(site: &Site, recipient: &str) -> Vec<Letter> {
    mails_about(site, recipient, "동의 확인").await
}

pub async fn adverts(site: &Site, recipient: &str) -> usize {
    mails_about(site, recipient, "(광고)").await.len()
}

pub async fn press(site: &Site, reader: &Subscriber, act: &str) -> Reply {
    let page = format!(
        "{}/advertising",
        links::preferences_url(&site.app, reader.id)
    );
    site.post(&page, &[("act", act)]).await
}

/// Starts an advertising campaign and puts its readers into the outbox.
pub async fn advertise(site: &mut Site) {
    site.sign_in(Role::Editor).await;
    site.started(&[("advertising", "yes")]).await;
}

/// What became of the notices, oldest first.
async fn states(site: &Site) -> Vec<String> {
    site.run_schedule("advertising-notices").await;
    site.texts("SELECT kind || ' ' || acts || ' ' || state FROM advertising_notices ORDER BY id")
        .await
}

stories! {
    async fn the_box_for_advertising_is_a_consent_of_its_own_with_its_words(site: Site) {
        in_korea(site).await;
        let fields = [&[("email", KIM)][..], BOTH].concat();
        sign_up(site, &fields).await.expect(200);
        let link = site.newest_mail_to(KIM).await.link("/subscriptions/");
        let page = site.get(&link).await;
        let words = "(선택) 광고성 정보를 이메일로 받는 데 동의합니다.";
        assert!(page.expect(200).contains(words), "{}", page.body);
        assert!(results(site, KIM).await.is_empty(), "nothing is agreed before the click");
        confirm(site, KIM).await.expect(200);
        assert_eq!(history(site, KIM).await, [
            "requested by form", "confirmed by confirmation", "advertising-given by confirmation", "night-given by confirmation",
        ]);
        let shown = "SELECT wording FROM consent_events WHERE action = 'advertising-given'";
        assert_eq!(site.texts(shown).await, [words]);
    }

    async fn an_empty_box_agrees_to_nothing_and_brings_no_notice(site: Site) {
        in_korea(site).await;
        subscribed(site, KIM).await;
        agreed(site, LEE, &[("night", "yes")]).await;
        for reader in [KIM, LEE] {
            assert_eq!(history(site, reader).await, ["requested by form", "confirmed by confirmation"]);
            assert!(results(site, reader).await.is_empty());
        }
    }

    async fn without_the_law_of_korea_nobody_is_asked_about_advertising(site: Site) {
        let page = site.get("/").await;
        assert_eq!(page.count("[name=advertising], [name=night]"), 0);
        agreed(site, KIM, BOTH).await;
        assert_eq!(history(site, KIM).await, ["requested by form", "confirmed by confirmation"]);
    }

    async fn an_element_sends_the_boxes_too(site: Site) {
        in_korea(site).await;
        let form = site.get("/fragments/subscription").await;
        assert_eq!(form.count("[type=checkbox][name=advertising], [type=checkbox][name=night]"), 2);
        let token = site.get("/fragments/token").await.json()["token"].as_str().expect("a token").to_owned();
        site.wait(5);
        let body = serde_json::json!({"email": KIM, "form_token": token, "advertising": "yes"});
        site.post_json("/api/v1/subscriptions", &body).await.expect(202);
        confirm(site, KIM).await.expect(200);
        assert_eq!(history(site, KIM).await, [
            "requested by element", "confirmed by confirmation", "advertising-given by confirmation",
        ]);
    }

    async fn each_choice_is_told_back_once_with_sender_fact_and_date(site: Site) {
        in_korea(site).await;
        let kim = agreed(site, KIM, BOTH).await;
        let told = results(site, KIM).await;
        assert_eq!(told.len(), 1);
        for words in ["인공지능 읽기", "02-123-4567", "서울특별시 중구 세종대로 110",
                      "2026년 11월 24일에 광고성 정보 수신에 동의하셨습니다", "2026년 11월 24일에 야간"] {
            assert!(told[0].text.contains(words), "{words}: {}", told[0].text);
        }
        assert!(!told[0].subject.contains("광고)"), "a notice is no advertising: {}", told[0].subject);

        site.wait(DAY);
        said_by(&press(site, &kim, "withdraw-night").await, "saved");
        said_by(&press(site, &kim, "withdraw").await, "saved");
        said_by(&press(site, &kim, "withdraw").await, "unchanged");
        let mut told = results(site, KIM).await;
        assert_eq!(told.len(), 3);
        told[1..].sort_by_key(|mail| !mail.text.contains("야간"));
        assert!(told[1].text.contains("2026년 11월 25일에 야간(밤 9시~아침 8시) 광고성 정보 수신을 거부"), "{}", told[1].text);
        assert!(told[2].text.contains("앞으로 광고성 정보를 보내 드리지 않습니다"), "{}", told[2].text);
        assert_eq!(states(site).await, [
            "result advertising-given night-given sent", "result night-withdrawn sent", "result advertising-withdrawn sent",
        ]);
        runner::drain(&site.app, background::JOBS).await.expect("a job may run twice");
        assert_eq!(results(site, KIM).await.len(), 3);
    }

    async fn whoever_leaves_withdraws_and_is_told_once(site: Site) {
        in_korea(site).await;
        let kim = agreed(site, KIM, BOTH).await;
        let link = links::unsubscribe_url(&site.app, kim.id);
        for _ in 0..2 {
            site.post(&link, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        }
        let told = results(site, KIM).await;
        assert_eq!(told.len(), 2, "the consent, the withdrawal");
        assert!(told[1].text.contains("수신을 거부하셨습니다"), "{}", told[1].text);
        let events = history(site, KIM).await;
        assert_eq!(events[events.len() - 3..], ["left by one-click", "advertising-withdrawn by one-click", "night-withdrawn by one-click"]);
        said_by(&press(site, &kim, "agree").await, "unchanged");
    }

    async fn a_reader_agrees_later_on_the_page_of_their_preferences(site: Site) {
        in_korea(site).await;
        let kim = subscribed(site, KIM).await;
        let preferences = links::preferences_url(&site.app, kim.id);
        let page = format!("{preferences}/advertising");
        assert!(site.get(&preferences).await.expect(200).contains("/advertising"));
        assert_eq!(site.get(&page).await.count("[type=checkbox][checked]"), 0, "no box is ticked beforehand");
        said_by(&press(site, &kim, "agree").await, "unchanged");
        said_by(&site.post(&page, &[("act", "agree"), ("advertising", "yes")]).await, "saved");
        said_by(&site.post(&page, &[("act", "agree"), ("night", "yes")]).await, "saved");
        assert_eq!(history(site, KIM).await[2..], ["advertising-given by preferences", "night-given by preferences"]);
        assert_eq!(results(site, KIM).await.len(), 2);
    }

    async fn advertising_goes_only_to_those_who_agreed_and_says_what_it_is(site: Site) {
        in_korea(site).await;
        agreed(site, KIM, &[("advertising", "yes")]).await;
        subscribed(site, LEE).await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[("advertising", "yes")]).await;
        let before = site.get(&format!("/admin/campaigns/{}/delivery", id.0)).await;
        assert!(before.expect(200).contains("구독자 1명"), "{}", before.body);
        assert_eq!(said(&site.start_campaign(id).await), "started");
        assert_eq!((adverts(site, KIM).await, adverts(site, LEE).await), (1, 0));
        let mail = site.newest_mail_to(KIM).await;
        assert!(mail.subject.starts_with("(광고) 가을 소식"), "{}", mail.subject);
        for words in ["인공지능 읽기", "letters@example.org", "02-123-4567", "서울특별시 중구 세종대로 110", "무료수신거부", "free of charge"] {
            assert!(mail.text.contains(words) && mail.html.contains(words), "{words}: {}", mail.text);
        }
        let refusal = mail.link("/advertising");
        assert!(site.get(&refusal).await.expect(200).contains("광고성 정보 수신"));
        assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    }

    async fn an_advertising_campaign_without_a_named_sender_does_not_start(site: Site) {
        in_korea(site).await;
        agreed(site, KIM, &[("advertising", "yes")]).await;
        site.sign_in(Role::Editor).await;
        let id = site.draft(&[("advertising", "yes")]).await;
        site.restart(|_| {}).await;
        site.sign_in_again("editor@example.org").await;
        let path = format!("/admin/campaigns/{}/delivery", id.0);
        let page = site.get(&path).await;
        assert!(page.expect(200).contains("site.contact, site.postal_address"), "{}", page.body);
        assert_eq!(page.count("input[name=version]"), 0, "there is no button");
        let csrf = site.get("/admin/account").await.field("csrf");
        assert_eq!(said(&site.post(&path, &[("csrf", &csrf), ("version", "1")]).await), "unnamed");
        assert_eq!(adverts(site, KIM).await, 0);
    }

    async fn at_night_advertising_waits_for_the_morning_of_whoever_did_not_agree_to_nights(site: Site) {
        in_korea(site).await;
        agreed(site, KIM, &[("advertising", "yes")]).await;
        agreed(site, LEE, BOTH).await;
        agreed(site, PARK, &[("advertising", "yes")]).await;
        site.change("UPDATE subscribers SET time_zone = 'America/New_York' WHERE email = 'park@example.org'").await;
        // 22:10 in Seoul, 08:10 in New York.
        site.wait(13 * HOUR + 600);
        advertise(site).await;
        let reached = [adverts(site, KIM).await, adverts(site, LEE).await, adverts(site, PARK).await];
        assert_eq!(reached, [0, 1, 1]);
        site.run_schedule("recall-mails").await;
        site.wait(9 * HOUR);
        assert_eq!(adverts(site, KIM).await, 0, "07:10 is night");
        site.wait(HOUR);
        assert_eq!(adverts(site, KIM).await, 1);
        assert_eq!((adverts(site, LEE).await, adverts(site, PARK).await), (1, 1));
    }

    async fn a_campaign_that_lasts_into_the_night_rests_until_the_morning(site: Site) {
        in_korea(site).await;
        agreed(site, KIM, &[("advertising", "yes")]).await;
        advertise(site).await;
        site.change("UPDATE outbox SET due_at = due_at + 43200 WHERE bulk").await;
        site.wait(12 * HOUR + 600);
        assert_eq!(adverts(site, KIM).await, 0, "21:10 is night");
        site.wait(11 * HOUR);
        assert_eq!(adverts(site, KIM).await, 1);
    }

    async fn whoever_refuses_meanwhile_gets_no_waiting_advertising(site: Site) {
        in_korea(site).await;
        let kim = agreed(site, KIM, &[("advertising", "yes")]).await;
        site.wait(13 * HOUR);
        advertise(site).await;
        assert_eq!(adverts(site, KIM).await, 0);
        said_by(&press(site, &kim, "withdraw").await, "saved");
        site.wait(12 * HOUR);
        assert_eq!(adverts(site, KIM).await, 0);
        assert_eq!(results(site, KIM).await.len(), 2);
        site.cookie = None;
        site.sign_in_again("editor@example.org").await;
        site.started(&[("subject", "새 글 안내")]).await;
        assert_eq!(mails_about(site, KIM, "새 글 안내").await.len(), 1, "other mail goes on");
    }

    async fn a_consent_is_asked_about_once_before_each_second_anniversary(site: Site) {
        in_korea(site).await;
        let kim = agreed(site, KIM, &[("advertising", "yes")]).await;
        subscribed(site, LEE).await;
        site.wait(700 * DAY);
        states(site).await;
        assert!(questions(site, KIM).await.is_empty(), "2028-10-24");
        site.wait(DAY);
        states(site).await;
        in_korea(site).await;
        states(site).await;
        let asked = questions(site, KIM).await;
        assert_eq!(asked.len(), 1);
        for words in ["인공지능 읽기", "2026년 11월 24일에 광고성 정보 수신에 동의하셨습니다", "계속 받으시려면 따로 하실 일이 없습니다", "/advertising"] {
            assert!(asked[0].text.contains(words), "{words}: {}", asked[0].text);
        }
        assert!(questions(site, LEE).await.is_empty());
        assert_eq!(states(site).await[1..], ["confirmation advertising-given sent"]);
        said_by(&press(site, &kim, "keep").await, "kept");
        assert_eq!(history(site, KIM).await.last().map(String::as_str), Some("advertising-kept by preferences"));

        site.wait(731 * DAY);
        states(site).await;
        states(site).await;
        assert_eq!(questions(site, KIM).await.len(), 2, "the next period, whatever was answered");
        said_by(&press(site, &kim, "withdraw").await, "saved");
        site.wait(800 * DAY);
        states(site).await;
        assert_eq!(questions(site, KIM).await.len(), 2, "who withdrew is not asked");
    }

    async fn two_nodes_ask_once(site: Site) {
        in_korea(site).await;
        agreed(site, KIM, &[("advertising", "yes")]).await;
        site.wait(701 * DAY);
        let (one, other) = tokio::join!(
            gudok::subscribers::advertising::ask_again(&site.app),
            gudok::subscribers::advertising::ask_again(&site.app)
        );
        assert_eq!(one.expect("asked") + other.expect("asked"), 1);
        assert_eq!(questions(site, KIM).await.len(), 1);
    }

    async fn a_notice_whose_address_takes_no_mail_says_so_and_is_never_late(site: Site) {
        in_korea(site).await;
        let kim = agreed(site, KIM, &[("advertising", "yes")]).await;
        let mut tx = site.app.write().await.expect("a transaction");
        let (signer, reason) = (site.app.signer(), SuppressionReason::Bounced);
        suppression::add(&mut tx, signer, &kim.email, reason, Some(kim.id), site.app.now()).await.expect("suppressed");
        tx.commit().await.expect("committed");
        said_by(&press(site, &kim, "withdraw").await, "saved");
        site.mails().await;
        assert_eq!(states(site).await[1..], ["result advertising-withdrawn dropped"]);
        site.wait(30 * DAY);
        assert_eq!(late(site).await, 0);
    }

    async fn a_notice_that_failed_and_is_sent_again_counts_as_sent(site: Site) {
        in_korea(site).await;
        agreed(site, KIM, &[("advertising", "yes")]).await;
        site.change("UPDATE outbox SET state = 'failed' WHERE kind = 'advertising-result'").await;
        site.change("UPDATE advertising_notices SET state = 'queued'").await;
        assert_eq!(states(site).await, ["result advertising-given failed"]);
        site.wait(30 * DAY);
        assert_eq!(late(site).await, 1);
        site.change("UPDATE outbox SET state = 'sent' WHERE kind = 'advertising-result'").await;
        assert_eq!(states(site).await, ["result advertising-given sent"]);
        assert_eq!(late(site).await, 0);
    }

    async fn an_erasure_drops_the_notices_that_wait(site: Site) {
        in_korea(site).await;
        let kim = agreed(site, KIM, BOTH).await;
        states(site).await;
        said_by(&press(site, &kim, "withdraw-night").await, "saved");
        site.run_jobs().await;
        said_by(&press(site, &kim, "withdraw").await, "saved");
        assert_eq!(states(site).await[1..], ["result night-withdrawn queued", "result advertising-withdrawn due"]);
        let mut tx = site.app.write().await.expect("a transaction");
        gudok::personal_data::erase(&mut tx, &site.app, &kim.email).await.expect("erased");
        tx.commit().await.expect("committed");
        site.run_jobs().await;
        assert_eq!(states(site).await[1..], ["result night-withdrawn dropped", "result advertising-withdrawn dropped"]);
        assert_eq!(site.numbers("SELECT count(*) FROM advertising_notices WHERE subscriber_id IS NOT NULL").await, [0]);
    }
}

/// Notices that are past the law's time.
async fn late(site: &Site) -> i64 {
    let mut tx = site.app.read().await.expect("a connection");
    let report = advertising::report(&mut tx, site.app.now()).await;
    report
        .expect("counted")
        .kinds
        .iter()
        .map(|kind| kind.late)
        .sum()
}

#[track_caller]
pub fn said_by(reply: &Reply, word: &str) {
    assert_eq!(said(reply), word);
}
