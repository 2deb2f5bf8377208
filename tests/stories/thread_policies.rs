//! Rules of one thread, and threads that close: who may still write, what readers see, what moderators choose.

use gudok::admin::Role;
use gudok::config::{CommentModeration, CommentsConfig};
use serde_json::json;

use crate::stories;
use crate::support::{PAGE, Remark, Reply, Site, encode};

const DAY: i64 = 86_400;

fn remark(body: &str) -> Remark<'_> {
    Remark {
        notify: false,
        ..Remark::by("김하늘", "sky@example.org", body)
    }
}

async fn open_with(site: &mut Site, change: impl FnOnce(&mut CommentsConfig)) {
    site.restart(|config| {
        config.comments.moderation = CommentModeration::None;
        change(&mut config.comments);
    })
    .await;
}

/// Chooses the rule of the page's thread.
async fn rule(site: &Site, policy: &str) -> Reply {
    let query = encode(&[("state", "all"), ("thread", PAGE)]);
    let page = site.get(&format!("/admin/comments?{query}")).await;
    let csrf = page.field("csrf");
    let fields = [
        ("csrf", csrf.as_str()),
        ("thread", PAGE),
        ("state", "all"),
        ("policy", policy),
    ];
    site.post("/admin/comments/policy", &fields).await
}

/// The path of the fragment that elements show.
fn fragment() -> String {
    format!("/fragments/comments?{}", encode(&[("thread", PAGE)]))
}

stories! {
    async fn a_moderator_closes_one_thread_and_opens_it_again(site: Site) {
        open_with(site, |_| {}).await;
        site.sign_in(Role::Moderator).await;
        rule(site, "closed").await.expect(404);
        let first = site.said(remark("첫 댓글")).await;
        let open = site.thread(PAGE, "").await;
        rule(site, "closed").await.expect(303);
        for path in [crate::support::thread_path(PAGE), fragment()] {
            let page = site.get(&path).await;
            assert!(page.expect(200).contains("이 글은 이제 댓글을 받지 않습니다"), "{path}");
            assert_eq!((page.count("form#reply"), page.count("[data-gudok=reply]"), page.count(".comment")), (0, 0, 1), "{path}");
        }
        let token = open.field("form_token");
        site.wait(10);
        let late = [("form_token", token.as_str()), ("thread", PAGE), ("name", "이"), ("email", "lee@example.org"), ("body", "늦은 댓글")];
        let refused = site.post("/comments", &late).await;
        assert!(refused.expect(422).contains("이 글은 이제 댓글을 받지 않습니다"));
        assert_eq!(refused.text_of("textarea[name=body]"), "늦은 댓글", "nothing typed is lost");
        let json = json!({"thread": PAGE, "name": "이", "email": "lee@example.org", "body": "프로그램으로"});
        let refused = site.post_json("/api/v1/comments", &json).await;
        assert_eq!((refused.status, refused.json()["errors"][0]["field"].as_str()), (422, Some("thread")));
        site.said(Remark { thread: "guestbook", ..remark("다른 글") }).await;
        let queue = site.get(&format!("/admin/comments?{}", encode(&[("state", "all"), ("thread", PAGE)]))).await;
        assert_eq!(queue.count("#policy option[selected][value=closed]"), 1);
        rule(site, "site").await.expect(303);
        site.said(remark("다시 열렸습니다").answering(first)).await;
        rule(site, "ajar").await.expect(400);
        let log = site.audit_log().await;
        let of_rules: Vec<&str> = log.iter().filter_map(|line| line.split_once(" thread-policy ").map(|(_, rule)| rule)).collect();
        assert_eq!(of_rules.len(), 2, "{log:?}");
        assert!(of_rules[0].starts_with("closed https://blog.example.org/2026/summaries"), "{of_rules:?}");
    }

    async fn a_closed_thread_still_says_why_a_vote_did_not_count(site: Site) {
        open_with(site, |_| {}).await;
        site.sign_in(Role::Moderator).await;
        let sent = site.say(remark("내가 쓴 글")).await;
        let id = site.numbers("SELECT max(id) FROM comments").await[0];
        rule(site, "closed").await.expect(303);
        for (language, words) in [("ko", "내가 쓴 댓글에는 투표할 수 없습니다"), ("en", "You cannot vote on your own comment")] {
            site.language = language;
            site.cookie = Some(sent.cookie());
            let votes = format!("/comments/votes?{}", encode(&[("thread", PAGE)]));
            let answer = site.post(&votes, &[("up", &id.to_string())]).await;
            let page = site.get(answer.header("location").split('#').next().expect("a path")).await;
            assert_eq!((page.count("form#reply"), page.count("#reply")), (0, 1));
            assert!(page.text_of(".notice").contains(words), "{}", page.body);
        }
    }

    async fn the_rule_of_a_thread_goes_before_the_sites(site: Site) {
        open_with(site, |_| {}).await;
        site.sign_in(Role::Moderator).await;
        site.said(remark("첫 댓글")).await;
        for (policy, status) in [("all", "pending"), ("none", "approved"), ("first", "pending"), ("site", "approved")] {
            rule(site, policy).await.expect(303);
            site.say(Remark::by("이서준", "seojun@example.org", policy)).await.expect(303);
            let last = site.texts("SELECT status FROM comments ORDER BY id DESC LIMIT 1").await;
            assert_eq!(last, [status], "{policy}");
        }
    }

    async fn a_post_takes_no_comments_after_its_days_unless_a_moderator_says_so(site: Site) {
        open_with(site, |rules| rules.close_after_days = 14).await;
        site.sign_in(Role::Moderator).await;
        site.said(remark("첫 댓글")).await;
        site.wait(14 * DAY - 100);
        let open = site.thread(PAGE, "").await;
        assert_eq!((open.count("form#reply"), site.get(&fragment()).await.count("form#reply")), (1, 1), "kept pages");
        site.wait(100);
        let closed = site.thread(PAGE, "").await;
        assert_eq!((closed.count("form#reply"), site.get(&fragment()).await.count("form#reply")), (0, 0), "what was kept is old now");
        site.said(Remark { thread: "guestbook", ..remark("새 글은 열려 있습니다") }).await;
        site.sign_in_again("moderator@example.org").await;
        rule(site, "none").await.expect(303);
        site.said(remark("이 글만 다시 엽니다")).await;
    }
}
