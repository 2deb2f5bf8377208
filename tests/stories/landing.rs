//! The sign-up page as a landing page: one field, further choices behind a word, the newest edition, and the way on.

use gudok::admin::Role;
use gudok::subscribers::Cadence::Weekly;

use crate::stories;
use crate::support::Reader;
use crate::support::readers::{confirm, sign_up};

stories! {
    async fn the_page_asks_for_one_thing_and_keeps_the_rest_closed(site: Site) {
        let page = site.get("/").await;
        page.expect(200);
        assert_eq!(page.count("form .one-field input"), 1);
        assert_eq!(page.count("details.more[open]"), 0);
        assert_eq!(page.count("details.more [name='cadence']"), 4);
        assert_eq!(page.count("aside.newest"), 0, "there is no edition yet");
        assert!(page.text_of(".masthead").contains("인공지능 읽기"));
    }

    async fn what_was_chosen_or_is_wrong_is_in_sight_when_the_form_comes_back(site: Site) {
        let page = sign_up(site, &[("email", "kim"), ("cadence", "daily")]).await;
        page.expect(422);
        assert_eq!(page.count("details.more[open]"), 1);
        let page = sign_up(site, &[("email", "kim")]).await;
        assert_eq!(page.count("details.more[open]"), 0);
        let page = sign_up(site, &[("email", "kim@example.org"), ("topics", "nothing")]).await;
        assert_eq!(page.count("details.more[open]"), 1);
    }

    async fn the_page_after_it_opens_the_readers_web_mail_and_leads_back_to_the_post(site: Site) {
        let post = "https://blog.example.org/posts/1";
        let asked = site.get(&format!("/?from={post}")).await;
        assert_eq!(asked.field("from"), post);
        let sent = sign_up(site, &[("email", "kim@naver.com"), ("from", post)]).await;
        sent.expect(200);
        assert_eq!(sent.count("a[href='https://mail.naver.com/']"), 1);
        assert_eq!(sent.count(&format!("a[href='{post}']")), 1);
        let foreign = [("email", "lee@example.org"), ("from", "https://evil.example/")];
        let sent = sign_up(site, &foreign).await;
        sent.expect(200);
        assert!(!sent.body.contains("evil.example"));
        assert_eq!(sent.count("a.button"), 0, "nobody knows the web mail of this domain");
    }

    async fn sign_ups_are_counted_by_the_form_and_its_page(site: Site) {
        let from = "https://blog.example.org/posts/1?utm_source=x";
        sign_up(site, &[("email", "a@example.org"), ("from", from)]).await.expect(200);
        sign_up(site, &[("email", "b@example.org"), ("from", "https://blog.example.org/posts/1")]).await.expect(200);
        sign_up(site, &[("email", "c@example.org"), ("from", "https://evil.example/")]).await.expect(200);
        let json = serde_json::json!({ "email": "d@example.org", "page": "https://blog.example.org/about" });
        site.post_json("/api/v1/subscriptions", &json).await.expect(202);
        let counted = "SELECT form || ' ' || page || ' ' || sign_ups FROM sign_up_places ORDER BY 1";
        assert_eq!(
            site.texts(counted).await,
            ["api https://blog.example.org/about 1", "form  1", "form https://blog.example.org/posts/1 2"]
        );
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/embedding").await;
        assert_eq!(page.count("#places tbody tr"), 3);
        assert_eq!(page.text_of("#places tbody tr:first-child .asked"), "2");
    }

    async fn confirmations_are_counted_where_their_sign_up_was(site: Site) {
        let post = "https://blog.example.org/posts/1";
        for email in ["a@example.org", "b@example.org"] {
            sign_up(site, &[("email", email), ("from", post)]).await.expect(200);
        }
        confirm(site, "a@example.org").await.expect(200);
        let plain = site.post_with("/subscriptions", &[("email", "c@example.org")], "referer", post).await;
        let (token, from) = (plain.field("form_token"), plain.field("from"));
        let button = [("form_token", token.as_str()), ("email", "c@example.org"), ("from", &from), ("site", "1")];
        site.post("/subscriptions", &button).await.expect(200);
        confirm(site, "c@example.org").await.expect(200);
        let counted = "SELECT form || ' ' || sign_ups || ' ' || confirmations FROM sign_up_places ORDER BY 1";
        assert_eq!(site.texts(counted).await, ["element 1 1", "form 2 1"]);
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/embedding").await;
        assert_eq!(page.text_of("#places tbody tr:first-child .confirmed"), "1");
    }

    async fn an_owners_question_is_counted_at_no_form(site: Site) {
        site.sign_in(Role::Editor).await;
        let csrf = site.get("/admin/subscribers/new").await.field("csrf");
        site.post("/admin/subscribers", &[("csrf", &csrf), ("email", "a@example.org")]).await.expect(303);
        confirm(site, "a@example.org").await.expect(200);
        assert_eq!(site.numbers("SELECT count(*) FROM sign_up_places").await, [0]);
    }

    async fn a_plain_form_of_the_site_counts_under_the_page_that_it_stood_on(site: Site) {
        for (email, referrer, fields, page) in [
            ("a@example.org", "https://blog.example.org/posts/7?utm_source=x#top", &[] as &[(&str, &str)], "https://blog.example.org/posts/7"),
            ("b@example.org", "https://blog.example.org/posts/7", &[("return", "https://blog.example.org/thanks")], "https://blog.example.org/posts/7"),
            // Browsers cut the path off for another site, so this may be any page.
            ("c@example.org", "https://blog.example.org/", &[("return", "https://blog.example.org/thanks")], "https://blog.example.org/thanks"),
            ("d@example.org", "https://blog.example.org/", &[], ""),
            ("e@example.org", "https://evil.example/posts/7", &[], ""),
            ("f@example.org", "", &[("from", "https://blog.example.org/about")], "https://blog.example.org/about"),
            ("g@example.org", "https://blog.example.org:8443/posts/7", &[], ""),
        ] {
            if site.numbers("SELECT count(*) FROM sign_up_places").await != [0] {
                site.change("DELETE FROM sign_up_places").await;
            }
            let mut sent = vec![("email", email)];
            sent.extend(fields);
            let first = site.post_with("/subscriptions", &sent, "referer", referrer).await;
            first.expect(200);
            // The button of our own page: its browser names that page.
            let form: Vec<(String, String)> = ["form_token", "site", "from", "return", "email", "shown", "cadence", "locale"]
                .iter()
                .filter(|name| first.count(&format!("input[name={name}]")) == 1)
                .map(|name| ((*name).to_owned(), first.field(name)))
                .collect();
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let ours = site.url("/subscriptions");
            let done = site.post_with("/subscriptions", &form, "referer", &ours).await;
            assert!(matches!(done.status, 200 | 303), "{email}: {}", done.body);
            let counted = "SELECT form || ' ' || page || ' ' || sign_ups FROM sign_up_places";
            assert_eq!(site.texts(counted).await, [format!("element {page} 1")], "{email}");
            assert_eq!(site.count_mails_to(email).await, 1);
        }
    }

    async fn the_newest_edition_stands_beside_the_form(site: Site) {
        site.reader(Reader::new("kim@example.org", Weekly)).await;
        site.wait(60);
        site.publish("작은 모델의 귀환", "휴대전화에서 도는 모델이 좋아졌습니다.", &[]).await;
        site.wait(60);
        site.publish("에이전트와 한 달", "로그인 앞에서는 사람이 필요했습니다.", &[]).await;
        site.plan_at("2026-11-30T07:00:00+09:00").await;
        let page = site.get("/").await;
        assert_eq!(page.count("aside.newest li"), 2);
        assert!(page.text_of("aside.newest").contains("작은 모델의 귀환"));
        let link = page.count("aside.newest a[href^='/archive/']");
        assert_eq!(link, 1);
        // A page that shows what was wrong is about that.
        let refused = sign_up(site, &[("email", "kim")]).await;
        assert_eq!(refused.count("aside.newest"), 0);
    }
}
