//! What follows a sign-up: the owners are told as the settings say, and whoever has not confirmed is reminded once.

use gudok::admin::Role;
use gudok::admin::tokens::Scope;
use gudok::config::TellOwners;
use gudok::subscribers::SubscriberState;
use reqwest::Method;
use serde_json::json;

use crate::api_tokens::{call, token};
use crate::stories;
use crate::support::readers::{KIM, confirm, sign_up, state, subscribed};
use crate::support::{Letter, Site};

const OWNER: &str = "owner@example.org";
const DAY: i64 = 86_400;

async fn with(site: &mut Site, tell: TellOwners, reminder: bool) {
    site.restart(|config| {
        config.subscribers.tell_owners = tell;
        config.subscribers.reminder = reminder;
    })
    .await;
}

async fn told(site: &Site) -> usize {
    site.run_schedule("tell-owners").await;
    site.count_mails_to(OWNER).await
}

async fn reminded(site: &Site) -> usize {
    site.run_schedule("remind-unconfirmed").await;
    site.count_mails_to(KIM).await
}

stories! {
    async fn owners_are_told_soon_and_then_of_several_together(site: Site) {
        with(site, TellOwners::Soon, false).await;
        site.sign_in(Role::Owner).await;
        site.sign_in(Role::Editor).await;
        let before = told(site).await;
        sign_up(site, &[("email", KIM)]).await.expect(200);
        assert_eq!(told(site).await, before, "nobody has confirmed");
        confirm(site, KIM).await.expect(200);
        assert_eq!(told(site).await, before + 1);
        let mail = site.newest_mail_to(OWNER).await;
        assert_eq!(mail.subject, "새 구독자 1명: 인공지능 읽기");
        let id = site.subscriber(KIM).await.id.0;
        assert!(mail.text.contains(&site.app.url(&format!("/admin/subscribers/{id}"))), "{}", mail.text);
        assert!(!mail.text.contains(KIM) && !mail.html.contains(KIM), "the mail outlives an erasure");
        assert!(mail.header("Auto-Submitted").contains("auto-generated"));
        for email in ["lee@example.org", "park@example.org"] {
            subscribed(site, email).await;
            assert_eq!(told(site).await, before + 1, "within minutes of the first");
        }
        site.wait(600);
        assert_eq!(told(site).await, before + 2);
        let mail = site.newest_mail_to(OWNER).await;
        assert_eq!(mail.subject, "새 구독자 2명: 인공지능 읽기");
        assert!(mail.text.contains("모두 3명"), "{}", mail.text);
        site.wait(DAY);
        assert_eq!(told(site).await, before + 2, "nobody is told twice");
        let mails = site.mails().await;
        let mut about = mails.iter().filter(|mail| Letter::read(&mail.bytes).subject.starts_with("새 구독자"));
        assert!(about.all(|mail| mail.recipient.as_str() == OWNER), "owners alone");
    }

    async fn owners_are_told_once_a_day_in_the_morning(site: Site) {
        with(site, TellOwners::Daily, false).await;
        site.sign_in(Role::Owner).await;
        let before = told(site).await;
        // It is 09:00 in Seoul.
        subscribed(site, KIM).await;
        subscribed(site, "lee@example.org").await;
        assert_eq!(told(site).await, before);
        site.wait(22 * 3_600 + 1_800);
        assert_eq!(told(site).await, before, "half past seven");
        site.wait(3_600);
        assert_eq!(told(site).await, before + 1, "half past eight");
        assert_eq!(site.newest_mail_to(OWNER).await.subject, "새 구독자 2명: 인공지능 읽기");
        subscribed(site, "park@example.org").await;
        site.wait(60);
        assert_eq!(told(site).await, before + 1, "once a day");
        site.wait(DAY);
        assert_eq!(told(site).await, before + 2);
        site.wait(DAY);
        assert_eq!(told(site).await, before + 2, "a day without new ones has no mail");
    }

    async fn owners_who_want_no_mail_get_none(site: Site) {
        site.sign_in(Role::Owner).await;
        let before = told(site).await;
        subscribed(site, KIM).await;
        site.wait(DAY);
        assert_eq!(told(site).await, before);
        assert_eq!(site.numbers("SELECT count(*) FROM untold_subscribers").await, [0]);
    }

    async fn whoever_has_not_confirmed_is_reminded_once_and_a_new_link_works(site: Site) {
        with(site, TellOwners::Never, true).await;
        sign_up(site, &[("email", KIM), ("cadence", "daily")]).await.expect(200);
        site.wait(DAY - 60);
        assert_eq!(reminded(site).await, 1, "the confirmation alone");
        site.wait(60);
        assert_eq!(reminded(site).await, 2);
        let mail = site.newest_mail_to(KIM).await;
        assert_eq!(mail.subject, "구독 확인이 아직 남아 있습니다: 인공지능 읽기");
        assert!(mail.text.contains("한 번만"), "{}", mail.text);
        for _ in 0..5 {
            site.wait(DAY);
            assert_eq!(reminded(site).await, 2, "once");
        }
        confirm(site, KIM).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        assert_eq!(site.subscriber(KIM).await.cadence.as_str(), "daily", "as they wished");
    }

    async fn nobody_is_reminded_who_has_confirmed_or_left_or_was_not_to_be(site: Site) {
        sign_up(site, &[("email", "early@example.org")]).await.expect(200);
        with(site, TellOwners::Never, true).await;
        subscribed(site, KIM).await;
        let after = site.count_mails_to(KIM).await;
        site.wait(2 * DAY);
        assert_eq!(reminded(site).await, after);
        assert_eq!(site.count_mails_to("early@example.org").await, 1, "the setting came later");
        sign_up(site, &[("email", "lee@example.org")]).await.expect(200);
        with(site, TellOwners::Never, false).await;
        site.wait(2 * DAY);
        site.run_schedule("remind-unconfirmed").await;
        assert_eq!(site.count_mails_to("lee@example.org").await, 1, "the setting is off again");
    }

    async fn a_reminder_is_one_of_the_three_mails_that_strangers_may_cause(site: Site) {
        with(site, TellOwners::Never, true).await;
        sign_up(site, &[("email", KIM)]).await.expect(200);
        site.wait(DAY - 3_600);
        for cadence in ["daily", "monthly", "each_post"] {
            sign_up(site, &[("email", KIM), ("cadence", cadence)]).await.expect(200);
        }
        let before = site.count_mails_to(KIM).await;
        site.wait(3_700);
        assert_eq!(reminded(site).await, before, "the mailbox has had its mails of these 24 hours");
    }

    async fn whom_an_owner_has_asked_is_not_reminded(site: Site) {
        with(site, TellOwners::Never, true).await;
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/account").await.field("csrf");
        let wanted = [("csrf", csrf.as_str()), ("email", KIM), ("cadence", "daily"), ("locale", "ko")];
        site.post("/admin/subscribers", &wanted).await.expect(303);
        site.wait(2 * DAY);
        assert_eq!(reminded(site).await, 1, "the confirmation alone");
    }

    async fn who_cannot_be_reminded_keeps_nobody_waiting(site: Site) {
        with(site, TellOwners::Never, true).await;
        for email in ["lee@example.org", KIM] {
            sign_up(site, &[("email", email)]).await.expect(200);
            site.wait(1);
        }
        // Nobody can read what the first one wished.
        site.change("UPDATE confirmations SET topics = '0' WHERE subscriber_id = (SELECT min(id) FROM subscribers)").await;
        site.wait(DAY);
        assert_eq!(reminded(site).await, 2);
        assert_eq!(site.count_mails_to("lee@example.org").await, 1);
        assert_eq!(site.numbers("SELECT count(*) FROM subscribers WHERE reminder_at IS NOT NULL").await, [0]);
    }

    async fn a_morning_that_the_program_missed_is_made_up_for(site: Site) {
        with(site, TellOwners::Daily, false).await;
        site.sign_in(Role::Owner).await;
        let before = told(site).await;
        subscribed(site, KIM).await;
        site.wait(25 * 3_600 + 1_800);
        assert_eq!(told(site).await, before + 1, "half past ten, after a restart");
        subscribed(site, "lee@example.org").await;
        site.wait(21 * 3_600 + 1_800);
        assert_eq!(told(site).await, before + 2, "and at eight again the day after");
    }

    async fn who_came_before_owners_wanted_mail_again_is_not_new(site: Site) {
        with(site, TellOwners::Soon, false).await;
        site.sign_in(Role::Owner).await;
        subscribed(site, KIM).await;
        with(site, TellOwners::Never, false).await;
        let before = told(site).await;
        with(site, TellOwners::Soon, false).await;
        site.wait(DAY);
        assert_eq!(told(site).await, before);
    }

    async fn owners_are_told_of_whom_a_program_adds(site: Site) {
        with(site, TellOwners::Soon, false).await;
        site.sign_in(Role::Owner).await;
        let before = told(site).await;
        let writer = token(site, &[Scope::SubscribersWrite]).await;
        let body = json!({"email": KIM, "confirmed": true, "consent": {"wording": "동의합니다."}});
        call(site, &writer, Method::POST, "/api/v1/admin/subscribers", Some(body)).await;
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        assert_eq!(told(site).await, before + 1);
    }
}
