//! Answers by mail: an answer to a notice becomes a comment, and a moderator's word decides. A typed sender proves nothing.

use std::io::Cursor;

use gudok::admin::Role;
use gudok::bounces::import;
use gudok::clock::DAY;
use gudok::comments::answers::{AnswerOutcome, AnswerRefusal, text_of};
use gudok::comments::{CommentId, CommentStatus};
use gudok::config::CommentModeration;

use crate::stories;
use crate::support::{PAGE, Remark, Site};

const KIM: (&str, &str) = ("김하늘", "sky@example.com");
const LEE: (&str, &str) = ("이서준", "seojun@example.com");
const MODERATOR: &str = "moderator@example.org";

/// What the owner's mail server writes above a mail with a good signature of example.com.
const PROOF: &str = "Authentication-Results: mx.example.org; dkim=pass header.d=example.com\n";
const PROOF_OF_MODERATOR: &str =
    "Authentication-Results: mx.example.org; dkim=pass header.d=example.org\n";

/// A site that takes answers.
async fn answerable(site: &mut Site, moderation: CommentModeration) {
    site.restart(|config| {
        config.comments.moderation = moderation;
        config.mail.reply_address = Some("replies@example.org".parse().expect("an address"));
        config.mail.authentication_host = Some("mx.example.org".into());
    })
    .await;
}

/// A notice of a reply by Lee to a comment of Kim; the address of its answers.
async fn notified(site: &mut Site) -> String {
    answerable(site, CommentModeration::None).await;
    let first = site.said(Remark::by(KIM.0, KIM.1, "첫 댓글")).await;
    let link = site.newest_mail_to(KIM.1).await.link("/confirmation");
    site.post(&link, &[]).await.expect(200);
    site.said(Remark::by(LEE.0, LEE.1, "답글입니다").answering(first))
        .await;
    let mail = site.newest_mail_to(KIM.1).await;
    assert!(mail.text.contains("답장하시면"), "{}", mail.text);
    mail.header("Reply-To")
}

fn mail(proof: &str, from: &str, to: &str, id: &str, text: &str) -> String {
    format!(
        "{proof}From: {from}\nTo: {to}\nSubject: Re: x\nMessage-ID: <{id}@example.com>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    )
}

/// The mail server pipes a mail in; what it did as an answer.
async fn arrive(site: &Site, mail: &str) -> Vec<AnswerOutcome> {
    let done = import(Some(&site.app), Cursor::new(mail.to_owned()), |_| Ok(())).await;
    done.expect("imported").answers
}

fn refused(why: AnswerRefusal) -> Vec<AnswerOutcome> {
    vec![AnswerOutcome::Refused(why)]
}

#[test]
fn quotations_and_signatures_of_mail_programs_are_cut_off() {
    let folder = format!("{}/tests/samples/replies", env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "eml") {
            let mail = std::fs::read(&path).expect("a mail");
            let words = std::fs::read_to_string(path.with_extension("txt")).expect("its words");
            assert_eq!(text_of(&mail), words.trim_end(), "{}", path.display());
            count += 1;
        }
    }
    assert_eq!(count, 12);
}

stories! {
    async fn an_answer_to_a_notice_is_a_comment_under_the_reply(site: Site) {
        let to = notified(site).await;
        let text = "메일로 **답**합니다.\n\n2026년 12월 1일 (화) 오전 9:00, 구독 <letters@example.org>님이 작성:\n\n> 답글입니다";
        let letter = mail(PROOF, "Kim <sky@example.com>", &to, "a", text);
        let done = arrive(site, &letter).await;
        let [AnswerOutcome::Comment(id, CommentStatus::Approved)] = done[..] else {
            panic!("{done:?}");
        };
        let page = site.thread(PAGE, "").await;
        let shown = page.text_of(&format!("#comment-{id}"));
        assert!(shown.contains("메일로 답합니다.") && shown.contains(KIM.0), "{shown}");
        assert!(!page.body.contains("오전 9:00, 구독"));
        assert_eq!(site.numbers("SELECT parent_id FROM comments ORDER BY id DESC LIMIT 1").await, [2]);
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE ip IS NULL").await, [1]);
        assert_eq!(arrive(site, &letter).await, refused(AnswerRefusal::Known), "the mail server tries again");
        assert_eq!(site.numbers("SELECT count(*) FROM comments").await, [3]);
    }

    async fn an_answer_without_a_proof_of_its_sender_waits(site: Site) {
        let to = notified(site).await;
        for (id, proof, from) in [
            ("a", "", KIM.1),
            ("b", PROOF, "someone@example.com"),
            ("c", "Authentication-Results: mx.rival.example; dkim=pass header.d=example.com\n", KIM.1),
            ("d", "Authentication-Results: mx.example.org; dkim=pass header.d=example.net\n", KIM.1),
            ("e", "Authentication-Results: mx.example.org; dkim=none\nAuthentication-Results: mx.example.org; dkim=pass header.d=example.com\n", KIM.1),
        ] {
            let done = arrive(site, &mail(proof, from, &to, id, &format!("답장 {id}"))).await;
            assert!(matches!(done[..], [AnswerOutcome::Comment(_, CommentStatus::Pending)]), "{id}: {done:?}");
        }
        site.sign_in(Role::Moderator).await;
        let queue = site.get("/admin/comments").await;
        assert!(queue.body.contains("메일 답장을 보낸 사람을 확인하지 못했습니다"));
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 2);
    }

    async fn a_forged_or_old_address_posts_nothing(site: Site) {
        let to = notified(site).await;
        for forged in [to.replace("+r2-", "+r1-"), to.replace("-1-", "-2-")] {
            assert_ne!(forged, to);
            let done = arrive(site, &mail(PROOF, KIM.1, &forged, "a", "답장")).await;
            assert_eq!(done, refused(AnswerRefusal::Forged), "{forged}");
        }
        assert_eq!(arrive(site, &mail(PROOF, KIM.1, "replies@example.org", "a", "답장")).await, []);
        site.wait(31 * DAY);
        let late = arrive(site, &mail(PROOF, KIM.1, &to, "a", "답장")).await;
        assert_eq!(late, refused(AnswerRefusal::Expired));
        assert_eq!(site.numbers("SELECT count(*) FROM comments").await, [2]);
    }

    async fn answering_machines_and_empty_answers_post_nothing(site: Site) {
        let to = notified(site).await;
        for header in [
            "Auto-Submitted: auto-replied\n",
            "Precedence: bulk\n",
            "Return-Path: <>\n",
            "X-Autoreply: yes\n",
            "List-Id: <a.example.com>\n",
        ] {
            let letter = mail(&format!("{header}{PROOF}"), KIM.1, &to, "a", "휴가 중입니다");
            assert_eq!(arrive(site, &letter).await, refused(AnswerRefusal::Automatic), "{header}");
        }
        let away = mail(PROOF, KIM.1, &to, "a", "휴가 중입니다").replace("Subject: Re: x", "Subject: Automatic reply: x");
        assert_eq!(arrive(site, &away).await, refused(AnswerRefusal::Automatic));
        let empty = arrive(site, &mail(PROOF, KIM.1, &to, "b", "> 답글입니다\n\n-- \nKim")).await;
        assert_eq!(empty, refused(AnswerRefusal::Empty));
        assert_eq!(site.numbers("SELECT count(*) FROM comments").await, [2]);
    }

    async fn without_a_mailbox_for_answers_nobody_is_asked_and_nothing_is_taken(site: Site) {
        let to = notified(site).await;
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        assert_eq!(arrive(site, &mail(PROOF, KIM.1, &to, "a", "답장")).await, []);
        site.said(Remark::by(LEE.0, LEE.1, "또 답글").answering(1)).await;
        let mail = site.newest_mail_to(KIM.1).await;
        assert!(!mail.text.contains("답장하시면") && !mail.html.contains("답장하시면"));
        assert!(!mail.parsed().headers().iter().any(|header| header.name.as_str() == "Reply-To"));
    }

    async fn a_closed_page_and_an_answered_comment_that_is_gone_take_no_answer(site: Site) {
        let to = notified(site).await;
        site.change("UPDATE threads SET policy = 'closed'").await;
        assert_eq!(arrive(site, &mail(PROOF, KIM.1, &to, "a", "답장")).await, refused(AnswerRefusal::Closed));
        site.change("UPDATE threads SET policy = 'site'").await;
        site.change("UPDATE comments SET status = 'trashed' WHERE id = 2").await;
        assert_eq!(arrive(site, &mail(PROOF, KIM.1, &to, "b", "답장")).await, refused(AnswerRefusal::Gone));
    }

    async fn one_word_of_a_moderator_decides(site: Site) {
        answerable(site, CommentModeration::All).await;
        site.sign_in(Role::Moderator).await;
        site.say(Remark::by(LEE.0, LEE.1, "기다리는 댓글")).await.expect(303);
        let notice = site.newest_mail_to(MODERATOR).await;
        assert!(notice.text.contains("한 단어로 답장"), "{}", notice.text);
        let to = notice.header("Reply-To");
        let id = CommentId(site.numbers("SELECT id FROM comments").await[0]);
        let unproved = arrive(site, &mail("", MODERATOR, &to, "a", "승인")).await;
        assert_eq!(unproved, refused(AnswerRefusal::Unproved));
        let another = arrive(site, &mail(PROOF, "seojun@example.com", &to, "b", "승인")).await;
        assert_eq!(another, refused(AnswerRefusal::Unproved));
        let wordy = arrive(site, &mail(PROOF_OF_MODERATOR, MODERATOR, &to, "c", "승인하지 마세요")).await;
        assert_eq!(wordy, refused(AnswerRefusal::NoWord));
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 0);
        let letter = mail(PROOF_OF_MODERATOR, MODERATOR, &to, "d", "승인\n\n> 기다리는 댓글");
        assert_eq!(arrive(site, &letter).await, [AnswerOutcome::Decided(id, CommentStatus::Approved)]);
        assert_eq!(site.thread(PAGE, "").await.count(".comment"), 1);
        let log = site.audit_log().await;
        assert_eq!(log.last(), Some(&format!("{MODERATOR} comment-approve comment:{id}")));
        let spam = arrive(site, &mail(PROOF_OF_MODERATOR, MODERATOR, &to, "e", "Spam.")).await;
        assert_eq!(spam, [AnswerOutcome::Decided(id, CommentStatus::Spam)]);
        assert_eq!(arrive(site, &letter).await, refused(AnswerRefusal::Known), "an old mail decides no second time");
        assert_eq!(site.texts("SELECT status FROM comments").await, ["spam"]);
    }

    async fn a_word_about_another_text_or_of_a_later_account_decides_nothing(site: Site) {
        answerable(site, CommentModeration::All).await;
        site.sign_in(Role::Moderator).await;
        site.say(Remark::by(LEE.0, LEE.1, "기다리는 댓글")).await.expect(303);
        let to = site.newest_mail_to(MODERATOR).await.header("Reply-To");
        site.change("UPDATE comments SET text_hash = 'x' || text_hash").await;
        let letter = mail(PROOF_OF_MODERATOR, MODERATOR, &to, "a", "approve");
        assert_eq!(arrive(site, &letter).await, refused(AnswerRefusal::Forged));
        site.change("UPDATE comments SET text_hash = substr(text_hash, 2)").await;
        site.change("UPDATE accounts SET created_at = created_at + 1").await;
        assert_eq!(arrive(site, &letter).await, refused(AnswerRefusal::Forged));
        assert_eq!(site.texts("SELECT status FROM comments").await, ["pending"]);
    }
}
