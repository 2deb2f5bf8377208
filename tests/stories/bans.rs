//! Bans: an author who is banned is told and refused, or writes into the void; both end.

use gudok::admin::Role;
use gudok::config::CommentModeration;
use serde_json::json;

use crate::stories;
use crate::support::{PAGE, Remark, Reply, Site};

const BANS: &str = "/admin/comments/bans";

fn remark(body: &str) -> Remark<'_> {
    Remark {
        notify: false,
        ..Remark::by("카지노 실장", "spam@example.org", body)
    }
}

async fn shows_at_once(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
    site.sign_in(Role::Moderator).await;
}

async fn ban(site: &Site, kind: &str, pattern: &str, more: &[(&str, &str)]) -> Reply {
    let csrf = site.get(BANS).await.field("csrf");
    let mut fields = vec![
        ("csrf", csrf.as_str()),
        ("kind", kind),
        ("pattern", pattern),
    ];
    fields.extend(more);
    site.post(BANS, &fields).await
}

stories! {
    async fn who_is_banned_by_address_network_or_name_is_told_and_keeps_the_text(site: Site) {
        shows_at_once(site).await;
        for (kind, pattern) in [
            ("address", "Spam@Example.org"),
            ("address", "@example.org"),
            ("network", "127.0.0.0/8"),
            ("network", "127.0.0.1"),
            ("name", "카지노*"),
            ("name", "카ㅈㅣ노실장"),
        ] {
            ban(site, kind, pattern, &[]).await.expect(303);
            let refused = site.say(remark("제 말 좀 들어 보세요")).await;
            refused.expect(422);
            assert_eq!(refused.text_of("textarea[name=body]"), "제 말 좀 들어 보세요", "{pattern}");
            assert!(refused.body.contains("이 사이트에는 댓글을 쓰실 수 없습니다"), "{pattern}");
            let comment = json!({"thread": PAGE, "name": "카지노 실장", "email": "spam@example.org", "body": "제 말"});
            let refused = site.post_json("/api/v1/comments", &comment).await;
            assert_eq!((refused.status, refused.json()["errors"][0]["field"].as_str()), (422, Some("body")), "{}", refused.body);
            let id = site.numbers("SELECT id FROM comment_bans").await[0];
            let csrf = site.get(BANS).await.field("csrf");
            site.post(&format!("{BANS}/{id}/removal"), &[("csrf", &csrf)]).await.expect(303);
        }
        assert_eq!(site.numbers("SELECT count(*) FROM comments").await, [0]);
        site.said(remark("이제 됩니다")).await;
    }

    async fn a_ban_of_somebody_else_stops_nobody(site: Site) {
        shows_at_once(site).await;
        for (kind, pattern) in [("address", "spam@example.com"), ("network", "203.0.113.0/24"), ("name", "카지노"), ("name", "*사장")] {
            ban(site, kind, pattern, &[]).await.expect(303);
        }
        site.said(remark("안녕하세요")).await;
    }

    async fn a_shadow_ban_shows_the_comment_to_its_author_alone(site: Site) {
        shows_at_once(site).await;
        let moderator = site.cookie.take();
        let author = site.say(Remark::by("박", "park@example.org", "첫 댓글")).await.cookie();
        site.cookie.clone_from(&moderator);
        ban(site, "address", "park@example.org", &[("shadow", "yes")]).await.expect(303);
        site.cookie = Some(author);
        let held = site.say(Remark::by("박", "park@example.org", "안 보일 댓글")).await;
        assert!(held.header("location").contains("done=held"), "{}", held.header("location"));
        assert!(site.thread(PAGE, "").await.text_of(".waiting").contains("안 보일 댓글"), "the author believes that it waits");
        site.cookie = None;
        assert!(!site.thread(PAGE, "").await.body.contains("안 보일 댓글"));
        let comment = json!({"thread": PAGE, "name": "박", "email": "park@example.org", "body": "프로그램으로"});
        let sent = site.post_json("/api/v1/comments", &comment).await;
        assert_eq!((sent.status, sent.json()["status"].as_str()), (202, Some("pending")));
        assert_eq!(site.count_mails_to("moderator@example.org").await, 0, "nobody is called");
        site.cookie = moderator;
        let spam = site.get("/admin/comments?state=spam&reason=banned").await;
        assert_eq!(spam.count(".case"), 2);
        assert!(spam.text_of(".reasons").contains("차단된 분이 썼습니다"));
        let id = Site::ids_on(&spam)[1];
        site.decide(id, "approval").await.expect(303);
        assert!(site.thread(PAGE, "").await.text_of(".comments").contains("안 보일 댓글"), "a moderator may still show it");
    }

    async fn a_shadow_ban_shows_itself_neither_by_a_second_comment_nor_by_a_mail_that_does_not_come(site: Site) {
        shows_at_once(site).await;
        ban(site, "address", "park@example.com", &[("shadow", "yes")]).await.expect(303);
        site.cookie = None;
        let free = site.say(Remark::by("이", "lee@example.org", "같은 댓글")).await;
        site.say(Remark::by("이", "lee@example.org", "같은 댓글")).await.expect(303);
        site.cookie = None;
        let banned = site.say(Remark::by("박", "park@example.com", "다른 댓글")).await;
        site.cookie = Some(banned.cookie());
        site.say(Remark::by("박", "park@example.com", "다른 댓글")).await.expect(303);
        assert_eq!(free.status, banned.status);
        assert_eq!(site.texts("SELECT status FROM comments ORDER BY id").await, ["approved", "spam"], "each is there once");
        assert_eq!((site.count_mails_to("lee@example.org").await, site.count_mails_to("park@example.com").await), (1, 1));
        assert_eq!(site.thread(PAGE, "").await.count(".waiting"), 1);
    }

    async fn a_ban_ends(site: Site) {
        shows_at_once(site).await;
        ban(site, "address", "spam@example.org", &[("days", "7")]).await.expect(303);
        let page = site.get(BANS).await;
        assert!(page.text_of("[data-label='종료']").contains("2026년 12월 1일"), "{}", page.body);
        site.wait(7 * 86_400 - 60);
        site.say(remark("아직")).await.expect(422);
        site.wait(60);
        site.said(remark("이제")).await;
        site.sign_in_again("moderator@example.org").await;
        assert_eq!(site.get(BANS).await.count("tbody tr"), 0);
        ban(site, "name", "다른*", &[]).await.expect(303);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_bans").await, [1], "an ended one is deleted");
    }

    async fn a_pattern_that_bans_everybody_is_refused(site: Site) {
        shows_at_once(site).await;
        for (kind, pattern) in [("name", "*"), ("name", " "), ("network", "0.0.0.0/0"), ("network", "::/0"), ("address", "spam"), ("address", "@")] {
            let refused = ban(site, kind, pattern, &[]).await;
            assert_eq!((refused.status, refused.field("pattern").as_str()), (422, pattern), "{kind}");
            assert_eq!(refused.count("[aria-invalid]"), 1, "{kind} {pattern}");
        }
        ban(site, "colour", "red", &[]).await.expect(400);
        ban(site, "name", "카*", &[("days", "-1")]).await.expect(400);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_bans").await, [0]);
    }

    async fn bans_are_filled_in_from_the_queue_changed_in_place_and_leave_lines_without_mail_addresses(site: Site) {
        shows_at_once(site).await;
        site.said(remark("안녕하세요")).await;
        let queue = site.get("/admin/comments?state=all").await;
        let document = dom_query::Document::from(queue.body.as_str());
        let link = document.select(".case a[href^='/admin/comments/bans']").attr("href").expect("a link").to_string();
        let page = site.get(&link).await;
        assert_eq!(page.field("pattern"), "spam@example.org");
        ban(site, "address", "spam@example.org", &[]).await.expect(303);
        ban(site, "address", "SPAM@example.org", &[("shadow", "yes"), ("days", "30")]).await.expect(303);
        ban(site, "network", "203.0.113.0/24", &[]).await.expect(303);
        let ids = site.numbers("SELECT id FROM comment_bans ORDER BY id").await;
        assert_eq!(ids.len(), 2, "the second one changed the first");
        let csrf = site.get(BANS).await.field("csrf");
        let removal = format!("{BANS}/{}/removal", ids[0]);
        site.post(&removal, &[("csrf", &csrf)]).await.expect(303);
        site.post(&removal, &[("csrf", &csrf)]).await.expect(404);
        let log = site.audit_log().await;
        let of_bans: Vec<&str> = log.iter().filter_map(|line| line.split_once(" ban-").map(|(_, act)| act)).collect();
        let lines = [
            format!("add ban:{}", ids[0]),
            format!("shadow ban:{}", ids[0]),
            format!("add ban:{}", ids[1]),
            format!("remove ban:{}", ids[0]),
        ];
        assert_eq!(of_bans, lines);
    }

    async fn an_ended_ban_is_deleted_within_a_day(site: Site) {
        shows_at_once(site).await;
        ban(site, "network", "203.0.113.7", &[("days", "7")]).await.expect(303);
        ban(site, "name", "카지노 실장", &[]).await.expect(303);
        site.wait(7 * 86_400);
        site.run_schedule("forget-ended-bans").await;
        assert_eq!(site.texts("SELECT pattern FROM comment_bans").await, ["카지노 실장"]);
    }

    async fn an_erasure_deletes_the_bans_of_the_person_and_leaves_those_of_many(site: Site) {
        shows_at_once(site).await;
        site.said(remark("안녕하세요")).await;
        for (kind, pattern) in [("address", "Spam@example.org"), ("name", "카 지 노 실장"), ("network", "127.0.0.1"), ("name", "카지노*"), ("network", "127.0.0.0/8"), ("name", "박"), ("network", "203.0.113.7"), ("address", "@example.org")] {
            ban(site, kind, pattern, &[]).await.expect(303);
        }
        let mut tx = site.app.write().await.expect("a transaction");
        let email = "spam@Example.org".parse().expect("an address");
        gudok::comments::privacy::erase(&mut tx, &site.app, &email).await.expect("erased");
        tx.commit().await.expect("committed");
        assert_eq!(site.texts("SELECT pattern FROM comment_bans ORDER BY id").await, ["카지노*", "127.0.0.0/8", "박", "203.0.113.7", "@example.org"]);
    }
}
