//! Moderating: the mail that calls, the queue, the decisions and their traces.

use gudok::admin::{self, Role};
use gudok::config::CommentModeration;

use crate::stories;
use crate::support::{PAGE, Remark, Site};

fn remark(body: &str) -> Remark<'_> {
    Remark::by("김하늘", "sky@example.org", body)
}

/// The newest comment of the queue.
async fn newest(site: &Site) -> i64 {
    Site::ids_on(&site.get("/admin/comments?state=all").await)[0]
}

stories! {
    async fn a_moderator_is_called_and_told_why_the_comment_waits(site: Site) {
        site.sign_in(Role::Moderator).await;
        let asked = remark("**질문**이 있습니다: https://a.example https://b.example https://c.example");
        site.say(Remark { notify: false, ..asked }).await.expect(303);
        let mail = site.newest_mail_to("moderator@example.org").await;
        assert_eq!(mail.subject, "[인공지능 읽기] 댓글이 검토를 기다립니다", "what looks like advertising has no name in a subject");
        for part in ["질문", "sky@example.org", "첫 댓글이거나 본인 확인이 되지 않은 분입니다", "링크가 3개입니다", "인공지능 읽기의 글"] {
            assert!(mail.text.contains(part), "{part}: {}", mail.text);
        }
        assert!(mail.html.contains("질문"));
        assert!(mail.text.contains("7일 동안 쓸 수 있습니다"), "{}", mail.text);
        let link = mail.link("/admin/comments");
        let id = newest(site).await;
        assert!(link.ends_with(&format!("#comment-{id}")), "{link}");
        let page = site.get(&link).await;
        assert_eq!(Site::ids_on(&page), [id]);
        assert_eq!(page.count(".reasons li"), 3, "the sum, the first comment, the links");
        assert_eq!(site.count_mails_to("sky@example.org").await, 0);
    }

    async fn a_burst_of_comments_is_one_mail_that_quotes_nobody(site: Site) {
        site.sign_in(Role::Moderator).await;
        for number in 0..14 {
            site.say(remark(&format!("댓글 {number}"))).await.expect(303);
        }
        assert_eq!(site.count_mails_to("moderator@example.org").await, 1);
        assert_eq!(site.newest_mail_to("moderator@example.org").await.subject, "[인공지능 읽기] 김하늘 님의 댓글이 검토를 기다립니다");
        site.decide(newest(site).await, "approval").await.expect(303);
        site.run_schedule("tell-moderators").await;
        assert_eq!(site.count_mails_to("moderator@example.org").await, 1, "not yet");
        site.change("UPDATE comments SET page_title = '김하늘의 방'").await;
        site.change("UPDATE threads SET title = ''").await;
        site.wait(600);
        site.run_schedule("tell-moderators").await;
        site.run_schedule("tell-moderators").await;
        assert_eq!(site.count_mails_to("moderator@example.org").await, 2);
        let mail = site.newest_mail_to("moderator@example.org").await;
        assert_eq!(mail.subject, "[인공지능 읽기] 댓글 12개가 검토를 기다립니다");
        assert_eq!(mail.text.matches("/moderation/").count(), 10);
        assert!(!mail.text.contains("김하늘의 방") && !mail.html.contains("김하늘의 방"), "a title that came with a comment is a stranger's");
        assert!(mail.text.contains("그 밖에 2개가 더 있습니다"), "{}", mail.text);
        assert!(!mail.text.contains("김하늘") && !mail.html.contains("김하늘") && !mail.text.contains("댓글 3"), "{}", mail.text);
        site.wait(600);
        site.say(remark("나중에 한 개")).await.expect(303);
        assert!(site.newest_mail_to("moderator@example.org").await.text.contains("나중에 한 개"));
    }

    async fn a_comment_that_its_author_deletes_is_in_no_mail(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(remark("첫 댓글")).await.expect(303);
        let sent = site.say(Remark { notify: false, ..remark("지울 댓글") }).await;
        let id = newest(site).await;
        site.cookie = Some(sent.cookie());
        let query = crate::support::encode(&[("thread", PAGE)]);
        let own = site.get(&format!("/comments/{id}/text?{query}")).await.field("own");
        site.post(&format!("/comments/{id}/deletion?{query}"), &[("own", &own)]).await.expect(303);
        site.wait(600);
        site.run_schedule("tell-moderators").await;
        assert_eq!(site.count_mails_to("moderator@example.org").await, 1);
    }

    async fn a_comment_that_no_longer_waits_after_its_authors_change_is_in_no_mail(site: Site) {
        site.restart(|config| config.comments.spam_words = vec!["급전".to_owned()]).await;
        site.sign_in(Role::Moderator).await;
        site.say(remark("첫 댓글")).await.expect(303);
        let sent = site.say(Remark { notify: false, ..remark("바꿀 댓글") }).await;
        let id = newest(site).await;
        site.cookie = Some(sent.cookie());
        let path = format!("/comments/{id}/text?{}", crate::support::encode(&[("thread", PAGE)]));
        let own = site.get(&path).await.field("own");
        site.post(&path, &[("own", &own), ("text", "그냥 다른 댓글")]).await.expect(303);
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE is_untold").await, [1], "it still waits");
        let own = site.get(&path).await.field("own");
        site.post(&path, &[("own", &own), ("text", "급전 필요하신 분")]).await.expect(303);
        assert_eq!(site.texts("SELECT status FROM comments ORDER BY id").await, ["pending", "spam"]);
        site.wait(600);
        site.run_schedule("tell-moderators").await;
        assert_eq!(site.count_mails_to("moderator@example.org").await, 1);
    }

    async fn nobody_is_called_for_what_is_surely_spam(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(remark("카지노 바카라 대출 문의 카톡 https://a.example https://b.example https://c.example")).await.expect(303);
        assert_eq!(site.count_mails_to("moderator@example.org").await, 0);
        assert_eq!(site.get("/admin/comments").await.count(".suspects .case"), 1, "it waits all the same");
        site.say(remark("좋은 글 감사합니다")).await.expect(303);
        assert_eq!(site.count_mails_to("moderator@example.org").await, 1);
    }

    async fn an_honest_correction_of_what_was_surely_spam_calls_a_moderator_once(site: Site) {
        site.sign_in(Role::Moderator).await;
        let sure = "카지노 바카라 대출 문의 카톡 https://a.example https://b.example https://c.example";
        let sent = site.say(Remark { notify: false, ..remark(sure) }).await;
        let id = newest(site).await;
        site.cookie = Some(sent.cookie());
        let path = format!("/comments/{id}/text?{}", crate::support::encode(&[("thread", PAGE)]));
        let own = site.get(&path).await.field("own");
        let still = format!("{sure} https://d.example");
        for (text, mails) in [(still.as_str(), 0), ("오해를 살 말을 뺐습니다", 1), ("한 글자 더 고쳤습니다", 1)] {
            site.post(&path, &[("own", &own), ("text", text)]).await.expect(303);
            site.wait(1);
            assert_eq!(site.texts("SELECT status FROM comments").await, ["pending"]);
            assert_eq!(site.count_mails_to("moderator@example.org").await, mails, "{text}");
        }
        let mail = site.newest_mail_to("moderator@example.org").await;
        assert!(mail.text.contains("오해를 살 말을 뺐습니다"), "{}", mail.text);
    }

    async fn the_links_of_a_mail_decide_by_a_button_in_the_name_of_their_account(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(remark("메일로 승인해 주세요")).await.expect(303);
        let mail = site.newest_mail_to("moderator@example.org").await;
        site.cookie = None;
        for (act, first) in [("approval", "승인"), ("spam", "스팸"), ("trash", "휴지통으로")] {
            let page = site.get(&mail.link(&format!("?act={act}"))).await;
            assert!(page.expect(200).contains("메일로 승인해 주세요"));
            assert_eq!(page.text_of("form button:first-of-type"), first);
        }
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 0, "a link that is opened decides nothing");
        let link = mail.link("?act=approval");
        let path = link.split('?').next().expect("a path").to_owned();
        let done = site.post(&path, &[("act", "approval")]).await;
        assert!(done.expect(200).contains("댓글을 승인했습니다"));
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 1);
        site.post(&path, &[("act", "publish")]).await.expect(400);
        site.post(&path, &[("act", "trash")]).await.expect(200);
        let log = site.audit_log().await;
        let id = site.numbers("SELECT id FROM comments").await[0];
        assert_eq!(log.last(), Some(&format!("moderator@example.org comment-trash comment:{id}")));
        site.post(&format!("{path}x"), &[("act", "approval")]).await.expect(400);
        site.get(&path.replace(".1.", ".2.")).await.expect(400);
        site.wait(7 * 86_400);
        site.get(&path).await.expect(410);
        site.post(&path, &[("act", "approval")]).await.expect(410);
    }

    async fn a_link_of_an_account_that_is_gone_decides_nothing(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(remark("메일로 승인해 주세요")).await.expect(303);
        let link = site.newest_mail_to("moderator@example.org").await.link("/moderation/");
        let path = link.split('?').next().expect("a path").to_owned();
        site.change("DELETE FROM sessions").await;
        site.change("DELETE FROM accounts").await;
        site.post(&path, &[("act", "approval")]).await.expect(400);
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 0);
    }

    async fn a_link_decides_nothing_in_the_name_of_a_later_account_with_the_same_row(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(remark("메일로 승인해 주세요")).await.expect(303);
        let link = site.newest_mail_to("moderator@example.org").await.link("/moderation/");
        let path = link.split('?').next().expect("a path").to_owned();
        site.get(&path).await.expect(200);
        // SQLite gives the row id of a deleted account to the next one.
        site.change("UPDATE accounts SET created_at = created_at + 1").await;
        site.get(&path).await.expect(400);
        site.post(&path, &[("act", "approval")]).await.expect(400);
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 0);
    }

    async fn an_approved_comment_is_visible_at_once_and_every_decision_can_be_undone(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(remark("승인해 주세요")).await.expect(303);
        let id = newest(site).await;
        for (noun, visible) in [("approval", true), ("spam", false), ("approval", true), ("trash", false), ("review", false), ("approval", true), ("approval", true), ("review", false)] {
            let back = site.decide(id, noun).await;
            back.expect(303);
            assert!(back.header("location").starts_with("/admin/comments?"));
            let page = site.thread(PAGE, "").await;
            assert_eq!(page.count(".comment"), usize::from(visible), "{noun}");
            let counts = site.get(&format!("/api/v1/comment-counts?thread={PAGE}")).await;
            assert_eq!(counts.json()[PAGE], i64::from(visible), "{noun}");
        }
    }

    async fn a_decision_leads_back_to_the_same_filter_and_says_what_was_done(site: Site) {
        site.sign_in(Role::Editor).await;
        site.say(remark("찾을 말")).await.expect(303);
        let id = newest(site).await;
        let queue = site.get("/admin/comments?state=pending&q=찾을").await;
        let csrf = queue.field("csrf");
        let back = site.post(&format!("/admin/comments/{id}/trash"), &[("csrf", &csrf), ("state", "pending"), ("q", "찾을")]).await;
        let location = back.header("location").to_owned();
        assert!(location.contains("state=pending") && location.contains("q=%EC%B0%BE"), "{location}");
        let page = site.get(&location).await;
        assert!(page.expect(200).contains("휴지통으로 옮겼습니다"));
        assert_eq!(page.text_of(".filters a[href*='state=trashed'] .count"), "1");
    }

    async fn the_queue_finds_by_name_address_and_text_in_any_case(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(Remark::by("Jun Park", "Jun@Example.org", "Great SUMMARY 100%")).await.expect(303);
        site.say(remark("다른 댓글")).await.expect(303);
        for (search, found) in [("jun park", 1), ("JUN@example", 1), ("summary", 1), ("100%", 1), ("1%0", 0), ("_", 0), ("다른", 1), ("' OR 1=1 --", 0)] {
            let query = crate::support::encode(&[("q", search)]);
            let page = site.get(&format!("/admin/comments?{query}")).await;
            page.expect(200);
            assert_eq!(page.count(".case"), found, "{search}");
        }
    }

    async fn a_comment_taken_away_leaves_its_replies_and_no_word_of_itself(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        site.sign_in(Role::Moderator).await;
        let first = site.said(remark("지워질 말")).await;
        let reply = site.said(Remark::by("이서준", "seojun@example.org", "남을 답글").answering(first)).await;
        site.decide(first, "trash").await.expect(303);
        let page = site.thread(PAGE, "").await;
        assert!(!page.body.contains("지워질 말") && !page.body.contains("김하늘"), "{}", page.body);
        assert!(page.body.contains("삭제된 댓글입니다"));
        assert_eq!(Site::ids_on(&page), [first, reply]);
        assert_eq!(page.text_of("#comments"), "댓글 1개");
        site.decide(reply, "trash").await.expect(303);
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 0);
    }

    async fn a_decision_needs_a_session_and_its_token_and_by_post(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(remark("건드리지 마세요")).await.expect(303);
        let id = newest(site).await;
        let path = format!("/admin/comments/{id}/approval");
        assert!(matches!(site.get(&path).await.status, 404 | 405));
        site.post(&path, &[("csrf", "forged")]).await.expect(400);
        site.post(&path, &[]).await.expect(400);
        site.decide(999_999, "approval").await.expect(404);
        site.cookie = None;
        site.post(&path, &[("csrf", "x")]).await.expect(401);
        site.get("/admin/comments").await.expect(303);
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 0);
    }

    async fn each_decision_leaves_a_line_in_the_audit_log(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(remark("기록을 남깁니다")).await.expect(303);
        let id = newest(site).await;
        site.decide(id, "approval").await.expect(303);
        site.decide(id, "approval").await.expect(303);
        let mut tx = site.app.read().await.expect("a connection");
        let lines = admin::audit::newest(&mut tx, 20).await.expect("the log");
        let of_comment: Vec<_> = lines.iter().filter(|line| line.subject == format!("comment:{id}")).collect();
        assert_eq!(of_comment.len(), 1, "saying it twice changes nothing");
        assert_eq!(of_comment[0].action, "comment-approve");
        assert_eq!(of_comment[0].who.as_deref(), Some("moderator@example.org"));
    }

    async fn the_queue_goes_through_many_comments_page_by_page(site: Site) {
        site.sign_in(Role::Moderator).await;
        for number in 0..70 {
            let name = format!("독자 {number}");
            if number % 19 == 0 {
                site.wait(700); // within the limit of one client
            }
            site.say(Remark::by(&name, "many@example.org", &format!("댓글 {number}"))).await.expect(303);
        }
        let mut seen = Vec::new();
        let mut page = site.get("/admin/comments").await;
        for _ in 0..2 {
            seen.extend(Site::ids_on(&page));
            page = site.get(&link(&page, "next")).await;
        }
        seen.extend(Site::ids_on(&page));
        assert_eq!(seen.len(), 70);
        assert!(seen.is_sorted_by(|a, b| a > b), "newest first, none twice");
        assert_eq!(page.count("a[rel=next]"), 0);
        let back = site.get(&link(&page, "prev")).await;
        assert_eq!(Site::ids_on(&back), seen[30..60]);
    }

    async fn network_addresses_of_old_comments_are_forgotten(site: Site) {
        site.sign_in(Role::Moderator).await;
        site.say(remark("오래된 댓글")).await.expect(303);
        let page = site.get("/admin/comments").await;
        assert!(page.body.contains("127.0.0.1"));
        site.wait(91 * 86_400);
        site.run_schedule("forget-comment-ips").await;
        site.cookie = None;
        let mut tx = site.app.read().await.expect("a connection");
        let filter = gudok::comments::moderation::QueueFilter::default();
        let queue = gudok::comments::moderation::queue(&mut tx, &filter, gudok::comments::moderation::QueueStart::Newest).await.expect("the queue");
        assert_eq!(queue.comments[0].ip, None);
    }
}

/// Where a link of this relation leads.
fn link(page: &crate::support::Reply, relation: &str) -> String {
    let document = dom_query::Document::from(page.body.as_str());
    let link = document.select(&format!("a[rel={relation}]")).attr("href");
    link.expect("a link").to_string()
}
