//! Reply notices: who is told of a reply, once, and how they end it with one click.

use gudok::admin::Role;
use gudok::config::CommentModeration;

use crate::stories;
use crate::support::{PAGE, Remark, Site};

const KIM: (&str, &str) = ("김하늘", "sky@example.org");
const LEE: (&str, &str) = ("이서준", "seojun@example.org");

fn by<'a>((name, email): (&'a str, &'a str), body: &'a str) -> Remark<'a> {
    Remark::by(name, email, body)
}

async fn open_site(site: &mut Site) {
    site.restart(|config| config.comments.moderation = CommentModeration::None)
        .await;
}

stories! {
    async fn the_author_hears_of_a_reply_when_it_is_approved_and_only_once(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::First).await;
        site.sign_in(Role::Moderator).await;
        site.say(by(KIM, "질문이 있습니다")).await.expect(303);
        let first = Site::ids_on(&site.get("/admin/comments").await)[0];
        site.decide(first, "approval").await.expect(303);
        site.say(by(LEE, "**답**입니다").answering(first)).await.expect(303);
        assert_eq!(site.count_mails_to(KIM.1).await, 0, "a held reply tells nobody");
        let reply = Site::ids_on(&site.get("/admin/comments").await)[0];
        site.decide(reply, "approval").await.expect(303);
        let mail = site.newest_mail_to(KIM.1).await;
        assert!(mail.subject.starts_with("이서준 님이 답글을 남겼습니다"), "{}", mail.subject);
        assert!(mail.text.contains("답") && mail.html.contains("<strong"), "{}", mail.html);
        assert!(!mail.text.contains(LEE.1) && !mail.html.contains(LEE.1), "no address of another reader");
        let page = site.get(mail.link("/comments?").split('#').next().expect("a path")).await;
        assert_eq!(page.count(&format!("#comment-{reply}")), 1);
        site.decide(reply, "review").await.expect(303);
        site.decide(reply, "approval").await.expect(303);
        assert_eq!(site.count_mails_to(KIM.1).await, 1);
    }

    async fn nobody_hears_of_their_own_replies_or_without_having_asked(site: Site) {
        open_site(site).await;
        let own = site.said(by(KIM, "혼잣말")).await;
        site.said(by((KIM.0, "Sky@example.org"), "이어서 씁니다").answering(own)).await;
        let quiet = site.said(Remark { notify: false, ..by(LEE, "알림은 사양합니다") }).await;
        site.said(by(KIM, "네").answering(quiet)).await;
        assert_eq!(site.mails().await.len(), 0);
    }

    async fn one_click_ends_the_notices_of_a_thread_and_opening_the_link_does_not(site: Site) {
        open_site(site).await;
        let first = site.said(by(KIM, "첫 댓글")).await;
        site.said(by(LEE, "답글 하나").answering(first)).await;
        let mail = site.newest_mail_to(KIM.1).await;
        let link = mail.link("/comments/notices/");
        assert_eq!(mail.header("List-Unsubscribe"), format!("<{link}>"));
        assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let page = site.get(&link).await;
        assert!(page.expect(200).contains("그만 받으시겠습니까"));
        site.said(by(LEE, "답글 둘").answering(first)).await;
        assert_eq!(site.count_mails_to(KIM.1).await, 2, "opening the link changed nothing");

        let clicked = site.post(&link, &[("List-Unsubscribe", "One-Click")]).await;
        assert!(clicked.expect(200).contains("껐습니다"));
        site.said(by(LEE, "답글 셋").answering(first)).await;
        assert_eq!(site.count_mails_to(KIM.1).await, 2);

        let again = site.said(by(KIM, "같은 글에 새 댓글")).await;
        site.said(by(LEE, "답글 넷").answering(again)).await;
        assert_eq!(site.count_mails_to(KIM.1).await, 2, "ended for the whole thread, for good");
        let elsewhere = site.said(Remark { thread: "guestbook", ..by(KIM, "방명록") }).await;
        site.said(Remark { thread: "guestbook", ..by(LEE, "반갑습니다").answering(elsewhere) }).await;
        assert_eq!(site.count_mails_to(KIM.1).await, 3, "another thread is another wish");

        site.post(&link, &[]).await.expect(200);
        assert!(site.get(&link).await.expect(200).contains("껐습니다"));
    }

    async fn a_mail_program_may_click_in_either_encoding(site: Site) {
        open_site(site).await;
        let first = site.said(by(KIM, "첫 댓글")).await;
        site.said(by(LEE, "답글").answering(first)).await;
        let link = site.newest_mail_to(KIM.1).await.link("/comments/notices/");
        let body = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        let request = site.http.post(site.url(&link)).header("content-type", "multipart/form-data; boundary=x").body(body);
        let reply = site.send(request).await;
        assert!(reply.expect(200).contains("껐습니다"));
    }

    async fn a_forged_link_ends_nothing(site: Site) {
        open_site(site).await;
        let first = site.said(by(KIM, "첫 댓글")).await;
        site.said(by(LEE, "답글").answering(first)).await;
        let link = site.newest_mail_to(KIM.1).await.link("/comments/notices/");
        let forged = link.replace(&format!("r{first}."), &format!("r{}.", first + 1));
        assert_ne!(forged, link);
        for bad in [forged.as_str(), &format!("{link}x"), &site.url("/comments/notices/nothing")] {
            site.get(bad).await.expect(400);
            site.post(bad, &[]).await.expect(400);
        }
        site.said(by(LEE, "또 답글").answering(first)).await;
        assert_eq!(site.count_mails_to(KIM.1).await, 2);
    }

    async fn a_reader_who_wrote_in_english_is_told_in_english(site: Site) {
        open_site(site).await;
        site.language = "en";
        let first = site.said(by(("Jun", "jun@example.org"), "A question")).await;
        site.language = "ko";
        site.said(by(KIM, "답입니다").answering(first)).await;
        let mail = site.newest_mail_to("jun@example.org").await;
        assert_eq!(mail.subject, format!("김하늘 replied to you: {PAGE}"));
        assert!(mail.text.contains("Stop notices for this post"));
    }

    async fn one_address_gets_at_most_twenty_notices_a_day(site: Site) {
        open_site(site).await;
        let first = site.said(by(KIM, "인기 댓글")).await;
        for number in 0..22 {
            if number % 15 == 0 {
                site.wait(700);
            }
            site.said(by(LEE, &format!("답글 번호 {number}")).answering(first)).await;
        }
        assert_eq!(site.count_mails_to(KIM.1).await, 20);
    }
}
