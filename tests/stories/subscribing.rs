//! A reader signs up, confirms by a click, and leaves by one.

use gudok::subscribers::topic_choices;
use gudok::subscribers::{self, Cadence, SubscriberState, links};
use serde_json::json;

use crate::stories;
use crate::support::readers::{
    KIM, confirm, history, offer, sign_up, state, subscribed, subscriber,
};

stories! {
    async fn a_reader_signs_up_and_confirms_with_the_button_of_the_mails_page(site: Site) {
        offer(site, "AI 산업").await;
        offer(site, "연구").await;
        let sent = sign_up(site, &[
            ("email", KIM), ("name", " 김 \u{202e}민지 "), ("topics", "ai-산업"), ("topics", "연구"), ("cadence", "daily"), ("locale", "ko"),
        ]).await;
        assert!(sent.expect(200).contains("메일함을 확인해 주세요"));
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Pending));

        let letter = site.newest_mail_to(KIM).await;
        assert_eq!(letter.subject, "구독을 확인해 주세요: 인공지능 읽기");
        assert!(letter.text.contains("매일 아침 새 글 요약을 보내 드립니다"), "{}", letter.text);
        assert_eq!(letter.header("List-Unsubscribe"), "", "there is nothing to leave yet");
        let link = letter.link("/subscriptions/");
        assert!(letter.html.contains(&link));

        let page = site.get(&link).await;
        assert!(page.expect(200).contains("구독을 시작할까요?"));
        assert!(page.body.contains(KIM) && page.body.contains("매일 아침"));
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Pending), "a look is no click");

        let done = site.post(&format!("{link}/confirmation"), &[]).await;
        assert!(done.expect(200).contains("구독이 시작되었습니다"));
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        assert_eq!((kim.state, kim.cadence), (SubscriberState::Confirmed, Cadence::Daily));
        assert_eq!(kim.name.expect("a name").as_str(), "김 민지");
        assert_eq!(kim.confirmed_at, Some(site.app.now()));
        let mut tx = site.app.read().await.expect("a connection");
        assert_eq!(topic_choices::chosen(&mut tx, kim.id).await.expect("read").len(), 2);
        drop(tx);
        assert_eq!(history(site, KIM).await, ["requested by form", "confirmed by confirmation"]);
    }

    async fn the_mail_speaks_the_language_of_the_sign_up(site: Site) {
        site.language = "en";
        sign_up(site, &[("email", KIM), ("locale", "en"), ("cadence", "each_post")]).await.expect(200);
        let letter = site.newest_mail_to(KIM).await;
        assert_eq!(letter.subject, "Please confirm your subscription to 인공지능 읽기");
        site.language = "ko";
        let page = site.get(&letter.link("/subscriptions/")).await;
        assert_eq!(page.count("html[lang=en]"), 1, "the page goes on in the mail's language");
        assert!(page.body.contains("Start your subscription?"));
    }

    async fn a_confirmation_link_works_once_and_a_second_click_is_no_error(site: Site) {
        sign_up(site, &[("email", KIM)]).await.expect(200);
        let link = site.newest_mail_to(KIM).await.link("/subscriptions/");
        site.post(&format!("{link}/confirmation"), &[]).await.expect(200);
        let confirmed = subscriber(site, KIM).await.expect("a subscriber").confirmed_at;
        site.wait(60);
        let again = site.post(&format!("{link}/confirmation"), &[]).await;
        assert!(again.expect(200).contains("이미 확인하셨습니다"));
        assert!(site.get(&link).await.expect(200).contains("이미 확인하셨습니다"));
        assert_eq!(subscriber(site, KIM).await.expect("a subscriber").confirmed_at, confirmed);
        assert_eq!(history(site, KIM).await.len(), 2, "the second click leaves no line");
    }

    async fn a_scanner_that_opens_the_link_confirms_nothing(site: Site) {
        sign_up(site, &[("email", KIM)]).await.expect(200);
        let link = site.newest_mail_to(KIM).await.link("/subscriptions/");
        for path in [link.clone(), format!("{link}/confirmation"), format!("{link}/renewal")] {
            site.get(&path).await;
            site.send(site.http.head(site.url(&path))).await;
        }
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Pending));
        confirm(site, KIM).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed), "the link is not burnt");
    }

    async fn an_expired_link_offers_a_new_one(site: Site) {
        sign_up(site, &[("email", KIM), ("cadence", "monthly")]).await.expect(200);
        let old = site.newest_mail_to(KIM).await.link("/subscriptions/");
        site.wait(7 * 86_400);
        let page = site.get(&old).await;
        assert!(page.expect(410).contains("7일 동안만"));
        site.post(&format!("{old}/confirmation"), &[]).await.expect(410);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Pending));
        site.post(&format!("{old}/renewal"), &[]).await.expect(200);
        assert_eq!(site.count_mails_to(KIM).await, 2);
        confirm(site, KIM).await.expect(200);
        assert_eq!(subscriber(site, KIM).await.expect("a subscriber").cadence, Cadence::Monthly);
    }

    async fn a_link_that_is_not_ours_is_refused(site: Site) {
        site.get("/subscriptions/abc").await.expect(400);
        site.post("/subscriptions/abc/confirmation", &[]).await.expect(400);
        site.get("/unsubscribe/u1.0.AAAAAAAAAAAAAAAAAAAAAA").await.expect(400);
        site.get("/preferences/p1.9999999999.AAAAAAAAAAAAAAAAAAAAAA").await.expect(400);
    }

    async fn a_second_sign_up_does_not_kill_the_first_link(site: Site) {
        sign_up(site, &[("email", KIM), ("cadence", "daily")]).await.expect(200);
        let first = site.newest_mail_to(KIM).await.link("/subscriptions/");
        sign_up(site, &[("email", "KIM@Example.org"), ("cadence", "monthly")]).await.expect(200);
        let second = site.newest_mail_to(KIM).await.link("/subscriptions/");
        assert_eq!(site.count_mails_to(KIM).await, 2, "one subscriber, however the address is spelled");
        assert!(site.post(&format!("{first}/confirmation"), &[]).await.expect(200).contains("시작되었습니다"));
        assert_eq!(subscriber(site, KIM).await.expect("a subscriber").cadence, Cadence::Daily);
        assert!(site.post(&format!("{second}/confirmation"), &[]).await.expect(200).contains("이미 확인하셨습니다"));
        assert_eq!(subscriber(site, KIM).await.expect("a subscriber").cadence, Cadence::Daily);
    }

    async fn a_strangers_sign_up_of_a_subscriber_changes_nothing_and_tells_the_mailbox_alone(site: Site) {
        let before = subscribed(site, KIM).await;
        let unknown = sign_up(site, &[("email", "lee@example.org"), ("cadence", "daily")]).await;
        let known = sign_up(site, &[("email", KIM), ("cadence", "daily"), ("name", "남")]).await;
        let unknown = unknown.body.replace("lee@example.org", KIM);
        assert_eq!(known.body, unknown, "the answer is the same");
        let after = subscriber(site, KIM).await.expect("a subscriber");
        assert_eq!((after.cadence, after.name), (before.cadence, before.name));
        let letter = site.newest_mail_to(KIM).await;
        assert_eq!(letter.subject, "이미 구독하고 계십니다: 인공지능 읽기");
        site.get(&letter.link("/preferences/")).await.expect(200);
        assert_eq!(history(site, KIM).await.len(), 2, "what a stranger did is no consent");
    }

    async fn strangers_cause_at_most_three_mails_to_one_address_in_any_24_hours(site: Site) {
        let cadences = ["daily", "weekly", "monthly", "each_post"];
        sign_up(site, &[("email", KIM)]).await.expect(200);
        site.wait(86_400 - 60);
        for cadence in cadences {
            sign_up(site, &[("email", KIM), ("cadence", cadence)]).await.expect(200);
        }
        assert_eq!(site.count_mails_to(KIM).await, 3);
        site.wait(120);
        for cadence in cadences {
            assert!(sign_up(site, &[("email", KIM), ("cadence", cadence)]).await.expect(200).contains("메일함을 확인해 주세요"));
        }
        assert_eq!(site.count_mails_to(KIM).await, 4, "only the first mail is more than a day old");
        assert!(confirm(site, KIM).await.expect(200).contains("시작되었습니다"));
    }

    async fn who_never_answered_is_forgotten(site: Site) {
        sign_up(site, &[("email", KIM)]).await.expect(200);
        site.wait(38 * 86_400);
        let mut tx = site.app.write().await.expect("a transaction");
        subscribers::confirmation::forget_unanswered(&mut tx, site.app.now(), 500).await.expect("forgotten");
        tx.commit().await.expect("committed");
        assert_eq!(state(site, KIM).await, None);
        let lee = subscribed(site, "lee@example.org").await;
        site.wait(90 * 86_400);
        let mut tx = site.app.write().await.expect("a transaction");
        subscribers::confirmation::forget_unanswered(&mut tx, site.app.now(), 500).await.expect("forgotten");
        assert!(subscribers::find(&mut tx, lee.id).await.expect("read").is_some());
    }

    async fn one_click_ends_the_subscription_without_cookie_or_redirect(site: Site) {
        for (email, kind, body) in [
            ("a@example.org", "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click".to_owned()),
            ("b@example.org", "multipart/form-data; boundary=XyZ",
             "--XyZ\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--XyZ--\r\n".to_owned()),
        ] {
            let known = subscribed(site, email).await;
            let link = links::unsubscribe_url(&site.app, known.id);
            for _ in 0..2 {
                let request = site.http.post(&link).header("content-type", kind).body(body.clone());
                let reply = site.send(request).await;
                assert!(reply.expect(200).contains("구독을 해지했습니다"));
                assert_eq!(reply.header("set-cookie"), "");
            }
            assert_eq!(state(site, email).await, Some(SubscriberState::Unsubscribed));
            assert_eq!(history(site, email).await.last().expect("a line"), "left by one-click");
            assert_eq!(history(site, email).await.len(), 3, "the second click is not a second leave");
        }
    }

    async fn the_unsubscribe_page_acts_by_its_button_alone_and_for_ever(site: Site) {
        let kim = subscribed(site, KIM).await;
        let link = links::unsubscribe_url(&site.app, kim.id);
        site.wait(3 * 365 * 86_400);
        let page = site.get(&link).await;
        assert!(page.expect(200).contains("구독을 그만두시겠습니까?"));
        site.post(&link, &[]).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed), "an empty post is no click");
        let field = page.field("List-Unsubscribe");
        site.post(&link, &[("List-Unsubscribe", field.as_str())]).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed));
        let page = site.get(&link).await;
        assert!(page.expect(200).contains("이미 구독을 해지하셨습니다"), "nobody is asked twice");
        assert_eq!((page.count("main form"), page.count("main a[href='/']")), (0, 1));
    }

    async fn mail_that_waits_for_who_leaves_is_not_sent(site: Site) {
        let kim = subscribed(site, KIM).await;
        let before = site.count_mails_to(KIM).await;
        sign_up(site, &[("email", KIM)]).await.expect(200);
        let link = links::unsubscribe_url(&site.app, kim.id);
        site.post(&link, &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        assert_eq!(site.count_mails_to(KIM).await, before);
    }

    async fn who_left_comes_back_only_by_confirming_anew(site: Site) {
        sign_up(site, &[("email", KIM)]).await.expect(200);
        let unused = site.newest_mail_to(KIM).await.link("/subscriptions/");
        sign_up(site, &[("email", KIM), ("cadence", "daily")]).await.expect(200);
        confirm(site, KIM).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        site.post(&links::unsubscribe_url(&site.app, kim.id), &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        site.post(&format!("{unused}/confirmation"), &[]).await.expect(410);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed), "an old link does not bring them back");
        site.wait(86_400);
        sign_up(site, &[("email", KIM), ("cadence", "monthly")]).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed), "nor does a stranger");
        confirm(site, KIM).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        assert_eq!((kim.state, kim.cadence, kim.left_at), (SubscriberState::Confirmed, Cadence::Monthly, None));
    }

    async fn a_static_form_on_the_site_leads_to_the_filled_in_page(site: Site) {
        offer(site, "정책").await;
        let page = site.post("/subscriptions", &[("email", KIM), ("topics", "정책"), ("cadence", "monthly")]).await;
        assert!(page.expect(200).contains("한 번만 더 눌러 주세요"));
        assert_eq!(page.field("email"), KIM);
        assert_eq!(page.count("input[name=topics][value=정책]"), 1);
        assert_eq!(page.field("cadence"), "monthly");
        assert_eq!(page.count("main button"), 1);
        assert_eq!(state(site, KIM).await, None);
        site.wait(5);
        let token = page.field("form_token");
        site.post("/subscriptions", &[("form_token", &token), ("email", KIM), ("cadence", "monthly")]).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Pending));
    }

    async fn a_post_that_is_too_fast_stale_or_forged_gets_its_page_back(site: Site) {
        let token = site.get("/").await.field("form_token");
        let fast = site.post("/subscriptions", &[("form_token", &token), ("email", KIM)]).await;
        assert!(fast.expect(422).contains("몇 초 되지 않았습니다"));
        assert_eq!(fast.field("email"), KIM, "what was typed is kept");
        site.wait(86_401);
        let stale = site.post("/subscriptions", &[("form_token", &token), ("email", KIM)]).await;
        assert!(stale.expect(422).contains("하루가 지났습니다"));
        let forged = site.post("/subscriptions", &[("form_token", "f1.2.3"), ("email", KIM)]).await;
        assert!(forged.expect(422).contains("확인하지 못했습니다"));
        assert_eq!(state(site, KIM).await, None);
        site.wait(5);
        let token = forged.field("form_token");
        site.post("/subscriptions", &[("form_token", &token), ("email", KIM)]).await.expect(200);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Pending));
    }

    async fn a_program_that_fills_the_trap_gets_the_usual_answer_and_nothing_else(site: Site) {
        let usual = sign_up(site, &[("email", "lee@example.org")]).await;
        let token = site.get("/").await.field("form_token");
        site.wait(5);
        let trapped = site.post("/subscriptions", &[("form_token", &token), ("email", KIM), ("website_url", "http://x.example")]).await;
        assert_eq!(trapped.expect(200).replace(KIM, "lee@example.org"), usual.body);
        assert_eq!(state(site, KIM).await, None);
    }

    async fn mistakes_are_shown_at_their_fields_with_what_was_typed(site: Site) {
        let long = "가".repeat(81);
        let page = sign_up(site, &[("email", "kim@"), ("name", &long), ("topics", "없음"), ("cadence", "hourly")]).await;
        page.expect(422);
        assert!(page.text_of("#email-note .error").contains("형식이 올바르지 않습니다"));
        assert!(page.text_of("#name-note .error").contains("80자"));
        assert_eq!(page.field("email"), "kim@");
        assert_eq!(page.count("#email[aria-invalid=true]"), 1);
        assert!(page.body.contains("선택할 수 없는 주제"));
        for bad in ["", "kim@example.org\r\nBcc: all@example.org", "\"kim\"@@example.org", &format!("{}@example.org", "k".repeat(65))] {
            sign_up(site, &[("email", bad)]).await.expect(422);
        }
        assert_eq!(site.mails().await.len(), 0);
    }

    async fn a_program_signs_up_by_json_and_always_gets_the_same_answer(site: Site) {
        offer(site, "연구").await;
        let body = json!({"email": KIM, "name": "김민지", "topics": ["연구"], "cadence": "daily", "locale": "en"});
        let first = site.post_json("/api/v1/subscriptions", &body).await;
        first.expect(202);
        assert_eq!(site.newest_mail_to(KIM).await.subject, "Please confirm your subscription to 인공지능 읽기");
        confirm(site, KIM).await.expect(200);
        assert_eq!(history(site, KIM).await[0], "requested by api");
        let second = site.post_json("/api/v1/subscriptions", &json!({"email": KIM})).await;
        assert_eq!(second.expect(202), first.body);
    }

    async fn bad_json_is_told_what_is_wrong_as_problem_json(site: Site) {
        site.language = "en";
        let unreadable = site.http.post(site.url("/api/v1/subscriptions")).header("content-type", "application/json").body("{\"email\":");
        let reply = site.send(unreadable).await;
        reply.expect(400);
        assert_eq!(reply.header("content-type"), "application/problem+json");
        let unknown = site.post_json("/api/v1/subscriptions", &json!({"email": KIM, "admin": true})).await;
        unknown.expect(400);
        assert!(unknown.json()["detail"].as_str().expect("a text").contains("unknown field `admin`"), "{}", unknown.body);
        let wrong = site.post_json("/api/v1/subscriptions", &json!({"email": "kim@example.org\r\nX: y", "cadence": "hourly", "topics": ["none"], "locale": "fr"})).await;
        wrong.expect(422);
        let fields: Vec<_> = wrong.json()["errors"].as_array().expect("errors").iter().map(|error| error["field"].clone()).collect();
        assert_eq!(fields, ["email", "cadence", "locale", "topics"]);
        let huge = site.post_json("/api/v1/subscriptions", &json!({"email": KIM, "name": "x".repeat(300_000)})).await;
        huge.expect(413);
        let long = site.post_json("/api/v1/subscriptions", &json!({"email": KIM, "name": "x".repeat(81)})).await;
        assert_eq!(long.expect(422).matches("80 characters").count(), 1);
        assert_eq!(site.mails().await.len(), 0);
    }

    async fn a_client_that_signs_up_without_end_is_told_to_wait(site: Site) {
        let mut last = 202;
        for number in 0..25 {
            let body = json!({"email": format!("reader{number}@example.org")});
            let reply = site.post_json("/api/v1/subscriptions", &body).await;
            last = reply.status;
            if last == 429 {
                assert!(reply.header("retry-after").parse::<i64>().expect("seconds") > 0);
                break;
            }
        }
        assert_eq!(last, 429);
        site.wait(3_600);
        site.post_json("/api/v1/subscriptions", &json!({"email": KIM})).await.expect(202);
    }

    async fn a_form_beyond_the_limit_comes_back_filled_in_and_says_how_long_to_wait(site: Site) {
        let token = site.get("/").await.field("form_token");
        site.wait(5);
        let mut last = None;
        for number in 0..31 {
            let email = format!("reader{number}@example.org");
            let fields = [("form_token", token.as_str()), ("email", &email), ("name", "김하늘"), ("cadence", "daily")];
            last = Some(site.post("/subscriptions", &fields).await);
        }
        let last = last.expect("a reply");
        last.expect(429);
        assert!(last.header("retry-after").parse::<i64>().expect("seconds") > 3_000);
        assert!(last.text_of(".notice").contains("60분 뒤에"), "{}", last.text_of(".notice"));
        assert_eq!((last.field("email"), last.field("name"), last.field("form_token")), ("reader30@example.org".to_owned(), "김하늘".to_owned(), token.clone()));
        assert_eq!(last.count("[name=cadence][value=daily][checked]"), 1);
        let english = site.get("/?lang=en").await.field("form_token");
        let fields = [("form_token", english.as_str()), ("email", KIM)];
        site.wait(3_570);
        let english = site.post("/subscriptions?lang=en", &fields).await;
        assert!(english.expect(429).contains("again in a minute"));
        site.wait(60);
        site.post("/subscriptions", &fields).await.expect(200);
    }

    async fn who_is_due_is_found_by_cadence_window_and_time(site: Site) {
        let topic = offer(site, "연구").await;
        sign_up(site, &[("email", KIM), ("cadence", "each_post"), ("topics", "연구")]).await.expect(200);
        sign_up(site, &[("email", "pending@example.org")]).await.expect(200);
        confirm(site, KIM).await.expect(200);
        let lee = subscribed(site, "lee@example.org").await;
        let now = site.app.now();
        let mut tx = site.app.write().await.expect("a transaction");
        let due = subscribers::due(&mut tx, 0, now, 10).await.expect("read");
        assert!(due.is_empty(), "no post yet, and the hour that the confirmation set is ahead");
        assert_eq!(lee.next_digest_at.map(|next| next.to_string()).as_deref(), Some("2026-11-29T22:00:00Z"));
        subscribers::advance(&mut tx, &[subscribers::DigestProgress { id: lee.id, window: 0, next_digest_at: Some(now.plus(60)) }]).await.expect("advanced");
        let due = subscribers::due(&mut tx, 3, now, 10).await.expect("read");
        assert_eq!(due.len(), 1);
        assert_eq!((due[0].email.as_str(), &due[0].topics[..], due[0].window), (KIM, &[topic][..], 0));
        subscribers::advance(&mut tx, &[subscribers::DigestProgress { id: due[0].id, window: 3, next_digest_at: None }]).await.expect("advanced");
        assert!(subscribers::due(&mut tx, 3, now, 10).await.expect("read").is_empty());
        let due = subscribers::due(&mut tx, 3, now.plus(60), 10).await.expect("read");
        assert_eq!(due.len(), 1, "its time has come");
    }

    async fn the_language_switch_after_a_post_leads_to_a_page(site: Site) {
        let sent = sign_up(site, &[("email", KIM)]).await;
        let other = sent.text_of("footer a[hreflang=en]");
        assert_eq!(other, "English");
        let there = site.get("/subscriptions?lang=en").await;
        there.expect(303);
        assert_eq!(there.header("location"), "/?lang=en");
    }
}
