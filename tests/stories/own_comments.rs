//! What authors do with their own comments: change and delete them within five minutes, and nobody else's.

use gudok::admin::Role;
use gudok::admin::audit::Actor;
use gudok::comments::bans::{self, BanKind, BanPattern, NewBan};
use gudok::config::CommentModeration;
use serde_json::{Value, json};

use crate::stories;
use crate::support::{PAGE, Remark, Reply, Site, encode};

const KIM: (&str, &str) = ("김하늘", "sky@example.org");

fn remark(body: &str) -> Remark<'_> {
    Remark {
        notify: false,
        ..Remark::by(KIM.0, KIM.1, body)
    }
}

async fn open_site(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
}

/// A comment that is public at once, and the cookie of its author.
async fn written(site: &Site, remark: Remark<'_>) -> (i64, String) {
    let sent = site.say(remark).await;
    sent.expect(303);
    let location = sent.header("location");
    let id = location.rsplit_once("#comment-").map(|(_, id)| id.parse());
    let id = id.unwrap_or_else(|| panic!("the comment was held: {location}"));
    (id.expect("an id"), sent.cookie())
}

fn text_path(id: i64) -> String {
    format!("/comments/{id}/text?{}", encode(&[("thread", PAGE)]))
}

fn deletion_path(id: i64) -> String {
    text_path(id).replace("/text?", "/deletion?")
}

/// Opens the form of an own comment and posts another text.
async fn change(site: &Site, id: i64, text: &str) -> Reply {
    let own = site.get(&text_path(id)).await.field("own");
    site.post(&text_path(id), &[("own", &own), ("text", text)])
        .await
}

async fn delete(site: &Site, id: i64) -> Reply {
    let own = site.get(&text_path(id)).await.field("own");
    site.post(&deletion_path(id), &[("own", &own)]).await
}

/// What an element sends about a comment, with the token of its author.
async fn by_element(
    site: &Site,
    method: reqwest::Method,
    id: &Value,
    author: &str,
    body: &str,
) -> Reply {
    let request = site
        .http
        .request(method, site.url(&format!("/api/v1/comments/{id}")));
    let request = request.header("gudok-author", author);
    let json = json!({"body": body}).to_string();
    site.send(
        request
            .header("content-type", "application/json")
            .body(json),
    )
    .await
}

/// Bans the address of the stories' author.
async fn ban(site: &Site, is_shadow: bool) {
    let ban = NewBan {
        pattern: BanPattern::parse(BanKind::Address, KIM.1).expect("a pattern"),
        is_shadow,
        ends_at: None,
    };
    let mut tx = site.app.write().await.expect("a transaction");
    bans::add(&mut tx, &site.app, Actor::Command, &ban)
        .await
        .expect("added");
    tx.commit().await.expect("committed");
}

async fn count(site: &Site) -> Value {
    let path = format!("/api/v1/comment-counts?{}", encode(&[("thread", PAGE)]));
    site.get(&path).await.json()[PAGE].clone()
}

stories! {
    async fn an_author_changes_a_comment_and_everybody_sees_the_new_text(site: Site) {
        open_site(site).await;
        let (id, cookie) = written(site, remark("오타가 있는 글이에오")).await;
        let link = format!("#comment-{id} a[href*='/comments/{id}/text']");
        let strangers = site.thread(PAGE, "").await;
        assert_eq!(strangers.count(&link), 0);
        assert_eq!(strangers.header("cache-control"), "no-cache");
        site.cookie = Some(cookie.clone());
        let own = site.thread(PAGE, "").await;
        assert_eq!((own.count(&link), own.header("cache-control")), (1, "private, no-store"));
        let form = site.get(&text_path(id)).await;
        assert_eq!(form.text_of("textarea[name=text]"), "오타가 있는 글이에오");
        assert_eq!(form.header("cache-control"), "private, no-store");
        let changed = change(site, id, "오타가 **없는** 글이에요").await;
        changed.expect(303);
        let back = changed.header("location").to_owned();
        assert!(back.ends_with(&format!("&done=changed&comment={id}#comment-{id}")), "{back}");
        let page = site.get(back.split('#').next().expect("a path")).await;
        assert!(page.body.contains("댓글을 고쳤습니다"));
        site.cookie = None;
        let strangers = site.thread(PAGE, "").await;
        assert_eq!(strangers.text_of(&format!("#comment-{id} strong")), "없는");
        assert!(!strangers.body.contains("글이에오"));
        assert_eq!(count(site).await, 1);
    }

    async fn after_five_minutes_nothing_changes_and_what_was_typed_stays(site: Site) {
        open_site(site).await;
        let (id, cookie) = written(site, remark("그대로 남을 글")).await;
        site.cookie = Some(cookie);
        let own = site.get(&text_path(id)).await.field("own");
        site.wait(300);
        let late = site.post(&text_path(id), &[("own", &own), ("text", "늦게 고친 글")]).await;
        assert!(late.expect(403).contains("5분 동안만"), "{}", late.body);
        assert_eq!(late.text_of("textarea[name=text]"), "늦게 고친 글");
        site.post(&deletion_path(id), &[("own", &own)]).await.expect(403);
        site.get(&text_path(id)).await.expect(403);
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.count("a[href*='/text?']"), 0);
        assert_eq!(page.header("cache-control"), "no-cache", "the page is everybody's again");
        assert!(page.body.contains("그대로 남을 글"));
    }

    async fn a_changed_text_is_judged_like_a_new_one_and_moderators_see_the_first(site: Site) {
        open_site(site).await;
        site.sign_in(Role::Moderator).await;
        let moderator = site.cookie.take();
        let (id, cookie) = written(site, remark("좋은 글 잘 읽었습니다")).await;
        site.cookie = Some(cookie.clone());
        let held = change(site, id, "https://a.example https://b.example https://c.example").await;
        assert!(held.header("location").contains("done=held"), "{}", held.header("location"));
        assert_eq!(site.thread(PAGE, "").await.count(".waiting a[href*='/text?']"), 1, "its author may try again");
        assert_eq!(site.count_mails_to("moderator@example.org").await, 1);
        assert_eq!(count(site).await, 0);
        site.cookie.clone_from(&moderator);
        let queue = site.get("/admin/comments").await;
        assert_eq!(Site::ids_on(&queue), [id]);
        assert_eq!(queue.text_of(".first .plain"), "좋은 글 잘 읽었습니다");
        site.cookie = Some(cookie);
        change(site, id, "링크 없이 <b>다시</b> 씁니다").await.expect(303);
        assert_eq!(count(site).await, 1, "what no sign speaks against is public again");
        site.cookie = moderator;
        let queue = site.get("/admin/comments?state=approved").await;
        assert_eq!(queue.text_of(".first .plain"), "좋은 글 잘 읽었습니다", "the very first");
    }

    async fn approval_of_one_text_is_no_approval_of_the_next(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::First).await;
        site.sign_in(Role::Moderator).await;
        let moderator = site.cookie.take();
        let cookie = site.say(remark("승인받을 글입니다")).await.cookie();
        site.cookie = moderator;
        let id = Site::ids_on(&site.get("/admin/comments").await)[0];
        site.decide(id, "approval").await.expect(303);
        assert_eq!(site.texts("SELECT learned FROM comments").await, ["honest"]);
        site.cookie = Some(cookie);
        let held = change(site, id, "승인받지 않은 글입니다").await;
        assert!(held.header("location").contains("done=held"));
        assert_eq!(count(site).await, 0);
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE learned IS NOT NULL OR decided_at IS NOT NULL").await, [0]);
        assert_eq!(site.numbers("SELECT count(*) FROM spam_features WHERE honest <> 0").await, [0], "the lesson of the old text is taken back");
    }

    async fn a_moderators_doubt_outlasts_a_change(site: Site) {
        open_site(site).await;
        site.sign_in(Role::Moderator).await;
        let moderator = site.cookie.take();
        let (id, cookie) = written(site, remark("다툼을 부르는 글")).await;
        site.cookie = moderator;
        site.decide(id, "review").await.expect(303);
        site.cookie = Some(cookie.clone());
        let held = change(site, id, "점잖게 다시 쓴 글").await;
        assert!(held.header("location").contains("done=held"));
        assert_eq!(count(site).await, 0);
        site.change("UPDATE comments SET status = 'trashed'").await;
        assert_eq!(site.get(&text_path(id)).await.status, 404, "what was thrown away is the moderators'");
    }

    async fn a_change_leads_around_no_ban(site: Site) {
        open_site(site).await;
        let (id, cookie) = written(site, remark("처음 쓴 글")).await;
        ban(site, false).await;
        site.cookie = Some(cookie);
        let refused = change(site, id, "차단된 뒤에 고친 글").await;
        assert!(refused.expect(422).contains("차단된 뒤에 고친 글"), "what was typed stays");
        assert_eq!(count(site).await, 1);
        ban(site, true).await;
        let held = change(site, id, "그림자 속에서 고친 글").await;
        assert!(held.header("location").contains("done=held"));
        assert_eq!(count(site).await, 0);
        let own = site.thread(PAGE, "").await;
        assert!(own.text_of(".waiting").contains("그림자 속에서"), "the author believes that it waits");
        assert_eq!(own.count(".waiting a[href*='/text?']"), 1);
        site.change("DELETE FROM comment_bans").await;
        change(site, id, "차단이 풀린 뒤의 글").await.expect(303);
        assert_eq!(count(site).await, 0, "a moderator decides");
    }

    async fn what_readers_reported_or_a_moderator_edited_waits_for_a_moderator(site: Site) {
        open_site(site).await;
        let (reported, mine) = written(site, remark("신고된 글")).await;
        site.cookie = Some(mine);
        let (edited, _) = written(site, remark("다듬어진 글")).await;
        site.change("UPDATE comments SET status = 'pending', reasons = '[{\"reason\": \"flagged\", \"count\": 3, \"reasons\": [\"spam\"]}]' WHERE id = (SELECT min(id) FROM comments)").await;
        site.change("UPDATE threads SET approved = approved - 1").await;
        site.change("INSERT INTO comment_revisions (comment_id, body, edited_by, edited_at) SELECT max(id), '원래 글', 'moderator', 0 FROM comments").await;
        for id in [reported, edited] {
            let held = change(site, id, &format!("{id}번 글을 다시 고칩니다")).await;
            assert!(held.header("location").contains("done=held"), "{id}");
        }
        assert_eq!(count(site).await, 0);
        site.sign_in(Role::Moderator).await;
        let queue = site.get("/admin/comments").await;
        assert_eq!(queue.count(".case"), 2);
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE CAST(reasons AS TEXT) LIKE '%flagged%'").await, [1], "the reports stay in sight");
    }

    async fn a_change_into_spam_counts_for_nothing_and_tells_nothing(site: Site) {
        site.restart(|config| {
            config.comments.moderation = CommentModeration::None;
            config.comments.spam_words = vec!["사설경마".to_owned()];
        }).await;
        let token = site.get("/fragments/token").await.json()["token"].clone();
        site.wait(10);
        let comment = json!({"thread": PAGE, "name": KIM.0, "email": KIM.1, "body": "평범한 글", "form_token": token});
        let made = site.post_json("/api/v1/comments", &comment).await.json();
        let author = made["author_token"].as_str().expect("a token").to_owned();
        let changed = by_element(site, reqwest::Method::PATCH, &made["id"], &author, "사설경마 하세요").await;
        assert_eq!((changed.status, changed.json()["status"].as_str()), (202, Some("pending")));
        assert_eq!(site.texts("SELECT status FROM comments").await, ["spam"]);
        assert_eq!(count(site).await, 0);
    }

    async fn a_deleted_comment_with_replies_keeps_its_place_on_every_level(site: Site) {
        open_site(site).await;
        let (first, mine) = written(site, remark("첫째 비밀")).await;
        site.cookie = Some(mine.clone());
        let (second, _) = written(site, remark("둘째 비밀").answering(first)).await;
        let reply = site.said(Remark::by("이서준", "seojun@example.org", "남을 답글").answering(second)).await;
        let (alone, _) = written(site, remark("답글 없는 글")).await;
        for id in [first, second, alone] {
            let gone = delete(site, id).await;
            assert!(gone.header("location").contains("done=deleted"), "{}", gone.body);
        }
        let page = site.get(&format!("{}&done=deleted", crate::support::thread_path(PAGE))).await;
        assert!(page.body.contains("댓글을 지웠습니다"));
        assert_eq!(Site::ids_on(&page), [first, second, reply]);
        assert_eq!(page.body.matches("삭제된 댓글입니다").count(), 2);
        assert_eq!(page.count(".replies .replies"), 1, "the reply stands where it stood");
        assert!(!page.body.contains("비밀") && !page.body.contains(KIM.0), "{}", page.body);
        assert_eq!(count(site).await, 1);
        let branch = site.thread(PAGE, &format!("&branch={first}")).await;
        assert_eq!(Site::ids_on(&branch), [first, second, reply]);
    }

    async fn a_deleted_comment_is_gone_from_the_database_the_mails_and_the_queue(site: Site) {
        open_site(site).await;
        site.sign_in(Role::Moderator).await;
        let moderator = site.cookie.take();
        let sent = site.say(remark("카지노 카지노 카지노 바카라 바카라 https://a.example https://b.example https://c.example")).await;
        assert!(sent.header("location").contains("done=held"));
        let id = site.numbers("SELECT max(id) FROM comments").await[0];
        site.cookie = Some(sent.cookie());
        change(site, id, "카지노 이야기를 고쳤습니다 https://a.example https://b.example https://c.example").await.expect(303);
        delete(site, id).await.expect(303);
        let rest = site.texts("SELECT name || email || email_key || body || html || searchable || coalesce(ip, '') || coalesce(browser, '') FROM comments").await;
        assert_eq!(rest, ["익명"]);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_revisions").await, [0]);
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE CAST(content AS TEXT) LIKE '%카지노%'").await, [0]);
        site.cookie = moderator;
        let queue = site.get("/admin/comments?state=all").await;
        assert_eq!(queue.count(".case"), 0);
        assert_eq!(queue.text_of(".filters a[href*='state=all'] .count"), "0");
        site.decide(id, "approval").await.expect(303);
        assert_eq!(count(site).await, 0, "nothing is left to approve");
    }

    async fn nobody_changes_or_deletes_anothers_comment(site: Site) {
        open_site(site).await;
        let (mine, cookie) = written(site, remark("내 글")).await;
        let (theirs, stranger) = written(site, Remark::by("이서준", "seojun@example.org", "남의 글")).await;
        site.cookie = Some(cookie);
        let own = site.get(&text_path(mine)).await.field("own");
        site.cookie = Some(stranger);
        let foreign = site.get(&text_path(theirs)).await.field("own");
        for (id, token, status) in [
            (mine, own.as_str(), 400),
            (mine, &foreign, 400),
            (mine, "", 400),
            (theirs, &own, 400),
            (theirs, "e1-x.0.forged", 400),
        ] {
            for path in [text_path(id), deletion_path(id)] {
                let refused = site.post(&path, &[("own", token), ("text", "바뀐 글")]).await;
                assert!(refused.expect(status).contains("오래된 페이지입니다"), "a form is no link of a mail: {path}");
            }
        }
        site.get(&text_path(mine)).await.expect(404);
        site.get(&text_path(999_999)).await.expect(404);
        site.cookie = None;
        for path in [text_path(mine), deletion_path(mine)] {
            site.post(&path, &[("own", &own), ("text", "바뀐 글")]).await.expect(404);
        }
        assert!(matches!(site.get(&deletion_path(mine)).await.status, 404 | 405));
        let page = site.thread(PAGE, "").await;
        assert!(page.body.contains("내 글") && page.body.contains("남의 글") && !page.body.contains("바뀐 글"));
    }

    async fn an_element_changes_and_deletes_by_the_authors_token_and_never_by_a_cookie(site: Site) {
        open_site(site).await;
        let token = site.get("/fragments/token").await.json()["token"].clone();
        site.wait(10);
        let comment = json!({"thread": PAGE, "name": KIM.0, "email": KIM.1, "body": "요소에서 쓴 글", "form_token": token});
        let made = site.post_json("/api/v1/comments", &comment).await;
        made.expect(201);
        assert_eq!(made.json()["changeable_for"], 300);
        let (id, author) = (made.json()["id"].clone(), made.json()["author_token"].as_str().expect("a token").to_owned());
        let fragment = site.http.get(site.url(&format!("/fragments{}&lang=en", text_path(id.as_i64().expect("an id")))));
        let fragment = site.send(fragment.header("gudok-author", &author)).await;
        assert_eq!(fragment.text_of("section.gudok[lang=en] form[data-gudok=own] textarea"), "요소에서 쓴 글");
        assert_eq!(fragment.count("a[href^='/'], form[action^='/']"), 0);
        for other in ["", "undefined", &format!("{author}x")] {
            by_element(site, reqwest::Method::PATCH, &id, other, "남이 고친 글").await.expect(404);
            by_element(site, reqwest::Method::DELETE, &id, other, "").await.expect(404);
        }
        let changed = by_element(site, reqwest::Method::PATCH, &id, &author, "요소에서 **고친** 글").await;
        assert_eq!((changed.status, changed.json()["status"].as_str()), (200, Some("approved")));
        assert!(site.thread(PAGE, "").await.body.contains("<strong>고친</strong>"));
        let empty = by_element(site, reqwest::Method::PATCH, &id, &author, " ").await;
        assert_eq!((empty.status, empty.json()["errors"][0]["field"].as_str()), (422, Some("body")));
        let held = by_element(site, reqwest::Method::PATCH, &id, &author, "https://a.example https://b.example https://c.example").await;
        assert_eq!((held.status, held.json()["status"].as_str()), (202, Some("pending")));
        by_element(site, reqwest::Method::DELETE, &id, &author, "").await.expect(204);
        by_element(site, reqwest::Method::DELETE, &id, &author, "").await.expect(404);
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 0);
        let (on_page, cookie) = written(site, remark("페이지에서 쓴 글")).await;
        site.cookie = Some(cookie);
        by_element(site, reqwest::Method::DELETE, &on_page.into(), "", "").await.expect(404);
        assert_eq!(count(site).await, 1);
    }

    async fn changes_have_a_limit_that_keeps_the_text(site: Site) {
        open_site(site).await;
        let (id, cookie) = written(site, remark("글 번호")).await;
        site.cookie = Some(cookie);
        for number in 0..20 {
            change(site, id, &format!("글 번호 {number}")).await.expect(303);
        }
        let last = change(site, id, "글 번호 20").await;
        last.expect(429);
        assert!(last.header("retry-after").parse::<i64>().expect("seconds") > 0);
        assert_eq!(last.text_of("textarea[name=text]"), "글 번호 20");
        assert!(last.text_of("#text-note .error").contains("10분 뒤에"), "{}", last.text_of("#text-note"));
        change(site, id, "글 번호 19").await.expect(303);
    }

    async fn in_a_frame_of_the_site_the_form_stays_in_the_frame(site: Site) {
        open_site(site).await;
        let (id, cookie) = written(site, remark("틀 안의 글")).await;
        site.cookie = Some(cookie);
        let thread = site.thread(PAGE, "&embed=1&theme=dark").await;
        let document = dom_query::Document::from(thread.body.as_str());
        let link = document.select(&format!("#comment-{id} a[data-gudok=own]")).attr("href").expect("a link").to_string();
        let form = site.get(&link).await;
        assert!(form.header("content-security-policy").contains("frame-ancestors 'self' https://blog.example.org"));
        assert_eq!(form.count("html[data-theme=dark] body.embedded form[action*='embed=1'] button[formaction*='embed=1']"), 1);
        let own = form.field("own");
        let sent = site.post(&link, &[("own", &own), ("text", "틀 안에서 고친 글")]).await;
        assert!(sent.header("location").contains("embed=1&theme=dark"), "{}", sent.header("location"));
    }
}
