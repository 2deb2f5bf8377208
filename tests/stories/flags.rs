//! Readers report comments: one each, few from one network, and enough of them take the comment down until a moderator decides.

use gudok::admin::Role;
use gudok::config::{CommentModeration, CommentsConfig};

use crate::stories;
use crate::support::{PAGE, Remark, Reply, Site, encode};

/// A reader with a network and a browser of their own.
struct Flagger {
    ip: String,
    cookie: Option<String>,
}

impl Flagger {
    fn at(ip: &str) -> Self {
        Self {
            ip: ip.to_owned(),
            cookie: None,
        }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Reply {
        let request = request
            .header("x-forwarded-for", &self.ip)
            .header("accept-language", "ko");
        let request = match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        Reply::of(request.send().await.expect("the server answers")).await
    }

    /// Opens the page, takes a person's time and presses the button.
    async fn report(&mut self, site: &Site, id: i64, reason: &str) -> Reply {
        let path = site.url(&format!("/comments/{id}/flag"));
        let page = self.send(site.http.get(&path)).await;
        if page.status != 200 {
            return page;
        }
        let token = page.field("form_token");
        site.wait(5);
        let fields = [
            ("form_token", token.as_str()),
            ("website_url", ""),
            ("reason", reason),
        ];
        let request = site.http.post(&path).body(encode(&fields));
        let request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", &site.base);
        let answer = self.send(request).await;
        if answer.status == 200 {
            self.cookie = Some(answer.cookie());
        }
        answer
    }
}

async fn open_with(site: &mut Site, change: impl FnOnce(&mut CommentsConfig)) {
    site.restart(|config| {
        config.server.trusted_proxies = vec!["127.0.0.1".parse().expect("a network")];
        config.comments.moderation = CommentModeration::None;
        change(&mut config.comments);
    })
    .await;
}

async fn said(site: &Site) -> i64 {
    let remark = Remark::by("김하늘", "sky@example.org", "사 보세요");
    site.said(Remark {
        notify: false,
        ..remark
    })
    .await
}

async fn status(site: &Site) -> String {
    site.texts("SELECT status FROM comments").await.concat()
}

stories! {
    async fn enough_readers_take_a_comment_down_and_a_moderator_settles_it(site: Site) {
        open_with(site, |_| {}).await;
        site.sign_in(Role::Moderator).await;
        let id = said(site).await;
        let mut readers = ["203.0.113.1", "198.51.100.1", "192.0.2.1"].map(Flagger::at);
        for (reader, reason) in readers.iter_mut().zip(["spam", "abuse", "spam"]) {
            assert_eq!(status(site).await, "approved");
            let answer = reader.report(site, id, reason).await;
            assert!(answer.expect(200).contains("신고를 접수했습니다"));
        }
        assert_eq!(status(site).await, "pending");
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 0);
        assert_eq!(site.numbers("SELECT approved FROM threads").await, [0]);
        let queue = site.get("/admin/comments?reason=flagged").await;
        let reasons = queue.text_of(".reasons li:first-child");
        assert_eq!(reasons, "독자 3명이 신고했습니다: 광고나 도배, 욕설이나 혐오 표현");
        let mail = site.newest_mail_to("moderator@example.org").await;
        assert!(mail.text.contains("독자 3명이 신고했습니다"), "{}", mail.text);
        site.decide(id, "approval").await.expect(303);
        for reader in &mut readers {
            reader.report(site, id, "spam").await.expect(200);
        }
        assert_eq!(status(site).await, "approved", "the same readers hold it no second time");
        for ip in ["203.0.113.2", "198.51.100.2", "192.0.2.2"] {
            Flagger::at(ip).report(site, id, "personal").await.expect(200);
        }
        assert_eq!(status(site).await, "pending", "others do");
    }

    async fn moderators_hear_of_a_report_on_what_looked_like_spam_and_was_approved(site: Site) {
        open_with(site, |rules| rules.flag_threshold = 1).await;
        site.sign_in(Role::Moderator).await;
        let ad = Remark::by("김하늘", "sky@example.org", "카지노 바카라 대출 문의 카톡 https://a.example https://b.example https://c.example");
        site.say(Remark { notify: false, ..ad }).await.expect(303);
        assert_eq!((status(site).await.as_str(), site.count_mails_to("moderator@example.org").await), ("pending", 0), "it is surely spam");
        let id = site.numbers("SELECT id FROM comments").await[0];
        site.decide(id, "approval").await.expect(303);
        Flagger::at("203.0.113.1").report(site, id, "abuse").await.expect(200);
        assert_eq!((status(site).await.as_str(), site.count_mails_to("moderator@example.org").await), ("pending", 1));
    }

    async fn one_person_and_one_network_do_not_take_a_comment_down(site: Site) {
        open_with(site, |rules| rules.flag_threshold = 4).await;
        let id = said(site).await;
        let mut person = Flagger::at("203.0.113.1");
        for ip in ["203.0.113.1", "198.51.100.1", "192.0.2.1", "2001:db8:1::1"] {
            ip.clone_into(&mut person.ip);
            person.report(site, id, "spam").await.expect(200);
        }
        assert_eq!(site.numbers("SELECT count(*) FROM comment_flags").await, [1], "one browser is one person");
        for number in 0..5 {
            // Addresses of one customer, each with a new browser.
            Flagger::at(&format!("2001:db8:2:3::{number}")).report(site, id, "spam").await.expect(200);
        }
        for number in 0..5 {
            // The same customer, who has a /48, with a /64 for each browser.
            Flagger::at(&format!("2001:db8:2:{number}::1")).report(site, id, "spam").await.expect(200);
        }
        assert_eq!(status(site).await, "approved", "two of a household and one more are three");
        assert_eq!(site.numbers("SELECT count(*) FROM comment_flags").await, [3]);
        let kept = site.texts("SELECT person || network FROM comment_flags").await.concat();
        assert!(!kept.contains("203.0") && !kept.contains("2001:db8"), "{kept}");
    }

    async fn a_change_by_its_author_does_not_bring_a_reported_comment_back(site: Site) {
        open_with(site, |rules| rules.flag_threshold = 1).await;
        let remark = Remark::by("김하늘", "sky@example.org", "사 보세요");
        let sent = site.say(Remark { notify: false, ..remark }).await;
        site.cookie = Some(sent.cookie());
        let id = site.numbers("SELECT id FROM comments").await[0];
        Flagger::at("203.0.113.1").report(site, id, "spam").await.expect(200);
        let path = format!("/comments/{id}/text?{}", encode(&[("thread", PAGE)]));
        let own = site.get(&path).await.field("own");
        site.post(&path, &[("own", &own), ("text", "읽어 보세요")]).await.expect(303);
        assert_eq!(status(site).await, "pending");
        assert_eq!(site.numbers("SELECT approved FROM threads").await, [0]);
    }

    async fn only_a_page_of_ours_and_only_a_public_comment_can_be_reported(site: Site) {
        open_with(site, |_| {}).await;
        site.sign_in(Role::Moderator).await;
        let id = said(site).await;
        let path = format!("/comments/{id}/flag");
        site.post(&path, &[("reason", "spam")]).await.expect(422);
        let token = site.get(&path).await.field("form_token");
        site.post(&path, &[("reason", "spam"), ("form_token", &token)]).await.expect(422);
        site.wait(5);
        site.post(&path, &[("reason", "dislike"), ("form_token", &token)]).await.expect(422);
        let filled = [("reason", "spam"), ("form_token", token.as_str()), ("website_url", "https://spam.example")];
        site.post(&path, &filled).await.expect(200);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_flags").await, [0]);
        site.decide(id, "review").await.expect(303);
        site.get(&path).await.expect(404);
        site.post(&path, &[("reason", "spam"), ("form_token", &token)]).await.expect(404);
        site.get("/comments/999999/flag").await.expect(404);
        site.get("/comments/kim/flag").await.expect(404);
    }

    async fn another_site_reports_nothing_and_gives_nobody_a_new_cookie(site: Site) {
        open_with(site, |_| {}).await;
        let id = said(site).await;
        let path = format!("/comments/{id}/flag");
        let page = site.get(&path).await;
        assert_eq!(page.header("referrer-policy"), "same-origin", "our own form says where it is from");
        let token = page.field("form_token");
        site.wait(5);
        let fields = [("reason", "spam"), ("form_token", token.as_str()), ("website_url", "")];
        for (name, value) in [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
            let refused = site.post_with(&path, &fields, name, value).await;
            refused.expect(400);
            assert_eq!(refused.header("set-cookie"), "", "{name}: {value}");
        }
        assert_eq!(site.numbers("SELECT count(*) FROM comment_flags").await, [0]);
        let refused = site.post_with(&path, &[("reason", "spam")], "sec-fetch-site", "same-origin").await;
        assert_eq!((refused.status, refused.header("referrer-policy")), (422, "same-origin"));
        site.post_with(&path, &fields, "sec-fetch-site", "same-origin").await.expect(200);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_flags").await, [1]);
    }

    async fn the_page_and_the_elements_link_to_the_report_where_the_owner_offers_it(site: Site) {
        open_with(site, |_| {}).await;
        let id = said(site).await;
        let path = format!("/comments/{id}/flag");
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.count(&format!("a[href='{path}']")), 1);
        let query = encode(&[("thread", PAGE)]);
        let fragment = site.get(&format!("/fragments/comments?{query}")).await;
        assert_eq!(fragment.count(&format!("a[href='{}']", site.url(&path))), 1, "{}", fragment.body);
        open_with(site, |rules| rules.flag_threshold = 0).await;
        assert!(!site.thread(PAGE, "").await.body.contains("/flag"));
        site.get(&path).await.expect(404);
    }
}
