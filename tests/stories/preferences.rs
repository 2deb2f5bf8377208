//! A subscriber changes what they get, takes their data, or has it deleted, without a password.

use gudok::subscribers::{self, Cadence, SubscriberState, consent, links};

use crate::stories;
use crate::support::Site;
use crate::support::readers::{KIM, history, offer, sign_up, subscribed, subscriber};

async fn advance(site: &Site, id: subscribers::SubscriberId) {
    let mut tx = site.app.write().await.expect("a transaction");
    let later = site.app.now().plus(3_600);
    subscribers::advance(
        &mut tx,
        &[subscribers::DigestProgress {
            id,
            window: 5,
            next_digest_at: Some(later),
        }],
    )
    .await
    .expect("advanced");
    tx.commit().await.expect("committed");
}

stories! {
    async fn changes_take_effect_and_leave_a_line_of_consent(site: Site) {
        offer(site, "연구").await;
        offer(site, "정책").await;
        let kim = subscribed(site, KIM).await;
        advance(site, kim.id).await;
        let link = links::preferences_url(&site.app, kim.id);
        let page = site.get(&link).await;
        page.expect(200);
        assert_eq!(page.count("input[name=cadence][value=weekly][checked]"), 1);
        assert_eq!(page.count("select[name=hour] option[selected][value='7']"), 1);
        assert_eq!(page.text_of("select[name=zone] option[selected]"), "Asia/Seoul");
        let saved = site.post(&link, &[
            ("cadence", "daily"), ("topics", "연구"), ("locale", "en"), ("hour", "21"), ("zone", "Europe/Berlin"),
        ]).await;
        saved.expect(303);
        let page = site.get(saved.header("location")).await;
        assert!(page.expect(200).contains("Your changes are saved."), "in the language chosen");
        assert_eq!(page.text_of("select[name=hour] option[selected]"), "9 pm");
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        assert_eq!((kim.cadence, kim.delivery_hour, kim.time_zone.name()), (Cadence::Daily, 21, "Europe/Berlin"));
        let next = kim.next_digest_at.map(|next| next.to_string());
        assert_eq!(next.as_deref(), Some("2026-11-24T20:00:00Z"), "the next digest is timed from the choice");
        assert_eq!(kim.digest_window, 5, "nothing comes twice");
        assert_eq!(history(site, KIM).await.last().expect("a line"), "changed by preferences");
        let mut tx = site.app.read().await.expect("a connection");
        let newest = consent::history(&mut tx, kim.id).await.expect("read").remove(0);
        drop(tx);
        let fields: Vec<_> = newest.changes.0.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, ["cadence", "locale", "delivery_hour", "time_zone", "topics"]);

        let again = site.post(&link, &[("cadence", "daily"), ("topics", "연구"), ("locale", "en"), ("hour", "21"), ("zone", "Europe/Berlin")]).await;
        assert!(again.header("location").ends_with("saved=false"));
        assert_eq!(history(site, KIM).await.len(), 3, "what is no change is no line");
    }

    async fn topics_alone_do_not_move_the_digest(site: Site) {
        offer(site, "연구").await;
        let kim = subscribed(site, KIM).await;
        advance(site, kim.id).await;
        site.post(&links::preferences_url(&site.app, kim.id), &[("topics", "연구")]).await.expect(303);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        assert!(kim.next_digest_at.is_some());
        assert_eq!(kim.cadence, Cadence::Weekly, "a field that is missing keeps what it was");
    }

    async fn wrong_preferences_are_refused_whole(site: Site) {
        let kim = subscribed(site, KIM).await;
        let link = links::preferences_url(&site.app, kim.id);
        for wrong in [("hour", "24"), ("hour", "-1"), ("hour", "noon"), ("zone", "Mars/Olympus"), ("locale", "fr"), ("cadence", "hourly"), ("topics", "없음")] {
            site.post(&link, &[wrong, ("cadence", "daily")]).await.expect(422);
        }
        assert_eq!(subscriber(site, KIM).await.expect("a subscriber").cadence, Cadence::Weekly);
    }

    async fn an_expired_link_leads_to_a_new_one(site: Site) {
        let kim = subscribed(site, KIM).await;
        let old = links::preferences_url(&site.app, kim.id);
        site.wait(30 * 86_400);
        site.post(&old, &[("cadence", "daily")]).await.expect(410);
        let page = site.get(&old).await;
        assert!(page.expect(410).contains("기한이 지났거나"));
        let token = page.field("form_token");
        site.wait(5);
        let wrong = site.post("/preferences", &[("form_token", &token), ("email", "kim@")]).await;
        assert!(wrong.expect(422).contains("형식이 올바르지 않습니다"));
        let known = site.post("/preferences", &[("form_token", &token), ("email", KIM)]).await;
        let unknown = site.post("/preferences", &[("form_token", &token), ("email", "nobody@example.org")]).await;
        assert_eq!(known.expect(200), unknown.body, "nobody learns who is subscribed");
        assert_eq!(site.count_mails_to("nobody@example.org").await, 0);
        let letter = site.newest_mail_to(KIM).await;
        assert_eq!(letter.subject, "구독 설정 링크: 인공지능 읽기");
        site.get(&letter.link("/preferences/")).await.expect(200);
    }

    async fn a_lost_link_costs_the_same_work_for_everybody_before_the_answer(site: Site) {
        subscribed(site, KIM).await;
        let mails = site.mails().await.len();
        let kept = "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM subscribers)";
        let before = site.numbers(kept).await;
        let token = site.get("/preferences").await.field("form_token");
        site.wait(5);
        for (number, email) in [KIM, "nobody@example.org"].into_iter().enumerate() {
            site.post("/preferences", &[("form_token", &token), ("email", email)]).await.expect(200);
            assert_eq!(site.numbers("SELECT count(*) FROM jobs WHERE kind = 'lost-link'").await, [i64::try_from(number).expect("small") + 1]);
            assert_eq!(site.numbers(kept).await, before, "{email}: the mail is a job's work");
        }
        let subjects = site.texts("SELECT subject FROM jobs WHERE kind = 'lost-link'").await;
        assert!(subjects.iter().all(|subject| !subject.contains('@')), "{subjects:?}");
        assert_eq!(site.mails().await.len(), mails + 1);
        assert_eq!(site.numbers("SELECT count(*) FROM jobs").await, [0]);
    }

    async fn lost_links_count_among_the_three_mails(site: Site) {
        subscribed(site, KIM).await;
        let before = site.count_mails_to(KIM).await;
        sign_up(site, &[("email", KIM)]).await.expect(200);
        for _ in 0..3 {
            let token = site.get("/preferences").await.field("form_token");
            site.wait(5);
            site.post("/preferences", &[("form_token", &token), ("email", KIM)]).await.expect(200);
        }
        assert_eq!(site.count_mails_to(KIM).await, before + 2, "after the confirmation and the notice there is one left");
    }

    async fn a_weekly_digest_comes_on_the_day_that_its_reader_chose(site: Site) {
        let kim = subscribed(site, KIM).await;
        let link = links::preferences_url(&site.app, kim.id);
        assert_eq!(site.get(&link).await.text_of("select[name=day] option[selected]"), "월요일");
        site.post(&link, &[("cadence", "weekly"), ("day", "thursday")]).await.expect(303);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        let next = kim.next_digest_at.map(|next| next.to_string());
        assert_eq!(next.as_deref(), Some("2026-11-25T22:00:00Z"), "Thursday at 7 in Seoul");
        let mut tx = site.app.read().await.expect("a connection");
        let newest = consent::history(&mut tx, kim.id).await.expect("read").remove(0);
        drop(tx);
        assert_eq!(newest.changes.0, [consent::Change::between("weekly_day", "monday".into(), "thursday".into())]);
        site.post(&link, &[("day", "someday")]).await.expect(422);
    }

    async fn a_time_zone_is_chosen_from_a_short_list_or_found_by_its_name(site: Site) {
        let kim = subscribed(site, KIM).await;
        let link = links::preferences_url(&site.app, kim.id);
        let page = site.get(&link).await;
        assert!(page.count("select[name=zone] option") < 10 && page.count("datalist option") > 300);
        site.post(&link, &[("zone", "Asia/Seoul"), ("other_zone", " Asia/Kathmandu ")]).await.expect(303);
        let page = site.get(&link).await;
        assert_eq!(page.text_of("select[name=zone] option[selected]"), "Asia/Kathmandu");
        site.post(&link, &[("zone", "Asia/Seoul"), ("other_zone", "Mars/Base")]).await.expect(422);
    }

    async fn a_subscriber_takes_their_data_along(site: Site) {
        sign_up(site, &[("email", KIM), ("name", "김민지")]).await.expect(200);
        let link = site.newest_mail_to(KIM).await.link("/subscriptions/");
        site.post(&format!("{link}/confirmation"), &[]).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        let data = site.get(&format!("{}/export", links::preferences_url(&site.app, kim.id))).await;
        data.expect(200);
        assert!(data.header("content-disposition").starts_with("attachment"));
        assert_eq!(data.header("cache-control"), "no-store");
        let data = data.json();
        assert_eq!((&data["email"], &data["name"], &data["state"]), (&KIM.into(), &"김민지".into(), &"confirmed".into()));
        assert_eq!(data["consents"].as_array().map(Vec::len), Some(2));
        assert!(data["consents"][1]["wording"].as_str().expect("the words shown").contains("동의"));
    }

    async fn a_subscriber_has_everything_deleted_after_being_asked_once(site: Site) {
        let kim = subscribed(site, KIM).await;
        let link = links::preferences_url(&site.app, kim.id);
        let unsubscribe = links::unsubscribe_url(&site.app, kim.id);
        let page = site.get(&format!("{link}/deletion")).await;
        assert!(page.expect(200).contains("모두 지우시겠습니까?"));
        assert!(subscriber(site, KIM).await.is_some(), "a look deletes nothing");
        let before = site.mails().await.len();
        sign_up(site, &[("email", KIM)]).await.expect(200);
        site.post(&format!("{link}/deletion"), &[]).await.expect(200);
        assert!(subscriber(site, KIM).await.is_none());
        assert_eq!(site.mails().await.len(), before, "what waited is not sent");
        let mut tx = site.app.read().await.expect("a connection");
        assert!(consent::history(&mut tx, kim.id).await.expect("read").is_empty());
        let outbox = gudok::outbox::list(&mut tx, None, None, 50).await.expect("read");
        assert!(outbox.iter().all(|mail| mail.recipient.as_str() != KIM), "nor is the record of what was sent kept");
        drop(tx);
        site.get(&link).await.expect(410);
        site.post(&unsubscribe, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        let lee = subscribed(site, "lee@example.org").await;
        assert_ne!(lee.id, kim.id, "old links never lead to somebody else");
    }

    async fn who_left_sees_it_in_the_preferences(site: Site) {
        let kim = subscribed(site, KIM).await;
        site.post(&links::unsubscribe_url(&site.app, kim.id), &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        let link = links::preferences_url(&site.app, kim.id);
        assert!(site.get(&link).await.expect(200).contains("지금은 소식을 받지 않고"));
        site.post(&link, &[("cadence", "daily")]).await.expect(303);
        assert_eq!(subscriber(site, KIM).await.expect("a subscriber").state, SubscriberState::Unsubscribed);
    }
}
