//! Notices of a whole thread, and the daily mail of comments: who chooses them, what they hold, and that each comes once.

use gudok::address::EmailAddress;
use gudok::comments::privacy;
use gudok::config::CommentModeration;

use crate::stories;
use crate::support::{Remark, Site};

const KIM: (&str, &str) = ("김하늘", "sky@example.org");
const LEE: (&str, &str) = ("이서준", "seojun@example.org");
const SCHEDULE: &str = "daily-comments";
const GUESTBOOK: &str = "guestbook";

fn by<'a>((name, email): (&'a str, &'a str), body: &'a str) -> Remark<'a> {
    Remark::by(name, email, body)
}

async fn open_site(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
}

/// A public comment of Kim, who proves the address; returns its id and the path of the choice for the thread.
async fn joined(site: &Site) -> (i64, String) {
    let id = site.said(by(KIM, "첫 댓글")).await;
    let link = site.newest_mail_to(KIM.1).await.link("/confirmation");
    let page = site.post(&link, &[]).await;
    let choice = page
        .expect(200)
        .split('"')
        .find(|part| part.contains("/choice"))
        .expect("a link to the choice")
        .to_owned();
    (id, choice)
}

/// The same with this choice.
async fn joined_with(site: &Site, scope: &str, pace: &str) -> (i64, String) {
    let (id, path) = joined(site).await;
    choose(site, &path, scope, pace).await;
    (id, path)
}

async fn choose(site: &Site, path: &str, scope: &str, pace: &str) {
    let chosen = site.post(path, &[("scope", scope), ("pace", pace)]).await;
    chosen.expect(200);
    assert_eq!(chosen.count(&format!("input[value={scope}][checked]")), 1);
    assert_eq!(chosen.count(&format!("input[value={pace}][checked]")), 1);
}

/// Runs the jobs, lets time pass until the next morning, and runs the schedule twice.
async fn next_morning(site: &Site) {
    site.mails().await;
    site.wait(86_400);
    for _ in 0..2 {
        site.run_schedule(SCHEDULE).await;
    }
}

/// The kinds of notices that Kim got, oldest first.
async fn notices(site: &Site) -> Vec<String> {
    site.mails().await;
    site.texts("SELECT kind FROM outbox WHERE recipient = 'sky@example.org' AND kind IN ('reply', 'thread-comment', 'daily-comments') ORDER BY id")
        .await
}

stories! {
    async fn who_chose_the_whole_thread_hears_of_each_comment_once_and_of_none_of_their_own(site: Site) {
        open_site(site).await;
        let (first, path) = joined(site).await;
        let page = site.get(&path).await;
        assert_eq!(page.count("input[value=replies][checked]"), 1, "replies come unless the reader chooses");
        site.said(by(LEE, "다른 이야기")).await;
        assert!(notices(site).await.is_empty(), "opening the page changed nothing");

        choose(site, &path, "thread", "at_once").await;
        site.said(by(LEE, "새 이야기")).await;
        assert_eq!(notices(site).await, ["thread-comment"]);
        let mail = site.newest_mail_to(KIM.1).await;
        assert!(mail.subject.starts_with("이서준 님이 댓글을 남겼습니다"), "{}", mail.subject);
        assert_eq!(mail.header("List-Unsubscribe"), format!("<{}>", mail.link("/comments/notices/")));
        assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        site.said(by(LEE, "답글").answering(first)).await;
        assert_eq!(notices(site).await, ["thread-comment", "reply"], "a reply is told once");
        site.said(by((KIM.0, "Sky@example.org"), "제가 또 씁니다")).await;
        site.said(Remark { thread: GUESTBOOK, ..by(LEE, "다른 글") }).await;
        assert_eq!(notices(site).await.len(), 2);

        site.post(&mail.link("/comments/notices/"), &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        site.said(by(LEE, "끝난 뒤에")).await;
        assert_eq!(notices(site).await.len(), 2);
        assert!(site.get(&path).await.expect(200).contains("껐습니다"));
    }

    async fn replies_of_a_day_come_in_one_mail_in_the_morning_and_only_once(site: Site) {
        open_site(site).await;
        let (first, _) = joined_with(site, "replies", "daily").await;
        site.said(by(LEE, "답글 하나").answering(first)).await;
        site.said(by(LEE, "답글 둘").answering(first)).await;
        site.said(by(LEE, "다른 이야기")).await;
        site.run_schedule(SCHEDULE).await;
        assert!(notices(site).await.is_empty(), "today's hour is over");
        // Seven o'clock of the next day.
        site.wait(22 * 3_600);
        site.run_schedule(SCHEDULE).await;
        assert!(notices(site).await.is_empty(), "it is night");
        site.wait(2 * 3_600);
        for _ in 0..2 {
            site.run_schedule(SCHEDULE).await;
        }
        assert_eq!(notices(site).await, ["daily-comments"]);
        let mail = site.newest_mail_to(KIM.1).await;
        assert_eq!(mail.subject, "[인공지능 읽기] 새 댓글 2개");
        assert!(mail.text.contains("답글 하나") && mail.text.contains("답글 둘") && !mail.text.contains("다른 이야기"), "{}", mail.text);
        assert!(!mail.text.contains(LEE.1) && !mail.html.contains(LEE.1), "no address of another reader");
        assert_eq!(mail.header("List-Unsubscribe"), format!("<{}>", mail.link("/everywhere")));
        site.get(&mail.link("/choice")).await.expect(200);

        site.said(by(LEE, "답글 셋").answering(first)).await;
        site.run_schedule(SCHEDULE).await;
        assert_eq!(notices(site).await.len(), 1, "one mail a day");
        open_site(site).await;
        next_morning(site).await;
        next_morning(site).await;
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE kind = 'daily-comments'").await, [2], "and none without a comment");
    }

    async fn two_nodes_send_the_daily_mail_once(site: Site) {
        open_site(site).await;
        let (first, _) = joined_with(site, "replies", "daily").await;
        site.said(by(LEE, "답글").answering(first)).await;
        site.wait(86_400);
        tokio::join!(site.run_schedule(SCHEDULE), site.run_schedule(SCHEDULE), site.run_schedule(SCHEDULE));
        assert_eq!(notices(site).await, ["daily-comments"]);
    }

    async fn what_was_withdrawn_meanwhile_is_in_no_daily_mail(site: Site) {
        open_site(site).await;
        let (first, _) = joined_with(site, "thread", "daily").await;
        site.said(by(LEE, "숨길 답글").answering(first)).await;
        site.change("UPDATE comments SET status = 'pending' WHERE body = '숨길 답글'").await;
        next_morning(site).await;
        assert!(notices(site).await.is_empty(), "no mail without a comment");
        site.said(by(LEE, "남은 댓글")).await;
        next_morning(site).await;
        let mail = site.newest_mail_to(KIM.1).await;
        assert!(mail.text.contains("남은 댓글") && !mail.text.contains("숨길 답글"), "{}", mail.text);
        site.change("UPDATE comments SET status = 'approved' WHERE body = '숨길 답글'").await;
        next_morning(site).await;
        assert!(site.newest_mail_to(KIM.1).await.text.contains("숨길 답글"), "it came back");
        assert_eq!(notices(site).await.len(), 2);
    }

    async fn a_daily_mail_shows_twenty_comments_and_counts_the_rest(site: Site) {
        open_site(site).await;
        let (first, path) = joined_with(site, "replies", "at_once").await;
        for number in 0..22 {
            if number % 15 == 0 {
                site.wait(700);
            }
            site.said(by(LEE, &format!("답글 번호 {number}")).answering(first)).await;
        }
        assert_eq!(notices(site).await.len(), 20);
        next_morning(site).await;
        let mail = site.newest_mail_to(KIM.1).await;
        assert_eq!(mail.subject, "[인공지능 읽기] 새 댓글 2개", "what was over the limit");

        choose(site, &path, "replies", "daily").await;
        for number in 0..21 {
            if number % 15 == 0 {
                site.wait(700);
            }
            site.said(by(LEE, &format!("다음 답글 {number}")).answering(first)).await;
        }
        next_morning(site).await;
        let mail = site.newest_mail_to(KIM.1).await;
        assert_eq!(mail.subject, "[인공지능 읽기] 새 댓글 21개");
        assert_eq!(mail.text.matches("다음 답글").count(), 20);
        assert!(mail.text.contains("그 밖에 1개가 더 있습니다"), "{}", mail.text);
    }

    async fn a_typed_address_changes_no_choice_and_gets_no_mail(site: Site) {
        open_site(site).await;
        let (first, path) = joined_with(site, "thread", "at_once").await;
        site.said(by(KIM, "남의 주소로 씁니다")).await;
        assert_eq!(site.get(&path).await.count("input[value=thread][checked]"), 1);
        let forged = path.replace(&format!("r{first}."), &format!("r{}.", first + 1));
        assert_ne!(forged, path);
        let fields = [("scope", "replies"), ("pace", "daily")];
        site.get(&forged).await.expect(400);
        site.post(&forged, &fields).await.expect(400);
        site.post(&path, &[("scope", "everything"), ("pace", "daily")]).await.expect(400);
        assert_eq!(site.texts("SELECT scope || ' ' || pace FROM comment_notice_choices").await, ["thread at_once"]);
    }

    async fn whoever_goes_back_to_replies_or_ends_all_gets_nothing_that_waited(site: Site) {
        open_site(site).await;
        let (first, path) = joined_with(site, "thread", "daily").await;
        site.said(by(LEE, "다른 이야기")).await;
        site.said(by(LEE, "좋은 생각입니다").answering(first)).await;
        site.mails().await;
        assert_eq!(site.numbers("SELECT count(*) FROM comment_notices WHERE told_at IS NULL").await, [2]);
        choose(site, &path, "replies", "daily").await;
        next_morning(site).await;
        let mail = site.newest_mail_to(KIM.1).await;
        assert!(mail.text.contains("좋은 생각입니다") && !mail.text.contains("다른 이야기"), "{}", mail.text);
        site.said(by(LEE, "또 답글").answering(first)).await;
        site.post(&mail.link("/everywhere"), &[("List-Unsubscribe", "One-Click")]).await.expect(200);
        next_morning(site).await;
        assert_eq!(notices(site).await.len(), 1);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_notice_choices").await, [0]);
    }

    async fn a_daily_mail_is_in_the_readers_language(site: Site) {
        open_site(site).await;
        site.language = "en";
        let (first, _) = joined_with(site, "replies", "daily").await;
        site.language = "ko";
        site.said(by(LEE, "답글").answering(first)).await;
        next_morning(site).await;
        let mail = site.newest_mail_to(KIM.1).await;
        assert!(mail.subject.ends_with("1 new comment"), "{}", mail.subject);
        assert!(mail.text.contains("Change how you are told"), "{}", mail.text);
    }

    async fn erasure_empties_the_daily_mails_and_the_export_has_the_choices(site: Site) {
        open_site(site).await;
        let (first, _) = joined_with(site, "thread", "daily").await;
        site.said(by(LEE, "지워질 답글").answering(first)).await;
        next_morning(site).await;
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE CAST(content AS TEXT) LIKE '%지워질 답글%' AND kind = 'daily-comments'").await, [1]);
        let [lee, kim] = [LEE, KIM].map(|(_, email)| email.parse::<EmailAddress>().expect("an address"));
        let mut tx = site.app.write().await.expect("a transaction");
        privacy::erase_by_author(&mut tx, &site.app, &lee).await.expect("erased");
        let data = privacy::collect(&mut tx, &site.app, &kim).await.expect("data");
        tx.commit().await.expect("committed");
        assert_eq!((data.notice_choices[0].scope.as_str(), data.notice_choices[0].pace.as_str()), ("thread", "daily"));
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE CAST(content AS TEXT) LIKE '%지워질 답글%'").await, [0]);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_notices").await, [0]);
        let mut tx = site.app.write().await.expect("a transaction");
        privacy::erase_by_author(&mut tx, &site.app, &kim).await.expect("erased");
        tx.commit().await.expect("committed");
        assert_eq!(site.numbers("SELECT count(*) FROM comment_notice_choices").await, [0]);
    }

    async fn old_notices_and_choices_without_a_comment_go(site: Site) {
        open_site(site).await;
        let (first, _) = joined_with(site, "replies", "at_once").await;
        site.said(by(LEE, "답글").answering(first)).await;
        site.run_schedule("forget-comment-notices").await;
        assert_eq!(site.numbers("SELECT (SELECT count(*) FROM comment_notices) + (SELECT count(*) FROM comment_notice_choices)").await, [2]);
        site.wait(91 * 86_400);
        site.change("UPDATE comments SET email_key = 'other@example.org' WHERE email_key = 'sky@example.org'").await;
        site.run_schedule("forget-comment-notices").await;
        assert_eq!(site.numbers("SELECT (SELECT count(*) FROM comment_notices) + (SELECT count(*) FROM comment_notice_choices)").await, [0]);
    }
}
