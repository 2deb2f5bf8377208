//! A reader pauses until a date: nothing comes meanwhile, and then one digest has what came out.

use gudok::admin::Role;
use gudok::subscribers::Cadence::{Daily, EachPost, Monthly, Weekly};
use gudok::subscribers::{SubscriberState, links};

use crate::stories;
use crate::support::readers::{KIM, confirm, history, sign_up, state};
use crate::support::{Reader, Reply, Site};

const LEE: &str = "lee@example.org";

/// Posts the form of the preferences page. It is Tuesday, 24 November 2026, 09:00 in Seoul.
async fn pause(site: &Site, email: &str, until: &str) -> Reply {
    let link = links::preferences_url(&site.app, site.subscriber(email).await.id);
    site.post(&format!("{link}/pause"), &[("until", until)])
        .await
}

async fn resume(site: &Site, email: &str) -> Reply {
    let link = links::preferences_url(&site.app, site.subscriber(email).await.id);
    site.post(&format!("{link}/resumption"), &[]).await
}

stories! {
    async fn nothing_comes_during_a_pause_and_then_one_digest_has_what_came_out(site: Site) {
        for (email, cadence) in [(KIM, Daily), (LEE, EachPost)] {
            site.reader(Reader::new(email, cadence)).await;
            let paused = pause(site, email, "2026-12-10").await;
            paused.expect(303);
            assert!(paused.header("location").ends_with("saved=true"));
        }
        for title in ["첫째", "둘째", "셋째"] {
            site.wait(86_400);
            site.publish(title, "요약입니다.", &[]).await;
            assert_eq!(site.plan().await.mails, 0, "{title}");
        }
        assert_eq!(site.plan_at("2026-12-10T06:59:00+09:00").await.mails, 0);
        assert_eq!(site.plan_at("2026-12-10T07:00:00+09:00").await.mails, 2, "from their hour of that day");
        for email in [KIM, LEE] {
            let digests = site.digests_of(email).await;
            assert_eq!(digests.len(), 1, "one mail for all that came out: {digests:?}");
            assert_eq!(site.subscriber(email).await.paused_until, None);
        }
        site.wait(86_400);
        site.publish("넷째", "요약입니다.", &[]).await;
        assert_eq!(site.plan().await.mails, 2, "and all goes on as before");
    }

    async fn a_reader_of_a_day_waits_for_that_day_after_the_pause(site: Site) {
        site.reader(Reader::new(KIM, Weekly)).await;
        site.reader(Reader::new(LEE, Monthly)).await;
        for email in [KIM, LEE] {
            pause(site, email, "2026-12-10").await.expect(303);
        }
        site.wait(60);
        site.publish("작은 모델의 귀환", "요약입니다.", &[]).await;
        assert_eq!(site.plan_at("2026-12-14T06:59:00+09:00").await.mails, 0);
        assert_eq!(site.plan_at("2026-12-14T07:00:00+09:00").await.mails, 1, "on the Monday after");
        assert_eq!(site.digests_of(KIM).await.len(), 1);
        assert_eq!(site.plan_at("2027-01-01T07:00:00+09:00").await.mails, 1, "on the first");
        assert_eq!(site.digests_of(LEE).await.len(), 1);
    }

    async fn a_pause_ends_by_hand(site: Site) {
        site.reader(Reader::new(KIM, Daily)).await;
        assert!(resume(site, KIM).await.header("location").ends_with("saved=false"), "there is none");
        pause(site, KIM, "2027-06-01").await.expect(303);
        let link = links::preferences_url(&site.app, site.subscriber(KIM).await.id);
        let page = site.get(&link).await;
        assert!(page.expect(200).contains("2027년 6월 1일 전까지"));
        assert_eq!(page.count("input[name=until][value='2027-06-01']"), 1);
        assert_eq!(history(site, KIM).await.last().expect("a line"), "changed by preferences");
        site.wait(60);
        site.publish("작은 모델의 귀환", "요약입니다.", &[]).await;
        assert_eq!(site.plan_at("2026-11-25T07:00:00+09:00").await.mails, 0);
        resume(site, KIM).await.expect(303);
        assert!(!site.get(&link).await.expect(200).contains("2027년 6월 1일 전까지"));
        assert_eq!(site.plan_at("2026-11-26T07:00:00+09:00").await.mails, 1);
        assert_eq!(site.digests_of(KIM).await, ["작은 모델의 귀환"]);
    }

    async fn only_a_date_from_tomorrow_to_a_year_from_today_is_taken(site: Site) {
        site.reader(Reader::new(KIM, Daily)).await;
        for wrong in ["", "soon", "2026-11-24", "2025-12-10", "2027-11-25", "9999-12-31", "2026-02-30"] {
            let refused = pause(site, KIM, wrong).await;
            assert!(refused.expect(422).contains("1년 뒤까지의 날짜"), "{wrong}");
        }
        assert_eq!(site.subscriber(KIM).await.paused_until, None);
        for right in ["2026-11-25", "2027-11-24"] {
            pause(site, KIM, right).await.expect(303);
        }
    }

    async fn a_change_of_cadence_during_a_pause_starts_after_it(site: Site) {
        site.reader(Reader::new(KIM, Daily)).await;
        pause(site, KIM, "2026-12-10").await.expect(303);
        let link = links::preferences_url(&site.app, site.subscriber(KIM).await.id);
        site.post(&link, &[("cadence", "weekly"), ("day", "friday")]).await.expect(303);
        let kim = site.subscriber(KIM).await;
        assert!(kim.paused_until.is_some());
        let next = kim.next_digest_at.map(|next| next.to_string());
        assert_eq!(next.as_deref(), Some("2026-12-10T22:00:00Z"), "the first Friday after it");
        site.run_schedule("recall-digests").await;
        let next = site.subscriber(KIM).await.next_digest_at.map(|next| next.to_string());
        assert_eq!(next.as_deref(), Some("2026-12-10T22:00:00Z"), "the upkeep takes it for no clock that ran ahead");
    }

    async fn a_campaign_passes_over_whoever_has_paused(site: Site) {
        for email in [KIM, LEE] {
            site.reader(Reader::new(email, Weekly)).await;
        }
        site.sign_in(Role::Editor).await;
        pause(site, KIM, "2026-12-10").await.expect(303);
        let draft = site.draft(&[]).await;
        let start = site.get(&format!("/admin/campaigns/{}/delivery", draft.0)).await;
        assert!(start.expect(200).contains("1명"), "{}", start.body);
        site.started(&[]).await;
        assert_eq!(site.count_mails_to(KIM).await, 0);
        assert_eq!(site.count_mails_to(LEE).await, 1);
        site.wait(16 * 86_400);
        site.sign_in_again("editor@example.org").await;
        site.started(&[]).await;
        assert_eq!(site.count_mails_to(KIM).await, 1, "the moment counts, before planning has ended the pause");
    }

    async fn what_waits_when_the_pause_begins_is_dropped(site: Site) {
        site.reader(Reader::new(KIM, Weekly)).await;
        site.sign_in(Role::Editor).await;
        site.started(&[]).await;
        pause(site, KIM, "2026-12-10").await.expect(303);
        assert_eq!(site.count_mails_to(KIM).await, 0);
        assert_eq!(site.texts("SELECT result FROM outbox WHERE state = 'dropped'").await, ["paused"]);
    }

    async fn signing_up_again_and_leaving_end_a_pause(site: Site) {
        site.reader(Reader::new(KIM, Weekly)).await;
        pause(site, KIM, "2026-12-10").await.expect(303);
        let leave = links::unsubscribe_url(&site.app, site.subscriber(KIM).await.id);
        site.post(&leave, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        assert_eq!(site.subscriber(KIM).await.paused_until, None);
        assert!(pause(site, KIM, "2026-12-10").await.header("location").ends_with("saved=false"), "nothing is left to pause");
        sign_up(site, &[("email", KIM)]).await.expect(200);
        confirm(site, KIM).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        assert_eq!(site.subscriber(KIM).await.paused_until, None);
    }

    async fn a_digest_that_a_pause_drops_comes_after_it(site: Site) {
        for (email, cadence) in [(KIM, Daily), (LEE, EachPost)] {
            site.reader(Reader::new(email, cadence)).await;
        }
        site.wait(60);
        site.publish("작은 모델의 귀환", "요약입니다.", &[]).await;
        assert_eq!(site.plan_at("2026-11-25T07:00:00+09:00").await.mails, 2);
        for email in [KIM, LEE] {
            pause(site, email, "2026-12-10").await.expect(303);
        }
        assert_eq!(site.texts("SELECT result FROM outbox WHERE kind = 'digest'").await, ["paused", "paused"]);
        site.publish("둘째", "요약입니다.", &[]).await;
        assert_eq!(site.plan_at("2026-12-10T07:00:00+09:00").await.mails, 2);
        for email in [KIM, LEE] {
            assert_eq!(site.digests_of(email).await.len(), 1);
            let mail = site.newest_mail_to(email).await;
            assert!(mail.text.contains("작은 모델의 귀환") && mail.text.contains("둘째"), "{}", mail.text);
        }
    }

    async fn a_post_that_came_before_the_pause_does_not_come_again_after_it(site: Site) {
        for (email, cadence) in [(KIM, EachPost), (LEE, Daily)] {
            site.reader(Reader::new(email, cadence)).await;
        }
        for (day, title) in [(25, "첫째 글"), (26, "둘째 글"), (27, "셋째 글")] {
            site.wait(60);
            site.publish(title, "요약입니다.", &[]).await;
            assert_eq!(site.plan_at(&format!("2026-11-{day}T07:00:00+09:00")).await.mails, 2);
        }
        // A relay puts the first off; the second goes out, and the third still waits.
        site.change("UPDATE outbox SET state = 'sent', finished_at = created_at WHERE kind = 'digest'
                     AND edition_id IN (SELECT id FROM editions WHERE subject LIKE '%둘째%')").await;
        for email in [KIM, LEE] {
            pause(site, email, "2026-12-10").await.expect(303);
        }
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE state = 'dropped'").await, [4]);
        assert_eq!(site.numbers("SELECT count(*) FROM received_posts").await, [2]);
        site.change("DELETE FROM outbox WHERE state = 'sent'").await;
        assert_eq!(site.plan_at("2026-12-10T07:00:00+09:00").await.mails, 2, "mails are not kept as long as a pause may last");
        for email in [KIM, LEE] {
            let mail = site.newest_mail_to(email).await;
            assert!(mail.text.contains("첫째 글") && mail.text.contains("셋째 글"), "{}", mail.text);
            assert!(!mail.text.contains("둘째 글"), "it had come: {}", mail.text);
        }
        assert_eq!(site.numbers("SELECT count(*) FROM received_posts").await, [0], "it is asked once");
        site.publish("넷째 글", "요약입니다.", &[]).await;
        assert_eq!(site.plan_at("2026-12-11T07:00:00+09:00").await.mails, 2, "and all goes on as before");
    }

    async fn a_mail_in_a_senders_hand_when_its_reader_pauses_does_not_come_back_in_line(site: Site) {
        site.reader(Reader::new(KIM, Daily)).await;
        site.wait(60);
        site.publish("작은 모델의 귀환", "요약입니다.", &[]).await;
        assert_eq!(site.plan_at("2026-11-25T07:00:00+09:00").await.mails, 1);
        // A process that has gone away holds it.
        site.change("UPDATE outbox SET state = 'leased', lease_token = 'gone', attempts = 1 WHERE kind = 'digest'").await;
        site.change("INSERT INTO sending_leases (token, expires_at) VALUES ('gone', 1)").await;
        pause(site, KIM, "2026-12-10").await.expect(303);
        assert!(site.digests_of(KIM).await.is_empty());
        assert_eq!(site.texts("SELECT result FROM outbox WHERE kind = 'digest'").await, ["paused"]);
        assert_eq!(site.plan_at("2026-12-10T07:00:00+09:00").await.mails, 1);
        assert_eq!(site.digests_of(KIM).await, ["작은 모델의 귀환"]);
    }

    async fn a_mail_that_failed_is_sent_again_after_the_pause_alone(site: Site) {
        site.reader(Reader::new(KIM, Weekly)).await;
        site.sign_in(Role::Owner).await;
        site.started(&[]).await;
        site.change("UPDATE outbox SET state = 'failed', finished_at = created_at WHERE kind = 'campaign'").await;
        pause(site, KIM, "2026-12-10").await.expect(303);
        let id = site.numbers("SELECT id FROM outbox WHERE kind = 'campaign'").await[0];
        for (days, sent) in [(0, 0), (17, 1)] {
            site.wait(days * 86_400);
            site.sign_in_again("owner@example.org").await;
            let csrf = site.get("/admin/account").await.field("csrf");
            site.post(&format!("/admin/outbox/{id}/attempt"), &[("csrf", &csrf)]).await;
            assert_eq!(site.count_mails_to(KIM).await, sent, "after {days} days");
        }
    }

    async fn more_pauses_than_one_transaction_takes_end_at_once(site: Site) {
        for number in 0..251 {
            site.reader(Reader::new(&format!("reader{number}@example.org"), Daily)).await;
        }
        site.change("UPDATE subscribers SET paused_until = 1").await;
        site.plan().await;
        assert_eq!(site.numbers("SELECT count(*) FROM subscribers WHERE paused_until IS NOT NULL").await, [0]);
    }
}
