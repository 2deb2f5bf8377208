//! A form that asks for less: no e-mail address, no website.

use gudok::config::CommentModeration;
use serde_json::json;

use crate::stories;
use crate::support::{PAGE, Remark, Site, encode};

fn nameless(name: &'static str, body: &'static str) -> Remark<'static> {
    Remark {
        notify: false,
        ..Remark::by(name, "", body)
    }
}

async fn ask_for_little(site: &mut Site, moderation: CommentModeration) {
    site.restart(|config| {
        config.comments.moderation = moderation;
        config.comments.require_email = false;
        config.comments.url_field = false;
    })
    .await;
}

stories! {
    async fn an_author_may_leave_the_address_out_where_the_site_says_so(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.count("input[name=email][required]"), 1);
        site.say(nameless("김하늘", "주소 없이 씁니다")).await.expect(422);
        ask_for_little(site, CommentModeration::None).await;
        let page = site.thread(PAGE, "").await;
        assert_eq!((page.count("input[name=email][required]"), page.count("input[name=email]")), (0, 1));
        let id = site.said(nameless("김하늘", "주소 없이 씁니다")).await;
        assert_eq!(site.thread(PAGE, "").await.text_of(&format!("#comment-{id} .name")), "김하늘");
        let wrong = site.say(Remark { notify: false, ..Remark::by("김하늘", "sky.example.org", "잘못된 주소") }).await;
        assert!(wrong.expect(422).contains("형식이 올바르지 않습니다"));
        let asked = site.say(Remark { notify: true, ..nameless("김하늘", "알림은 받고 싶어요") }).await;
        assert!(asked.expect(422).contains("답글 알림을 받으시려면 이메일을 입력해 주세요"));
        let made = site.post_json("/api/v1/comments", &json!({"thread": PAGE, "name": "이서준", "body": "프로그램도 주소 없이"})).await;
        made.expect(201);
    }

    async fn people_without_an_address_are_not_one_person(site: Site) {
        ask_for_little(site, CommentModeration::First).await;
        site.sign_in(gudok::admin::Role::Moderator).await;
        let moderator = site.cookie.take();
        let mine = site.say(nameless("김하늘", "첫 댓글입니다")).await.cookie();
        site.cookie = moderator;
        let id = Site::ids_on(&site.get("/admin/comments").await)[0];
        site.decide(id, "approval").await.expect(303);
        site.cookie = None;
        let stranger = site.say(nameless("김하늘", "같은 이름의 다른 사람입니다")).await;
        assert!(stranger.header("location").contains("done=held"), "a name alone is no proof");
        site.cookie = Some(mine);
        site.said(nameless("김하늘", "같은 브라우저의 두 번째 댓글입니다")).await;
        site.cookie = None;
        let mail = site.newest_mail_to("moderator@example.org").await;
        assert!(mail.text.contains("김하늘") && !mail.text.contains("<>") && !mail.html.contains("&lt;&gt;"), "{}", mail.text);
    }

    async fn two_presses_without_an_address_are_one_comment_and_two_people_are_two(site: Site) {
        ask_for_little(site, CommentModeration::None).await;
        site.restart(|config| {
            config.comments.moderation = CommentModeration::None;
            config.comments.require_email = false;
            config.server.trusted_proxies = vec!["127.0.0.1".parse().expect("a proxy")];
        }).await;
        let token = site.thread(PAGE, "").await.field("form_token");
        site.wait(10);
        let fields = encode(&[("form_token", &token), ("thread", PAGE), ("name", "익명"), ("email", ""), ("body", "감사합니다")]);
        let from = async |ip: &str| {
            let request = site.http.post(site.url("/comments")).header("x-forwarded-for", ip);
            site.send(request.header("content-type", "application/x-www-form-urlencoded").body(fields.clone())).await.header("location").to_owned()
        };
        let first = from("192.0.2.1").await;
        assert_eq!(from("192.0.2.1").await, first);
        assert_ne!(from("192.0.2.2").await, first);
        assert_eq!(site.numbers("SELECT count(*) FROM comments").await, [2]);
    }

    async fn without_a_field_for_it_no_website_is_kept(site: Site) {
        ask_for_little(site, CommentModeration::None).await;
        assert_eq!(site.thread(PAGE, "").await.count("input[name=url]"), 0);
        let json = json!({"thread": PAGE, "name": "이서준", "url": "javascript:alert(1)", "body": "주소를 몰래 보냅니다"});
        site.post_json("/api/v1/comments", &json).await.expect(201);
        assert_eq!(site.texts("SELECT coalesce(url, '-') FROM comments").await, ["-"]);
    }

    async fn a_website_is_linked_for_nobody_to_follow_and_runs_nothing(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let of = |url: &str, body: &str| json!({"thread": PAGE, "name": "이서준", "email": "seojun@example.org", "url": url, "body": body});
        for url in ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://a.example"] {
            let refused = site.post_json("/api/v1/comments", &of(url, url)).await;
            refused.expect(422);
            assert_eq!(refused.json()["errors"][0]["field"], "url", "{url}");
        }
        site.post_json("/api/v1/comments", &of("https://seojun.example/", "내 사이트입니다")).await.expect(201);
        assert_eq!(site.thread(PAGE, "").await.count(".name a[href='https://seojun.example/'][rel='nofollow ugc noopener']"), 1);
    }
}
