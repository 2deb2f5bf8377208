//! The sign-up page's manners: nobody is asked twice for nothing, and everybody is told how things stand.

use gudok::admin::Role;
use gudok::subscribers::links;
use tokio_util::sync::CancellationToken;

use crate::stories;
use crate::support::feed_server::FeedServer;
use crate::support::feeds;
use crate::support::readers::{KIM, sign_up, subscribed, subscriber};

stories! {
    async fn the_age_of_a_form_counts_from_the_first_time_that_it_was_shown(site: Site) {
        let mut page = site.get("/").await;
        for _ in 0..2 {
            site.wait(1);
            let fields = [("email", KIM), ("form_token", &page.field("form_token"))];
            page = site.post("/subscriptions", &fields).await;
            page.expect(422);
        }
        site.wait(1);
        let token = page.field("form_token");
        // A mistake that is told does not start the time again either.
        let wrong = site.post("/subscriptions", &[("email", "kim"), ("form_token", &token)]).await;
        wrong.expect(422);
        let fields = [("email", KIM), ("form_token", &wrong.field("form_token"))];
        assert!(site.post("/subscriptions", &fields).await.expect(200).contains("메일함을 확인해 주세요"));
        // An old one is not kept.
        site.wait(2 * 24 * 3600);
        let stale = site.post("/subscriptions", &[("email", KIM), ("form_token", &token)]).await;
        stale.expect(422);
        assert_ne!(stale.field("form_token"), token);
    }

    async fn a_form_of_the_sites_own_page_needs_one_press_more_and_nothing_else(site: Site) {
        let typed = [("email", KIM), ("name", "김민지"), ("cadence", "daily"), ("locale", "ko")];
        let step = site.post("/subscriptions", &typed).await;
        assert!(step.expect(200).contains("한 번만 더 눌러 주세요") && step.body.contains(KIM));
        assert_eq!(step.count("main button"), 1);
        assert_eq!(step.count("main label:not(.trap label)"), 0, "{}", step.body);
        assert!(subscriber(site, KIM).await.is_none());
        let fields: Vec<(&str, String)> = ["email", "name", "cadence", "locale", "form_token"]
            .into_iter().map(|name| (name, step.field(name))).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sent = site.post("/subscriptions", &fields).await;
        assert!(sent.expect(200).contains("메일함을 확인해 주세요"));
        assert_eq!(sent.text_of(".address"), KIM, "it says where the mail went");
        assert_eq!(step.field("name"), "김민지");
        assert!(subscriber(site, KIM).await.is_some());
    }

    async fn a_form_without_an_address_shows_the_whole_page(site: Site) {
        let page = site.post("/subscriptions", &[("email", "")]).await;
        assert!(page.expect(200).contains("아직 끝나지 않았습니다"));
        assert_eq!(page.count("#email[type=email]"), 1);
    }

    async fn a_mistyped_address_is_noticed_and_corrected_by_one_press(site: Site) {
        let sent = sign_up(site, &[("email", "sujin@naver.con"), ("cadence", "daily")]).await;
        assert!(sent.expect(200).contains("sujin@naver.com 주소가 맞다면"));
        assert_eq!(sent.field("email"), "sujin@naver.com");
        let fields: Vec<(&str, String)> = ["email", "cadence", "form_token"]
            .into_iter().map(|name| (name, sent.field(name))).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let again = site.post("/subscriptions", &fields).await;
        assert_eq!((again.expect(200).contains("주소가 맞다면"), again.text_of(".address").as_str()), (false, "sujin@naver.com"));
        let right = sign_up(site, &[("email", KIM)]).await;
        assert_eq!(right.count("main button"), 0, "nothing to correct");
    }

    async fn an_address_without_a_dot_is_refused_with_what_was_meant(site: Site) {
        let page = sign_up(site, &[("email", "sujin@naver")]).await;
        assert!(page.expect(422).contains("끝부분이 빠진 것 같습니다") && page.body.contains("혹시 sujin@naver.com 아닌가요?"));
        let json = site.post_json("/api/v1/subscriptions", &serde_json::json!({ "email": "root@localhost" })).await;
        json.expect(422);
    }

    async fn the_sign_up_page_can_be_found_and_shared(site: Site) {
        let page = site.get("/").await;
        page.expect(200);
        assert_eq!(page.header("x-robots-tag"), "");
        assert!(page.header("vary").contains("accept-language"));
        for element in ["meta[name=description][content]", "meta[property='og:title'][content]", "link[rel=canonical]"] {
            assert_eq!(page.count(element), 1, "{element}");
        }
        let robots = site.get("/robots.txt").await;
        for private in ["/unsubscribe", "/comments/mine", "/comments/author"] {
            assert!(robots.expect(200).contains(&format!("Disallow: {private}\n")), "{private}");
        }
        let icon = site.http.get(site.url("/favicon.ico")).send().await.expect("an answer");
        assert_eq!((icon.status().as_u16(), icon.headers()["content-type"].to_str().expect("text")), (200, "image/png"));
        let kim = subscribed(site, KIM).await;
        let unsubscribe = links::unsubscribe_url(&site.app, kim.id);
        for private in ["/preferences", unsubscribe.as_str()] {
            let page = site.get(private).await;
            page.expect(200);
            assert_eq!(page.header("x-robots-tag"), "noindex", "{private}");
        }
        for path in ["/archive", "/archive.atom", "/comments?thread=a"] {
            let page = site.get(path).await;
            page.expect(200);
            assert!(page.header("vary").contains("accept-language") && !page.header("cache-control").is_empty(), "{path}");
        }
    }

    async fn while_no_relay_takes_mail_readers_and_owners_are_told(site: Site) {
        site.restart(|config| config.mail.url = "smtp://127.0.0.1:1?tls=none".parse().expect("nobody listens there")).await;
        for number in 0..3 {
            let email = format!("reader{number}@example.org");
            sign_up(site, &[("email", &email)]).await.expect(200);
            site.app.sender().drain(&CancellationToken::new()).await.expect("tried");
            site.wait(3600);
        }
        let late = sign_up(site, &[("email", KIM)]).await;
        assert!(late.expect(200).contains("확인 메일이 늦어지고 있습니다") && !late.body.contains("메일을 보냈습니다"));
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin").await;
        assert!(page.expect(200).contains("메일을 보내지 못하고 있습니다"));
        site.sign_in(Role::Moderator).await;
        assert_eq!(site.get("/admin").await.count("#attention .fault"), 0);
    }

    async fn a_feed_that_fails_stands_on_the_panels_first_page(site: Site) {
        let server = FeedServer::start().await;
        let feed = feeds::subscribed(site, &server).await;
        site.sign_in(Role::Editor).await;
        assert_eq!(site.get("/admin").await.count("#attention .fault"), 0);
        site.change("UPDATE feeds SET last_error = 'status 500', failures = 3").await;
        let page = site.get("/admin").await;
        assert!(page.expect(200).contains(&feed.title) && page.body.contains("500"), "{}", page.body);
        assert_eq!(page.count("#attention a[href='/admin/posts']"), 1);
    }

    async fn a_proxy_that_is_not_named_stands_on_the_panels_first_page(site: Site) {
        site.sign_in(Role::Owner).await;
        assert_eq!(site.get("/admin").await.count("#attention .fault"), 0);
        site.post_with("/preferences", &[], "x-forwarded-for", "203.0.113.7").await;
        let page = site.get("/admin").await;
        assert!(page.expect(200).contains("127.0.0.1") && page.body.contains("server.trusted_proxies"), "{}", page.body);
        assert!(page.body.contains("그런 프록시가 없다면 그대로 두세요"), "a stranger may have sent the header: {}", page.body);
        let cookie = site.cookie.clone();
        site.restart(|config| config.server.trusted_proxies = vec!["127.0.0.1".parse().expect("a proxy")]).await;
        site.cookie = cookie;
        site.post_with("/preferences", &[], "x-forwarded-for", "203.0.113.7").await;
        assert_eq!(site.get("/admin").await.count("#attention .fault"), 0);
    }

    async fn the_panel_stays_in_the_language_that_was_chosen(site: Site) {
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/subscribers?q=kim").await;
        assert_eq!((page.field("locale").as_str(), page.count("html[lang=ko]")), ("en", 1));
        let fields = [("csrf", page.field("csrf")), ("locale", page.field("locale")), ("next", page.field("next"))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let switched = site.post("/admin/account/language", &fields).await;
        switched.expect(303);
        assert_eq!(switched.header("location"), "/admin/subscribers?q=kim");
        for path in ["/admin/subscribers?q=kim", "/admin/posts", "/admin/settings"] {
            assert_eq!(site.get(path).await.count("html[lang=en]"), 1, "{path}");
        }
        let elsewhere = [fields[0], fields[1], ("next", "https://evil.example/admin")];
        let switched = site.post("/admin/account/language", &elsewhere).await;
        assert!(switched.header("location").starts_with("/admin/account"));
    }
}
