//! Reply notices: who is told of a reply, once, and how they end it with one click.

use gudok::admin::Role;
use gudok::admin::audit::Actor;
use gudok::comments::{CommentId, CommentStatus, moderation};
use gudok::config::CommentModeration;
use gudok::store::Tx;

use crate::stories;
use crate::support::waiting::until_held_up;
use crate::support::{Letter, PAGE, Remark, Reply, Site, encode, thread_path};

const KIM: (&str, &str) = ("김하늘", "sky@example.org");
const LEE: (&str, &str) = ("이서준", "seojun@example.org");

fn by<'a>((name, email): (&'a str, &'a str), body: &'a str) -> Remark<'a> {
    Remark::by(name, email, body)
}

/// How many notices of replies this address got.
async fn notices_to(site: &Site, email: &str) -> usize {
    let mails = site.mails().await;
    let to_them = mails.iter().filter(|mail| mail.recipient.as_str() == email);
    let subjects = to_them.map(|mail| Letter::read(&mail.bytes).subject);
    subjects
        .filter(|subject| {
            subject.contains("답글을 남겼습니다") || subject.contains("replied to you")
        })
        .count()
}

/// Opens the newest question that was mailed to this address and presses its button.
async fn prove(site: &Site, email: &str) -> Reply {
    let link = site.newest_mail_to(email).await.link("/confirmation");
    let page = site.post(&link, &[]).await;
    page.expect(200);
    page
}

/// A public comment by somebody who has proved their address.
async fn said_by_reader(site: &Site, remark: Remark<'_>) -> i64 {
    let email = remark.email;
    let id = site.said(remark).await;
    prove(site, email).await;
    id
}

/// A public comment from the browser with this cookie.
async fn said_from(site: &mut Site, cookie: &str, remark: Remark<'_>) -> i64 {
    site.cookie = Some(cookie.to_owned());
    let id = site.said(remark).await;
    site.cookie = None;
    id
}

/// Deletes a comment of the browser with the site's cookie.
async fn delete(site: &Site, id: i64) {
    let query = encode(&[("thread", PAGE)]);
    let path = format!("/comments/{id}/text?{query}");
    let own = site.get(&path).await.field("own");
    let path = format!("/comments/{id}/deletion?{query}");
    site.post(&path, &[("own", &own)]).await.expect(303);
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
        prove(site, KIM.1).await;
        site.say(by(LEE, "**답**입니다").answering(first)).await.expect(303);
        assert_eq!(notices_to(site, KIM.1).await, 0, "a held reply tells nobody");
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
        assert_eq!(notices_to(site, KIM.1).await, 1);
    }

    async fn an_author_hears_once_that_a_comment_was_approved(site: Site) {
        open_site(site).await;
        let said = site.say(by(KIM, "첫 댓글")).await;
        said.expect(303);
        prove(site, KIM.1).await;
        site.restart(|config| config.comments.moderation = CommentModeration::All).await;
        site.cookie = Some(said.cookie());
        site.say(by(KIM, "검토를 기다립니다")).await.expect(303);
        site.cookie = None;
        // This author is not asked about, since nobody proved the address.
        site.say(by(LEE, "주소를 확인하지 않았습니다")).await.expect(303);
        let before = site.count_mails_to(LEE.1).await;
        site.sign_in(Role::Moderator).await;
        let waiting = Site::ids_on(&site.get("/admin/comments").await);
        assert_eq!(waiting.len(), 2);
        for noun in ["approval", "review", "approval"] {
            for id in &waiting {
                site.decide(*id, noun).await.expect(303);
            }
        }
        assert_eq!(site.count_mails_to(LEE.1).await, before);
        let subjects = site.texts("SELECT recipient FROM outbox WHERE kind = 'comment-approved'").await;
        assert_eq!(subjects, [KIM.1]);
        let mail = site.newest_mail_to(KIM.1).await;
        assert!(mail.subject.starts_with("댓글이 승인되었습니다"), "{}", mail.subject);
        assert_eq!(mail.header("List-Unsubscribe"), format!("<{}>", mail.link("/comments/notices/")));
        let page = site.get(mail.link("/comments?").split('#').next().expect("a path")).await;
        assert!(page.expect(200).contains("검토를 기다립니다"));
    }

    async fn who_ended_the_notices_of_a_thread_hears_of_no_approval_there(site: Site) {
        open_site(site).await;
        let said = site.say(by(KIM, "첫 댓글")).await;
        prove(site, KIM.1).await;
        site.said(by(LEE, "답글").answering(1)).await;
        let end = site.newest_mail_to(KIM.1).await.link("/comments/notices/");
        site.post(&end, &[]).await.expect(200);
        site.restart(|config| config.comments.moderation = CommentModeration::All).await;
        site.cookie = Some(said.cookie());
        site.say(by(KIM, "검토를 기다립니다")).await.expect(303);
        site.cookie = None;
        site.sign_in(Role::Moderator).await;
        let waiting = Site::ids_on(&site.get("/admin/comments").await);
        site.decide(waiting[0], "approval").await.expect(303);
        assert_eq!(site.numbers("SELECT count(*) FROM outbox WHERE kind = 'comment-approved'").await, [0]);
    }

    async fn the_question_about_an_address_ends_with_its_comment(site: Site) {
        open_site(site).await;
        let sent = site.say(by(KIM, "바로 지울 댓글")).await;
        let id = site.numbers("SELECT max(id) FROM comments").await[0];
        site.cookie = Some(sent.cookie());
        delete(site, id).await;
        assert_eq!(site.count_mails_to(KIM.1).await, 0, "nobody is asked about what is gone");
        let sent = site.say(by(LEE, "물은 뒤에 지울 댓글")).await;
        let id = site.numbers("SELECT max(id) FROM comments").await[0];
        let link = site.newest_mail_to(LEE.1).await.link("/confirmation");
        site.cookie = Some(sent.cookie());
        delete(site, id).await;
        site.get(&link).await.expect(400);
        site.post(&link, &[]).await.expect(400);
        assert_eq!(site.numbers("SELECT count(*) FROM comment_address_proofs").await, [0]);
    }

    async fn nobody_hears_of_their_own_replies_or_without_having_asked(site: Site) {
        open_site(site).await;
        let own = said_by_reader(site, by(KIM, "혼잣말")).await;
        site.said(by((KIM.0, "Sky@example.org"), "이어서 씁니다").answering(own)).await;
        let quiet = site.said(Remark { notify: false, ..by(LEE, "알림은 사양합니다") }).await;
        site.said(by(KIM, "네").answering(quiet)).await;
        assert_eq!(notices_to(site, KIM.1).await + notices_to(site, LEE.1).await, 0);
        assert_eq!(site.count_mails_to(LEE.1).await, 0, "who does not ask is not asked");
    }

    async fn one_click_ends_the_notices_of_a_thread_and_opening_the_link_does_not(site: Site) {
        open_site(site).await;
        let first = site.said(by(KIM, "첫 댓글")).await;
        let kim = prove(site, KIM.1).await.cookie();
        site.said(by(LEE, "답글 하나").answering(first)).await;
        let mail = site.newest_mail_to(KIM.1).await;
        let link = mail.link("/comments/notices/");
        assert_eq!(mail.header("List-Unsubscribe"), format!("<{link}>"));
        assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let page = site.get(&link).await;
        assert!(page.expect(200).contains("그만 받으시겠습니까"));
        site.said(by(LEE, "답글 둘").answering(first)).await;
        assert_eq!(notices_to(site, KIM.1).await, 2, "opening the link changed nothing");

        let clicked = site.post(&link, &[("List-Unsubscribe", "One-Click")]).await;
        assert!(clicked.expect(200).contains("껐습니다"));
        site.said(by(LEE, "답글 셋").answering(first)).await;
        assert_eq!(notices_to(site, KIM.1).await, 2);

        let again = said_from(site, &kim, by(KIM, "같은 글에 새 댓글")).await;
        site.said(by(LEE, "답글 넷").answering(again)).await;
        assert_eq!(notices_to(site, KIM.1).await, 2, "ended for the whole thread, for good");
        let elsewhere = said_from(site, &kim, Remark { thread: "guestbook", ..by(KIM, "방명록") }).await;
        site.said(Remark { thread: "guestbook", ..by(LEE, "반갑습니다").answering(elsewhere) }).await;
        assert_eq!(notices_to(site, KIM.1).await, 3, "another thread is another wish");

        site.post(&link, &[]).await.expect(200);
        assert!(site.get(&link).await.expect(200).contains("껐습니다"));
    }

    async fn all_notices_end_while_a_moderator_decides_in_the_same_thread(site: Site) {
        open_site(site).await;
        let first = site.said(by(KIM, "첫 댓글")).await;
        let kim = prove(site, KIM.1).await.cookie();
        let second = said_from(site, &kim, by(KIM, "둘째 댓글")).await;
        site.said(by(LEE, "답글입니다").answering(first)).await;
        let link = site.newest_mail_to(KIM.1).await.link("/everywhere");
        let trash = async |tx: &mut Tx, id| {
            let decided = moderation::decide(tx, &site.app, Actor::Command, CommentId(id), CommentStatus::Trashed).await;
            decided.expect("decided");
        };
        let mut deciding = site.app.write().await.expect("a transaction");
        trash(&mut deciding, second).await;
        let ending = async {
            site.post(&link, &[]).await.expect(200);
        };
        let going_on = async {
            until_held_up(site, 1).await;
            trash(&mut deciding, first).await;
            deciding.commit().await.expect("committed");
        };
        tokio::join!(ending, going_on);
        assert_eq!(site.numbers("SELECT count(*) FROM comments WHERE notify AND email_key = 'sky@example.org'").await, [0]);
    }

    async fn one_click_ends_the_notices_of_all_threads(site: Site) {
        open_site(site).await;
        let first = site.said(by(KIM, "첫 댓글")).await;
        let kim = prove(site, KIM.1).await.cookie();
        let elsewhere = said_from(site, &kim, Remark { thread: "guestbook", ..by(KIM, "방명록") }).await;
        site.said(by(LEE, "답글 하나").answering(first)).await;
        let mail = site.newest_mail_to(KIM.1).await;
        let link = mail.link("/everywhere");
        assert!(mail.html.contains("/everywhere"));
        assert!(site.get(&link).await.expect(200).contains("모든 글의 알림을 그만 받으시겠습니까"));
        site.said(by(LEE, "답글 둘").answering(first)).await;
        assert_eq!(notices_to(site, KIM.1).await, 2, "opening the link changed nothing");
        for _ in 0..2 {
            let clicked = site.post(&link, &[("List-Unsubscribe", "One-Click")]).await;
            assert!(clicked.expect(200).contains("모든 글의 알림을 껐습니다"));
        }
        site.said(by(LEE, "답글 셋").answering(first)).await;
        site.said(Remark { thread: "guestbook", ..by(LEE, "반갑습니다").answering(elsewhere) }).await;
        assert_eq!(notices_to(site, KIM.1).await, 2);
        let again = said_from(site, &kim, by(KIM, "다시 알려 주세요")).await;
        site.said(by(LEE, "답글 넷").answering(again)).await;
        assert_eq!(notices_to(site, KIM.1).await, 3, "a new comment is a new wish");
        site.get(&link.replace("/everywhere", "x/everywhere")).await.expect(400);
    }

    async fn a_mail_program_may_click_in_either_encoding(site: Site) {
        open_site(site).await;
        let first = said_by_reader(site, by(KIM, "첫 댓글")).await;
        site.said(by(LEE, "답글").answering(first)).await;
        let link = site.newest_mail_to(KIM.1).await.link("/comments/notices/");
        let body = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        let request = site.http.post(site.url(&link)).header("content-type", "multipart/form-data; boundary=x").body(body);
        let reply = site.send(request).await;
        assert!(reply.expect(200).contains("껐습니다"));
    }

    async fn a_forged_link_ends_nothing(site: Site) {
        open_site(site).await;
        let first = said_by_reader(site, by(KIM, "첫 댓글")).await;
        site.said(by(LEE, "답글").answering(first)).await;
        let link = site.newest_mail_to(KIM.1).await.link("/comments/notices/");
        let forged = link.replace(&format!("r{first}."), &format!("r{}.", first + 1));
        assert_ne!(forged, link);
        for bad in [forged.as_str(), &format!("{link}x"), &site.url("/comments/notices/nothing")] {
            site.get(bad).await.expect(400);
            site.post(bad, &[]).await.expect(400);
        }
        site.said(by(LEE, "또 답글").answering(first)).await;
        assert_eq!(notices_to(site, KIM.1).await, 2);
    }

    async fn a_reader_who_wrote_in_english_is_told_in_english(site: Site) {
        open_site(site).await;
        site.language = "en";
        let first = said_by_reader(site, by(("Jun", "jun@example.org"), "A question")).await;
        site.language = "ko";
        site.said(by(KIM, "답입니다").answering(first)).await;
        let mail = site.newest_mail_to("jun@example.org").await;
        assert_eq!(mail.subject, "김하늘 replied to you: a post on 인공지능 읽기");
        assert!(mail.text.contains("Stop notices for this post"));
    }

    async fn one_address_gets_at_most_twenty_notices_a_day(site: Site) {
        open_site(site).await;
        let first = said_by_reader(site, by(KIM, "인기 댓글")).await;
        for number in 0..22 {
            if number % 15 == 0 {
                site.wait(700);
            }
            site.said(by(LEE, &format!("답글 번호 {number}")).answering(first)).await;
        }
        assert_eq!(notices_to(site, KIM.1).await, 20);
    }

    async fn nobody_hears_of_replies_before_they_confirmed_their_address_once(site: Site) {
        open_site(site).await;
        let first = site.said(by(KIM, "첫 댓글")).await;
        let question = site.newest_mail_to(KIM.1).await;
        let link = question.link("/confirmation");
        let page = site.get(&link).await;
        assert!(page.expect(200).contains("답글 알림을 받으시겠습니까"));
        site.said(by(LEE, "답글 하나").answering(first)).await;
        assert_eq!(notices_to(site, KIM.1).await, 0, "opening the link changed nothing");

        let proved = prove(site, KIM.1).await;
        assert!(proved.body.contains("답글 알림을 켰습니다"));
        site.said(by(LEE, "답글 둘").answering(first)).await;
        assert_eq!(notices_to(site, KIM.1).await, 1);
        let elsewhere = said_from(site, &proved.cookie(), Remark { thread: "guestbook", ..by(KIM, "방명록") }).await;
        site.said(Remark { thread: "guestbook", ..by(LEE, "반갑습니다").answering(elsewhere) }).await;
        assert_eq!(notices_to(site, KIM.1).await, 2, "every thread, without another question");
        assert_eq!(site.count_mails_to(KIM.1).await, 3);
        assert!(site.get(&link).await.expect(200).contains("답글 알림을 켰습니다"));
        site.wait(8 * 86_400);
        site.post(&link, &[]).await.expect(410);
        site.post(&link.replace("notices/a", "notices/a9"), &[]).await.expect(400);
    }

    async fn a_stranger_who_types_an_address_causes_one_question_and_nothing_of_theirs_in_it(site: Site) {
        open_site(site).await;
        let (name, title) = ("당첨을 축하합니다", "지금 바로 확인하세요");
        let mut first = None;
        for number in 0..5 {
            let id = site.said(by((name, "victim@example.org"), &format!("BUY-NOW-{number} 이 글을 보세요"))).await;
            first.get_or_insert(id);
        }
        let page = site.thread("다른 글", &format!("&{}", crate::support::encode(&[("title", title)]))).await;
        site.wait(10);
        let fields = [("form_token", page.field("form_token")), ("thread", "다른 글".into()), ("title", title.into()), ("name", name.into()),
                      ("email", "other@example.org".into()), ("body", "BUY-NOW".into()), ("notify", "yes".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        site.post("/comments", &fields).await.expect(303);
        for number in 0..10 {
            site.said(by(LEE, &format!("답글 {number}")).answering(first.expect("a comment"))).await;
        }
        assert_eq!(site.count_mails_to("victim@example.org").await, 1);
        for address in ["victim@example.org", "other@example.org"] {
            let mail = site.newest_mail_to(address).await;
            let whole = format!("{} {} {} {}", mail.header("To"), mail.subject, mail.text, mail.html);
            for typed in [name, title, "BUY-NOW"] {
                assert!(!whole.contains(typed), "{typed} in {whole}");
            }
            assert_eq!(mail.header("To"), address);
        }
    }

    async fn who_types_a_proved_address_sends_its_reader_nothing_but_a_question(site: Site) {
        open_site(site).await;
        said_by_reader(site, by(KIM, "첫 댓글")).await;
        let borrowed = site.say(by(KIM, "남의 주소로 씁니다")).await;
        let stranger = borrowed.cookie();
        let id = Site::ids_on(&site.thread(PAGE, "").await)[1];
        site.said(by(LEE, "낯선 사람이 쓴 글").answering(id)).await;
        assert_eq!(notices_to(site, KIM.1).await, 0);
        assert_eq!(site.count_mails_to(KIM.1).await, 1, "one question a day");

        site.wait(86_400);
        let phone = site.said(by(KIM, "전화기에서 씁니다")).await;
        assert_eq!(site.count_mails_to(KIM.1).await, 2, "another browser is asked about");
        let link = site.newest_mail_to(KIM.1).await.link("/confirmation");
        assert!(site.get(&link).await.expect(200).contains("답글 알림을 받으시겠습니까"));
        prove(site, KIM.1).await;
        site.said(by(LEE, "전화기로 답합니다").answering(phone)).await;
        assert_eq!(notices_to(site, KIM.1).await, 1);
        let more = said_from(site, &stranger, by(KIM, "또 남의 주소로 씁니다")).await;
        site.said(by(LEE, "또 낯선 글").answering(more)).await;
        assert_eq!(notices_to(site, KIM.1).await, 1, "the other browsers stay unknown");
    }

    async fn a_question_that_may_not_go_yet_is_asked_with_a_later_comment(site: Site) {
        open_site(site).await;
        for number in 0..3 {
            let fields = serde_json::json!({"email": KIM.1, "name": format!("{number}")});
            site.post_json("/api/v1/subscriptions", &fields).await.expect(202);
            site.wait(1_200);
        }
        let confirmations = site.count_mails_to(KIM.1).await;
        site.said(by(KIM, "첫 댓글")).await;
        assert_eq!(site.count_mails_to(KIM.1).await, confirmations, "the mailbox had its share");
        // The mailbox's day ends before a day after the comment does.
        site.wait(86_400 - 1_800);
        site.said(by(KIM, "다음 날의 댓글")).await;
        assert_eq!(site.count_mails_to(KIM.1).await, confirmations + 1);
    }

    async fn the_box_for_notices_is_not_ticked_beforehand_and_json_means_no(site: Site) {
        open_site(site).await;
        let page = site.thread(PAGE, "").await;
        assert_eq!(page.count("input[name=notify]:not([checked])"), 1);
        let json = serde_json::json!({"thread": PAGE, "name": KIM.0, "email": KIM.1, "body": "프로그램에서"});
        site.post_json("/api/v1/comments", &json).await.expect(201);
        let ticked = site.post("/comments", &[("thread", PAGE), ("notify", "yes"), ("body", "내 사이트의 양식에서")]).await;
        assert_eq!(ticked.count("input[name=notify][checked]"), 1, "a static form's box stays as it was");
        assert_eq!(site.count_mails_to(KIM.1).await, 0);
    }

    async fn questions_are_among_the_three_mails_that_strangers_can_cause(site: Site) {
        open_site(site).await;
        for number in 0..3 {
            let fields = serde_json::json!({"email": "victim@example.org", "name": format!("{number}")});
            site.post_json("/api/v1/subscriptions", &fields).await.expect(202);
            site.wait(1_200);
        }
        let before = site.count_mails_to("victim@example.org").await;
        site.said(by((KIM.0, "victim@example.org"), "댓글")).await;
        let after = site.count_mails_to("victim@example.org").await;
        assert!(after <= 3 && (before < 3 || after == before), "{before} {after}");
    }

    async fn a_notice_names_the_thread_by_a_phrase_and_never_by_its_address(site: Site) {
        open_site(site).await;
        let first = said_by_reader(site, by(KIM, "첫 댓글")).await;
        site.said(by(LEE, "답글").answering(first)).await;
        let mail = site.newest_mail_to(KIM.1).await;
        assert_eq!(mail.subject, "이서준 님이 답글을 남겼습니다: 인공지능 읽기의 글");
        let page = site.get(&thread_path(PAGE)).await;
        assert_eq!(page.text_of("h1"), "인공지능 읽기의 글");
    }
}
