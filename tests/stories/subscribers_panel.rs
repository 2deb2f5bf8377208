//! The panel's room of subscribers.

use std::io::Cursor;

use gudok::admin::{Role, audit};
use gudok::subscribers::SubscriberState;
use gudok::subscribers::import::{ImportOptions, import};

use crate::stories;
use crate::support::Site;
use crate::support::readers::{KIM, history, offer, sign_up, state, subscribed, subscriber};

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
}
