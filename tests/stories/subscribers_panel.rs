//! The panel's room of subscribers.

use std::io::Cursor;

use gudok::admin::{Role, audit};
use gudok::subscribers::import::{ImportOptions, import};
use gudok::subscribers::{Cadence, SubscriberState};

use crate::stories;
use crate::support::Site;
use crate::support::readers::{
    KIM, confirm, history, offer, sign_up, state, subscribed, subscriber,
};

async fn bring(site: &Site, csv: &str) {
    let options = ImportOptions {
        source: "the old blog".into(),
        ..ImportOptions::default()
    };
    import(&site.app, Cursor::new(csv.to_owned()), &options)
        .await
        .expect("imported");
}

stories! {
    async fn the_list_is_searched_by_a_part_of_address_or_name(site: Site) {
        bring(site, "email,name,topics\nminji.kim@example.org,김민지,연구\nJun_Park@example.net,Jun PARK,\nreader@예시.kr,최은우,\n").await;
        sign_up(site, &[("email", "jun2park@example.org")]).await.expect(200);
        site.sign_in(Role::Editor).await;
        let page = site.get("/admin/subscribers").await;
        page.expect(200);
        assert_eq!(page.count("table.rows tbody tr"), 4);
        assert!(page.text_of("nav.filters").contains("구독 중3"), "{}", page.text_of("nav.filters"));
        assert!(page.text_of("header.head").contains("구독자 3명"));
        assert_eq!(page.header("cache-control"), "no-store");
        for (q, found) in [("민지", 1), ("MINJI", 1), ("jun park", 1), ("jun_", 1), ("%", 0), ("example.org", 2), ("예시", 1), ("은우", 1), ("\\", 0), ("없는 사람", 0)] {
            let q = url::form_urlencoded::byte_serialize(q.as_bytes()).collect::<String>();
            let page = site.get(&format!("/admin/subscribers?q={q}")).await;
            page.expect(200);
            assert_eq!(page.count("table.rows tbody tr"), found, "{q}");
        }
        let page = site.get("/admin/subscribers?state=pending&q=jun").await;
        assert_eq!(page.text_of("table.rows tbody a"), "jun2park@example.org");
    }

    async fn a_long_list_has_pages(site: Site) {
        let rows = (0..120).map(|number| format!("reader{number:03}@example.org\n"));
        let rows = rows.collect::<Vec<_>>().concat();
        bring(site, &format!("email\n{rows}")).await;
        site.sign_in(Role::Owner).await;
        let mut path = "/admin/subscribers?state=confirmed".to_owned();
        let mut seen = Vec::new();
        loop {
            let page = site.get(&path).await;
            page.expect(200);
            seen.push(page.count("table.rows tbody tr"));
            let document = dom_query::Document::from(page.body.as_str());
            match document.select("a[rel=next]").attr("href") {
                Some(next) => path = next.to_string(),
                None => break,
            }
        }
        assert_eq!(seen, [50, 50, 20]);
    }

    async fn the_detail_shows_the_history_of_consent(site: Site) {
        offer(site, "연구").await;
        sign_up(site, &[("email", KIM), ("name", "<b>김</b>"), ("topics", "연구"), ("cadence", "daily")]).await.expect(200);
        let link = site.newest_mail_to(KIM).await.link("/subscriptions/");
        site.post(&format!("{link}/confirmation"), &[]).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        site.sign_in(Role::Editor).await;
        let page = site.get(&format!("/admin/subscribers/{}", kim.id.0)).await;
        page.expect(200);
        assert_eq!(page.count("ol.history li"), 2);
        let history = page.text_of("ol.history");
        for part in ["구독을 신청했습니다", "구독을 확인했습니다", "신청 페이지", "127.0.0.1", "주기: 매일", "주제: 연구", "동의하게 됩니다"] {
            assert!(history.contains(part), "{part} in {history}");
        }
        assert!(page.body.contains("&#60;b&#62;김") || page.body.contains("&lt;b&gt;김"), "a name is no HTML");
        assert!(page.text_of("dl.details").contains("오전 7시"));
        site.get("/admin/subscribers/999").await.expect(404);
    }

    async fn somebody_who_asks_by_mail_is_unsubscribed_with_a_trace(site: Site) {
        let kim = subscribed(site, KIM).await;
        site.sign_in(Role::Editor).await;
        let path = format!("/admin/subscribers/{}", kim.id.0);
        let csrf = site.get(&path).await.field("csrf");
        site.post(&format!("{path}/departure"), &[("csrf", "forged")]).await.expect(400);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
        let done = site.post(&format!("{path}/departure"), &[("csrf", &csrf)]).await;
        done.expect(303);
        let page = site.get(done.header("location")).await;
        assert!(page.expect(200).contains("구독을 해지하고"));
        assert_eq!(page.count("form[action$=departure]"), 0, "there is nothing left to end");
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed));
        assert_eq!(history(site, KIM).await.last().expect("a line"), "left by panel:editor@example.org");
        let mut tx = site.app.read().await.expect("a connection");
        let newest = audit::newest(&mut tx, 1).await.expect("read").remove(0);
        assert_eq!((newest.action.as_str(), newest.who.as_deref()), ("subscriber-unsubscribe", Some("editor@example.org")));
        assert_eq!(newest.subject, format!("subscriber:{}", kim.id.0), "an address would outlive its erasure");
    }

    async fn an_owner_adds_somebody_who_is_asked_by_mail(site: Site) {
        offer(site, "연구").await;
        site.sign_in(Role::Editor).await;
        let form = site.get("/admin/subscribers/new").await;
        let csrf = form.field("csrf");
        let wrong = site.post("/admin/subscribers", &[("csrf", &csrf), ("email", "kim@"), ("name", "김하늘")]).await;
        wrong.expect(422);
        assert_eq!(wrong.count("[name=email][aria-invalid]"), 1);
        assert_eq!(wrong.field("name"), "김하늘", "nothing typed is lost");
        let wanted = [("csrf", csrf.as_str()), ("email", KIM), ("name", "김하늘"), ("topics", "연구"), ("cadence", "daily"), ("locale", "ko")];
        let asked = site.post("/admin/subscribers", &wanted).await;
        asked.expect(303);
        assert!(site.get(asked.header("location")).await.expect(200).contains("확인 메일을 보냈습니다"));
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Pending), "the person decides");
        assert_eq!(history(site, KIM).await, ["requested by panel:editor@example.org"]);
        confirm(site, KIM).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        assert_eq!((kim.cadence, kim.name.map(|name| name.to_string()).as_deref()), (Cadence::Daily, Some("김하늘")));
        let mails = site.count_mails_to(KIM).await;
        let again = site.post("/admin/subscribers", &wanted).await;
        assert!(site.get(again.header("location")).await.expect(200).contains("이미 구독 중인"));
        assert_eq!(site.count_mails_to(KIM).await, mails, "and gets no mail about it");
    }

    async fn an_owner_changes_name_topics_cadence_and_language(site: Site) {
        offer(site, "연구").await;
        let kim = subscribed(site, KIM).await;
        site.sign_in(Role::Editor).await;
        let path = format!("/admin/subscribers/{}", kim.id.0);
        let form = site.get(&format!("{path}/edit")).await;
        assert_eq!(form.count("input[name=cadence][value=weekly][checked]"), 1);
        let csrf = form.field("csrf");
        let wanted = [("csrf", csrf.as_str()), ("name", " 김  하늘 "), ("topics", "연구"), ("cadence", "daily"), ("locale", "en")];
        let saved = site.post(&format!("{path}/edit"), &wanted).await;
        saved.expect(303);
        assert!(site.get(saved.header("location")).await.expect(200).contains("변경한 설정을 저장했습니다"));
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        assert_eq!((kim.cadence, kim.locale.as_str(), kim.delivery_hour), (Cadence::Daily, "en", 7));
        assert_eq!(site.get("/admin/subscribers?q=하늘").await.count("table.rows tbody tr"), 1, "the search knows the name");
        let trace = history(site, KIM).await;
        assert_eq!(trace[trace.len() - 2..], ["changed by panel:editor@example.org", "changed by panel:editor@example.org"]);
        let log = site.audit_log().await;
        assert!(log.contains(&format!("editor@example.org subscriber-change subscriber:{}", kim.id.0)), "{log:?}");
        site.post(&format!("{path}/edit"), &wanted).await.expect(303);
        assert_eq!(history(site, KIM).await.len(), trace.len(), "what is no change is no line");
        let endless = "가".repeat(81);
        site.post(&format!("{path}/edit"), &[("csrf", &csrf), ("name", &endless)]).await.expect(422);
        site.post(&format!("{path}/edit"), &[("csrf", &csrf), ("cadence", "hourly")]).await.expect(422);
    }

    async fn whoever_has_not_confirmed_is_asked_again_within_the_three_mails(site: Site) {
        sign_up(site, &[("email", KIM), ("cadence", "daily")]).await.expect(200);
        let kim = subscriber(site, KIM).await.expect("a subscriber");
        site.sign_in(Role::Editor).await;
        let path = format!("/admin/subscribers/{}", kim.id.0);
        let csrf = site.get(&path).await.field("csrf");
        let send = async |site: &Site| {
            let done = site.post(&format!("{path}/confirmation"), &[("csrf", &csrf)]).await;
            done.header("location").rsplit('=').next().unwrap_or_default().to_owned()
        };
        assert_eq!([send(site).await, send(site).await, send(site).await], ["asked", "asked", "not-asked"]);
        assert_eq!(site.count_mails_to(KIM).await, 3);
        confirm(site, KIM).await.expect(200);
        assert_eq!(subscriber(site, KIM).await.expect("a subscriber").cadence, Cadence::Daily, "as they wished");
        site.wait(2 * 86_400);
        site.sign_in_again("editor@example.org").await;
        let csrf = site.get("/admin/account").await.field("csrf");
        let done = site.post(&format!("{path}/confirmation"), &[("csrf", &csrf)]).await;
        assert!(done.header("location").ends_with("not-asked"), "there is nothing to confirm");
    }

    async fn the_page_of_a_subscriber_shows_their_mails(site: Site) {
        let kim = subscribed(site, KIM).await;
        site.sign_in(Role::Editor).await;
        let page = site.get(&format!("/admin/subscribers/{}", kim.id.0)).await;
        assert_eq!(page.count("#mails tbody tr"), 2);
        let mails = page.text_of("#mails tbody");
        assert!(mails.contains("구독을 확인해 주세요") && mails.contains("확인 메일") && mails.contains("환영 메일"), "{mails}");
        assert_eq!(page.count("a[href='/admin/comments?author=kim%40example.org']"), 1);
    }

    async fn moderators_and_strangers_stay_outside(site: Site) {
        let kim = subscribed(site, KIM).await;
        let path = format!("/admin/subscribers/{}", kim.id.0);
        site.get("/admin/subscribers").await.expect(303);
        site.post(&format!("{path}/departure"), &[("csrf", "x")]).await.expect(401);
        site.sign_in(Role::Moderator).await;
        site.get("/admin/subscribers").await.expect(403);
        site.get(&path).await.expect(403);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
    }

    async fn an_owner_has_nobody_asked_who_left_bounced_or_was_erased(site: Site) {
        site.sign_in(Role::Owner).await;
        for way in ["left", "bounced", "erased"] {
            let email = format!("{way}@example.org");
            let path = format!("/admin/subscribers/{}", subscribed(site, &email).await.id.0);
            let csrf = site.get("/admin/account").await.field("csrf");
            match way {
                "left" => {
                    site.post(&format!("{path}/departure"), &[("csrf", &csrf)]).await.expect(303);
                }
                "bounced" => site.change("UPDATE subscribers SET state = 'bounced' WHERE email = 'bounced@example.org'").await,
                _ => {
                    site.post(&format!("{path}/erasure"), &[("csrf", &csrf)]).await.expect(200);
                }
            }
            site.wait(2 * 86_400);
            site.sign_in_again("owner@example.org").await;
            let before = site.count_mails_to(&email).await;
            let csrf = site.get("/admin/account").await.field("csrf");
            let wanted = [("csrf", csrf.as_str()), ("email", email.as_str()), ("cadence", "daily"), ("locale", "ko")];
            let refused = site.post("/admin/subscribers", &wanted).await;
            assert!(refused.expect(422).contains("본인이 사이트에서 다시 구독"), "{way}");
            assert_eq!(site.count_mails_to(&email).await, before, "{way}");
        }
        assert_eq!(site.texts("SELECT email FROM subscribers WHERE state = 'pending'").await.len(), 0);
    }
}
