//! An author sees, exports and erases comments, votes and reports by a mailed link. Who asks for one learns nothing of an address.

use gudok::admin::Role;
use gudok::clock::{DAY, HOUR};
use gudok::config::CommentModeration;
use gudok::subscribers::unsolicited_mail_cap::UnsolicitedMail;
use serde_json::json;

use crate::mail_caps::may_mail;
use crate::stories;
use crate::support::readers::{KIM, state, subscribed};
use crate::support::{PAGE, Remark, Reply, Site, encode};
use crate::verified_names::claim;

const MINE: &str = "/comments/mine";

async fn open_site(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
}

/// A public comment of this person, and the cookie of the browser that wrote it.
async fn written(site: &Site, remark: Remark<'_>) -> (i64, String) {
    let sent = site.say(remark).await;
    sent.expect(303);
    let location = sent.header("location");
    let id = location.rsplit_once("#comment-").map(|(_, id)| id.parse());
    let id = id.unwrap_or_else(|| panic!("the comment was held: {location}"));
    (id.expect("an id"), sent.cookie())
}

/// Asks for a link with this address, as a person does.
async fn ask(site: &Site, email: &str) -> Reply {
    let token = site.get(MINE).await.field("form_token");
    site.wait(5);
    let fields = [
        ("form_token", token.as_str()),
        ("website_url", ""),
        ("email", email),
    ];
    let sent = site.post(MINE, &fields).await;
    site.run_jobs().await;
    sent
}

/// A public comment of this person in a browser that proved the address, and its cookie.
async fn written_by_owner(site: &mut Site, remark: Remark<'_>) -> (i64, String) {
    claim(site, remark.email).await;
    let cookie = site.cookie.clone().expect("a cookie");
    let id = site.said(remark).await;
    site.cookie = None;
    (id, cookie)
}

/// The mailed link of this person.
async fn link(site: &Site, email: &str) -> String {
    ask(site, email).await.expect(200);
    site.newest_mail_to(email).await.link("/comments/mine/")
}

stories! {
    async fn the_answer_is_the_same_for_every_address_and_only_an_author_gets_a_mail(site: Site) {
        open_site(site).await;
        site.said(Remark { notify: false, ..Remark::by("김하늘", KIM, "첫 댓글입니다") }).await;
        let known = ask(site, "Kim@example.org").await;
        let unknown = ask(site, "nobody@example.org").await;
        assert_eq!(known.expect(200), unknown.expect(200));
        assert_eq!((site.count_mails_to(KIM).await, site.count_mails_to("nobody@example.org").await), (1, 0));
        ask(site, "kim@").await.expect(422);
        let early = site.get(MINE).await.field("form_token");
        site.post(MINE, &[("form_token", &early), ("email", KIM)]).await.expect(422);
        let form = [("form_token", early.as_str()), ("website_url", "x"), ("email", KIM)];
        site.post(MINE, &form).await.expect(200);
        site.run_jobs().await;
        assert_eq!(site.count_mails_to(KIM).await, 1, "a program gets no mail sent");
    }

    async fn strangers_cause_at_most_three_of_these_mails_a_day(site: Site) {
        open_site(site).await;
        site.said(Remark { notify: false, ..Remark::by("김하늘", KIM, "첫 댓글입니다") }).await;
        for _ in 0..5 {
            ask(site, KIM).await.expect(200);
            site.wait(20 * 60);
        }
        assert_eq!(site.count_mails_to(KIM).await, 3);
    }

    async fn whoever_asks_for_other_mails_keeps_no_author_from_the_link(site: Site) {
        open_site(site).await;
        site.said(Remark { notify: false, ..Remark::by("김하늘", KIM, "첫 댓글입니다") }).await;
        for asked in [UnsolicitedMail::AuthorLink, UnsolicitedMail::CommentAddress, UnsolicitedMail::Confirmation] {
            may_mail(site, asked, KIM).await;
        }
        assert!(site.get(&link(site, KIM).await).await.expect(200).contains("첫 댓글입니다"));
    }

    async fn a_link_that_finds_too_many_mails_waiting_is_mailed_later(site: Site) {
        open_site(site).await;
        let author = "kim@corp.example";
        site.said(Remark { notify: false, ..Remark::by("김하늘", author, "첫 댓글입니다") }).await;
        // 30 at once and 360 in the day to come.
        for number in 0..390 {
            may_mail(site, UnsolicitedMail::LostLink, &format!("u{number}@corp.example")).await;
        }
        ask(site, author).await.expect(200);
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE kind = 'my-data'").await, [0]);
        site.wait(HOUR);
        site.run_jobs().await;
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE kind = 'my-data'").await, [1]);
        site.wait(DAY);
        assert_eq!(site.count_mails_to(author).await, 1);
    }

    async fn a_link_shows_comments_votes_and_reports_and_changes_nothing(site: Site) {
        open_site(site).await;
        let (other, _) = written(site, Remark { notify: false, ..Remark::by("박", "park@example.org", "남의 댓글") }).await;
        let (worse, _) = written(site, Remark { notify: false, ..Remark::by("최", "choi@example.org", "남의 다른 댓글") }).await;
        let (_, cookie) = written_by_owner(site, Remark { notify: false, ..Remark::by("김하늘", KIM, "첫 <댓글>입니다") }).await;
        vote(site, &cookie, "up", other).await;
        vote(site, &cookie, "down", worse).await;
        let before = everything(site).await;
        let link = link(site, KIM).await;
        let page = site.get(&link).await;
        let text = page.expect(200);
        assert!(text.contains("첫 &lt;댓글&gt;입니다") || text.contains("첫 &#60;댓글&#62;입니다"), "{text}");
        assert!(text.contains("댓글을 추천했습니다") && text.contains("댓글을 비추천했습니다"), "{text}");
        assert!(!text.contains("남의"), "{text}");
        assert_eq!((page.header("cache-control"), page.header("x-robots-tag")), ("no-store", "noindex"));
        let file = site.get(&format!("{link}/export")).await;
        let data = file.json();
        assert_eq!((&data["email"], &data["comments"][0]["body"]), (&json!(KIM), &json!("첫 <댓글>입니다")));
        assert_eq!((&data["votes"][0]["vote"], &data["votes"][0]["comment"]), (&json!("up"), &json!(other)));
        assert!(file.header("content-disposition").starts_with("attachment"));
        site.get(&format!("{link}/erasure")).await.expect(200);
        assert_eq!(everything(site).await, before, "a scanner that opens every link changes nothing");
    }

    async fn erasing_empties_comments_keeps_the_tree_and_takes_back_votes(site: Site) {
        open_site(site).await;
        let (other, _) = written(site, Remark { notify: false, ..Remark::by("박", "park@example.org", "남의 댓글") }).await;
        let (own, cookie) = written_by_owner(site, Remark { notify: false, ..Remark::by("김하늘", KIM, "비밀 댓글입니다") }).await;
        written(site, Remark { notify: false, ..Remark::by("최", "choi@example.org", "답글입니다").answering(own) }).await;
        vote(site, &cookie, "up", other).await;
        site.change("INSERT INTO comment_bans (kind, pattern, is_shadow, created_at) VALUES ('address', 'kim@example.org', FALSE, 0)").await;
        let link = link(site, KIM).await;
        let done = site.post(&format!("{link}/erasure"), &[]).await;
        assert!(done.expect(200).contains("댓글 1개"), "{}", done.body);
        let page = site.thread(PAGE, "").await;
        assert!(!page.body.contains("비밀") && !page.body.contains("김하늘"));
        assert!(page.body.contains("삭제된 댓글입니다") && page.body.contains("답글입니다"));
        assert_eq!(site.numbers("SELECT approved FROM threads").await, [2]);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_votes").await, [0]);
        assert_eq!(site.numbers("SELECT CAST(sum(up + down + best) AS BIGINT) FROM comments").await, [0]);
        let rest = site.texts("SELECT name || email || email_key || body || html || searchable || coalesce(ip, '') || coalesce(browser, '') FROM comments WHERE status = 'trashed'").await;
        assert_eq!(rest, ["익명"]);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_bans").await, [1], "a person does not end a moderator's ban");
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE recipient = 'kim@example.org'").await, [0]);
        let spent = site.get(&link).await;
        assert!(spent.expect(410).contains("이미 지운 정보"));
        site.post(&format!("{link}/erasure"), &[]).await.expect(410);
        assert!(site.get(&format!("{link}x")).await.status == 400);
    }

    async fn a_browser_that_only_proved_or_only_typed_an_address_shows_no_votes_there(site: Site) {
        open_site(site).await;
        let (other, _) = written(site, Remark { notify: false, ..Remark::by("박", "park@example.org", "남의 댓글") }).await;
        let (_, typist) = written(site, Remark { notify: false, ..Remark::by("최", KIM, "남의 주소를 적었습니다") }).await;
        vote(site, &typist, "up", other).await;
        // Somebody lures a reader to a page with the code of an address of their own.
        let (_, reader) = written(site, Remark { notify: false, ..Remark::by("이서준", "lee@example.org", "독자의 댓글") }).await;
        vote(site, &reader, "down", other).await;
        site.change(
            "INSERT INTO comment_address_proofs (email_key, browser, proved_at, is_vouched, claimed_at)
             SELECT 'kim@example.org', browser, 0, FALSE, 0 FROM comments WHERE email_key = 'lee@example.org'",
        )
        .await;
        let link = link(site, KIM).await;
        let data = site.get(&format!("{link}/export")).await.json();
        assert_eq!((&data["comments"][0]["body"], &data["votes"]), (&json!("남의 주소를 적었습니다"), &json!([])));
        site.post(&format!("{link}/erasure"), &[]).await.expect(200);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_votes").await, [2]);
    }

    async fn the_page_shows_a_hundred_of_each_and_the_file_has_all(site: Site) {
        open_site(site).await;
        site.said(Remark { notify: false, ..Remark::by("김하늘", KIM, "첫 댓글입니다") }).await;
        for _ in 0..7 {
            site.change(
                "INSERT INTO comments (thread_id, name, email, email_key, body, html, text_hash, searchable, status, reasons, replies, notify, locale, created_at)
                 SELECT thread_id, name, email, email_key, body, html, text_hash, searchable, status, reasons, replies, notify, locale, created_at FROM comments",
            )
            .await;
        }
        let link = link(site, KIM).await;
        let page = site.get(&link).await;
        assert_eq!(page.expect(200).matches("첫 댓글입니다").count(), 100);
        assert!(page.body.contains("최근 100개까지"));
        let data = site.get(&format!("{link}/export")).await.json();
        let ids: Vec<i64> = data["comments"].as_array().expect("comments").iter().filter_map(|comment| comment["id"].as_i64()).collect();
        assert_eq!(ids.len(), 128);
        assert!(ids.is_sorted(), "oldest first");
    }

    async fn a_subscriber_is_led_to_the_preferences_and_stays_one(site: Site) {
        open_site(site).await;
        subscribed(site, KIM).await;
        site.said(Remark { notify: false, ..Remark::by("김하늘", KIM, "첫 댓글입니다") }).await;
        let link = link(site, KIM).await;
        assert!(site.get(&link).await.expect(200).contains("/preferences/"));
        let before = state(site, KIM).await;
        site.post(&format!("{link}/erasure"), &[]).await.expect(200);
        assert_eq!(state(site, KIM).await, before);
        assert!(before.is_some());
    }

    async fn a_link_ends_after_a_day(site: Site) {
        open_site(site).await;
        site.said(Remark { notify: false, ..Remark::by("김하늘", KIM, "첫 댓글입니다") }).await;
        let link = link(site, KIM).await;
        site.wait(24 * 3600);
        assert!(site.get(&link).await.expect(410).contains("form_token"), "it offers a new one");
    }

    async fn a_shadow_ban_does_not_show_on_the_page(site: Site) {
        open_site(site).await;
        site.said(Remark { notify: false, ..Remark::by("김하늘", KIM, "첫 댓글입니다") }).await;
        site.change("UPDATE comments SET status = 'spam', shadow_banned = TRUE").await;
        let link = link(site, KIM).await;
        assert!(site.get(&link).await.expect(200).contains("검토를 기다리는 중"));
        assert_eq!(site.get(&format!("{link}/export")).await.json()["comments"][0]["status"], "pending");
    }

    async fn an_owner_exports_what_is_stored_of_an_author(site: Site) {
        open_site(site).await;
        let id = site.said(Remark { notify: false, ..Remark::by("김하늘", KIM, "첫 댓글입니다") }).await;
        let path = format!("/admin/comments/{id}/export");
        site.sign_in(Role::Moderator).await;
        let csrf = site.get("/admin/account").await.field("csrf");
        site.post(&path, &[("csrf", &csrf)]).await.expect(403);
        site.sign_in(Role::Owner).await;
        assert!(site.get(&format!("/admin/comments/{id}/erasure")).await.expect(200).contains(&path));
        let csrf = site.get("/admin/account").await.field("csrf");
        let data = site.post(&path, &[("csrf", &csrf)]).await.json();
        assert_eq!((&data["email"], &data["comments"][0]["body"]), (&json!(KIM), &json!("첫 댓글입니다")));
        let kim = subscribed(site, KIM).await;
        let path = format!("/admin/subscribers/{}/export", kim.id.0);
        let data = site.post(&path, &[("csrf", &csrf)]).await.json();
        assert_eq!((&data["state"], &data["comments"][0]["body"]), (&json!("confirmed"), &json!("첫 댓글입니다")));
        let log = site.audit_log().await;
        for taken in [format!("comment:{id}"), format!("subscriber:{}", kim.id.0)] {
            assert!(log.contains(&format!("owner@example.org person-export {taken}")), "{log:?}");
        }
        assert_ne!(site.get(&path).await.status, 200, "no link takes a file without a trace");
    }
}

/// What the pages could change.
async fn everything(site: &Site) -> Vec<String> {
    let comments =
        "SELECT CAST(id AS TEXT) || status || body || up || down FROM comments ORDER BY id";
    let mut all = site.texts(comments).await;
    all.extend(
        site.texts("SELECT voter || vote FROM comment_votes ORDER BY voter")
            .await,
    );
    all
}

/// Votes on a comment in the browser with this cookie.
async fn vote(site: &mut Site, cookie: &str, way: &str, comment: i64) {
    site.cookie = Some(cookie.to_owned());
    let path = format!("/comments/votes?{}", encode(&[("thread", PAGE)]));
    site.post(&path, &[(way, &comment.to_string())])
        .await
        .expect(303);
    site.cookie = None;
}
