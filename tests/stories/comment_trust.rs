//! What a comment proves of its author, and what a stranger can't do by commenting: be trusted for a typed address, name a thread,
//! close one, pass for the site, break a feed.

use gudok::config::CommentModeration;
use serde_json::json;

use crate::stories;
use crate::support::{PAGE, Remark, Site, thread_path};

const KIM: (&str, &str) = ("김하늘", "sky@example.org");

fn remark(body: &str) -> Remark<'_> {
    Remark::by(KIM.0, KIM.1, body)
}

async fn open_site(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
}

/// Approves the newest comment that waits, as a moderator, and leaves nobody signed in.
async fn approve_newest(site: &mut Site) {
    let kept = site.cookie.take();
    if site.texts("SELECT email FROM accounts").await.is_empty() {
        site.sign_in(gudok::admin::Role::Moderator).await;
    } else {
        let form = [
            ("email", "moderator@example.org"),
            ("password", crate::support::PASSWORD),
        ];
        let reply = site.post("/admin/sign-in", &form).await;
        site.cookie = Some(reply.cookie());
    }
    let id = Site::ids_on(&site.get("/admin/comments").await)[0];
    site.decide(id, "approval").await.expect(303);
    site.cookie = kept;
}

stories! {
    async fn with_first_a_browser_is_trusted_once_approved_but_suspicion_still_waits(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::First).await;
        let held = site.say(remark("처음 뵙겠습니다")).await;
        assert!(held.header("location").contains("done=held"));
        let author = held.cookie();
        approve_newest(site).await;
        site.cookie = Some(author);
        let second = "두 번째 댓글은 바로 보입니다. 같은 브라우저에서 썼고, 다른 곳에 옮겨 적으면 눈에 띌 만큼 깁니다";
        site.said(remark(second)).await;
        let ad = site.say(remark("https://a.example https://b.example https://c.example")).await;
        assert!(ad.header("location").contains("done=held"));
        let copied = site.say(Remark { thread: "guestbook", ..remark(second) }).await;
        assert!(copied.header("location").contains("done=held"), "the same text elsewhere is suspicious");
    }

    async fn a_typed_address_wins_no_trust_and_tells_nobody_who_is_known(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::First).await;
        site.say(remark("처음 뵙겠습니다")).await.expect(303);
        approve_newest(site).await;
        site.cookie = None;
        let borrowed = site.say(remark("남의 주소로 씁니다")).await;
        assert!(borrowed.header("location").contains("done=held"));
        let of = |email: &str| json!({"thread": PAGE, "name": "이서준", "email": email, "body": format!("{email}에서 씁니다")});
        for email in [KIM.1, "nobody@example.org"] {
            let answer = site.post_json("/api/v1/comments", &of(email)).await;
            answer.expect(202);
            assert_eq!(answer.json()["status"], "pending");
        }
    }

    async fn a_mailed_link_proves_another_browser_of_a_known_author(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::First).await;
        site.say(remark("처음 뵙겠습니다")).await.expect(303);
        approve_newest(site).await;
        site.cookie = None;
        let link = site.newest_mail_to(KIM.1).await.link("/confirmation");
        let proved = site.post(&link, &[]).await;
        site.cookie = Some(proved.cookie());
        site.said(remark("전화기에서도 바로 보입니다")).await;
    }

    async fn a_pressed_link_gives_the_browser_of_the_comment_no_trust(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::First).await;
        site.say(remark("처음 뵙겠습니다")).await.expect(303);
        approve_newest(site).await;
        site.cookie = None;
        site.wait(86_400);
        let stranger = site.say(remark("남의 주소로 씁니다")).await.cookie();
        let link = site.newest_mail_to(KIM.1).await.link("/confirmation");
        let proved = site.post(&link, &[]).await;
        site.cookie = Some(stranger);
        let held = site.say(remark("다시 남의 주소로 씁니다")).await;
        assert!(held.header("location").contains("done=held"));
        site.cookie = Some(proved.cookie());
        site.said(remark("링크를 연 브라우저에서는 바로 보입니다")).await;
    }

    async fn two_authors_of_one_post_are_each_protected(site: Site) {
        open_site(site).await;
        site.change("INSERT INTO feeds (url, title, next_poll_at, added_at) VALUES ('https://blog.example.org/feed', 'x', 0, 0)").await;
        site.change("INSERT INTO posts (feed_id, guid, url, url_key, title, author, text, fingerprint, wants_page, is_unread, arrived_at, dated_at, mailable)
                     SELECT id, 'g', 'https://blog.example.org/known', 'blog.example.org/known', '아는 글', '박하나, Anna', '', '', wants, wants, 0, 0, wants
                     FROM feeds, (SELECT url = '' AS wants FROM feeds) AS w").await;
        for name in ["박하나 기자", "Anna"] {
            let held = site.say(Remark::by(name, KIM.1, &format!("{name} 이름으로 남깁니다"))).await;
            assert!(held.header("location").contains("done=held"), "{name}");
        }
        site.said(Remark::by("Johanna", KIM.1, "제 이름으로 남깁니다")).await;
    }

    async fn a_waiting_comment_is_shown_to_its_author_alone(site: Site) {
        let sent = site.say(remark("내 글이 **여기** 있나요?")).await;
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.count(".waiting"), 0, "strangers see nothing");
        site.cookie = Some(sent.cookie());
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.text_of(".waiting strong"), "여기");
        assert_eq!(page.header("cache-control"), "private, no-store");
        assert_eq!(page.text_of("#waiting"), "승인을 기다리는 내 댓글");
        assert_eq!(site.thread("guestbook", "").await.count(".waiting"), 0);
        assert!(!sent.cookie().contains("sky"), "the cookie tells nothing of the author");
        let cookie = sent.header("set-cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        approve_newest(site).await;
        site.cookie = Some(sent.cookie());
        assert_eq!(site.thread(PAGE, "").await.count(".waiting"), 0);
    }

    async fn a_held_comment_gives_the_thread_no_title_and_an_approved_one_does(site: Site) {
        let query = crate::support::encode(&[("thread", "post-7"), ("title", "지금 클릭하세요")]);
        let page = site.get(&format!("/comments?{query}")).await;
        assert_eq!(page.text_of("h1"), "인공지능 읽기의 글", "the link of a stranger");
        let token = page.field("form_token");
        site.wait(10);
        let fields = [("form_token", token.as_str()), ("thread", "post-7"), ("title", "지금 클릭하세요"), ("name", KIM.0), ("email", KIM.1), ("body", "안녕하세요")];
        site.post("/comments", &fields).await.expect(303);
        for path in [thread_path("post-7"), format!("/comments.atom?{}", crate::support::encode(&[("thread", "post-7")]))] {
            let page = site.get(&path).await;
            assert!(!page.expect(200).contains("클릭하세요"), "{path}: {}", page.body);
        }
        approve_newest(site).await;
        assert_eq!(site.thread("post-7", "").await.text_of("h1"), "지금 클릭하세요");
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let fields = [("form_token", token.as_str()), ("thread", "post-7"), ("title", "다른 제목"), ("name", KIM.0), ("email", KIM.1), ("body", "둘째")];
        site.post("/comments", &fields).await.expect(303);
        assert_eq!(site.thread("post-7", "").await.text_of("h1"), "지금 클릭하세요", "the first stays");
    }

    async fn a_crowd_cannot_close_a_thread_to_its_readers(site: Site) {
        open_site(site).await;
        let known = site.say(remark("단골입니다")).await;
        site.change("UPDATE rate_limits SET hits = 300 WHERE bucket = 'comments-thread'").await;
        site.cookie = Some(known.cookie());
        let unseen = site.say(remark("나타났을 뿐인 댓글은 증거가 아닙니다")).await;
        assert!(unseen.expect(303).is_empty() && unseen.header("location").contains("done=held"));
        site.cookie = None;
        site.change("UPDATE comments SET decided_at = created_at WHERE status = 'approved'").await;
        let stranger = site.say(Remark::by("이서준", "seojun@example.org", "이 글 정말 좋네요")).await;
        assert!(stranger.expect(303).is_empty() && stranger.header("location").contains("done=held"));
        site.cookie = Some(known.cookie());
        site.said(remark("단골은 그대로 씁니다")).await;
    }

    async fn threads_that_no_feed_knows_are_capped_and_a_refused_form_keeps_its_text(site: Site) {
        open_site(site).await;
        site.say(Remark { thread: "글 0", ..remark("첫 글") }).await.expect(303);
        site.change("UPDATE rate_limits SET hits = 10 WHERE bucket = 'threads-client'").await;
        let refused = site.say(Remark { thread: "글 1", ..remark("쓰던 글은 남아야 합니다") }).await;
        refused.expect(429);
        assert!(refused.header("retry-after").parse::<i64>().expect("seconds") > 0);
        assert_eq!(refused.text_of("textarea[name=body]"), "쓰던 글은 남아야 합니다");
        assert!(refused.text_of(".notice").contains("쓰신 내용은 그대로"));
        site.say(Remark { thread: "글 0", ..remark("아는 글에는 쓸 수 있습니다") }).await.expect(303);
        assert_eq!(site.numbers("SELECT count(*) FROM threads").await, [1]);
        site.change("INSERT INTO feeds (url, title, next_poll_at, added_at) VALUES ('https://blog.example.org/feed', 'x', 0, 0)").await;
        site.change("INSERT INTO posts (feed_id, guid, url, url_key, title, text, fingerprint, wants_page, is_unread, arrived_at, dated_at, mailable)
                     SELECT id, 'g', 'https://blog.example.org/known', 'blog.example.org/known', '아는 글', '', '', wants, wants, 0, 0, wants
                     FROM feeds, (SELECT url = '' AS wants FROM feeds) AS w").await;
        site.say(Remark { thread: "https://blog.example.org/known", ..remark("피드가 아는 글") }).await.expect(303);
        site.change("UPDATE rate_limits SET hits = 200 WHERE bucket = 'threads'").await;
        let json = site.post_json("/api/v1/comments", &json!({"thread": "글 9", "name": "a", "email": "a@example.org", "body": "b"})).await;
        json.expect(429);
    }

    async fn names_that_pass_for_the_sites_wait_and_names_that_print_nothing_are_refused(site: Site) {
        open_site(site).await;
        for name in ["관리자", "인공지능 읽기", "аdmin", "ａｄｍｉｎ", "ㄱㅗㅏㄴㄹㅣㅈㅏ"] {
            let held = site.say(Remark::by(name, KIM.1, &format!("{name} 이름으로 남깁니다"))).await;
            assert!(held.header("location").contains("done=held"), "{name}");
        }
        site.sign_in(gudok::admin::Role::Moderator).await;
        assert!(site.get("/admin/comments").await.expect(200).contains("이름이 사이트나 운영진의 이름과 비슷합니다"));
        site.cookie = None;
        for nothing in ["\u{2800}", "\u{fe0f}", "\u{200d}", "\u{34f}\u{34f}", "\u{3164} \u{115f}", "\u{180b}"] {
            let json = site.post_json("/api/v1/comments", &json!({"thread": PAGE, "name": nothing, "email": KIM.1, "body": "b"})).await;
            assert_eq!(json.status, 422, "{nothing:?}: {}", json.body);
            assert_eq!(json.json()["errors"][0]["field"], "name");
            site.wait(200);
        }
    }

    async fn characters_that_xml_forbids_break_no_feed(site: Site) {
        open_site(site).await;
        for (number, mark) in ["&#11;", "&#x1f;", "&#xffff;", "&#xFFFE;", "\u{ffff}", "&#0;"].into_iter().enumerate() {
            let json = json!({"thread": PAGE, "name": format!("김\u{ffff}하늘{number}"), "email": KIM.1, "body": format!("앞 {mark} 뒤 {number}")});
            site.post_json("/api/v1/comments", &json).await.expect(201);
            site.wait(200);
        }
        let feed = site.get(&format!("/comments.atom?{}", crate::support::encode(&[("thread", PAGE)]))).await;
        let text = feed.expect(200);
        assert!(text.chars().all(gudok::invisible::is_xml));
        let read = feed_rs::parser::parse(text.as_bytes()).expect("Atom");
        assert_eq!(read.entries.len(), 6);
        let json = site.get(&format!("/api/v1/comments?{}", crate::support::encode(&[("thread", PAGE)]))).await;
        assert!(json.body.chars().all(gudok::invisible::is_xml));
    }

    async fn the_host_of_an_authors_page_is_of_letters_digits_hyphens_and_dots(site: Site) {
        open_site(site).await;
        let of = |url: &str| json!({"thread": PAGE, "name": "이서준", "email": KIM.1, "url": url, "body": format!("{url}에 살아요")});
        for url in ["https://```x.php", "https://{{a.b('c')()}}/", "https://a_b.example", "https://a b.example", "https://$x.example/"] {
            site.post_json("/api/v1/comments", &of(url)).await.expect(422);
        }
        for url in ["https://블로그.example/글", "my-blog.example.org"] {
            site.post_json("/api/v1/comments", &of(url)).await.expect(201);
        }
    }
}
