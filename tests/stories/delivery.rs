//! The outbox: a mail is sent once, kept while nobody takes it, and made with care.

use gudok::address::EmailAddress;
use gudok::ids::SubscriberId;
use gudok::message;
use gudok::outbox::{self, EnqueueOutcome, MailContent, MailState, NewMail};

use crate::stories;
use crate::support::Site;

fn notice(to: &str) -> NewMail {
    let letter = message::EmailContent {
        subject:
            "구독을 확인해 주세요: 인공지능 소식을 메일로 받아 보시려면 한 번만 눌러 주시면 됩니다"
                .into(),
        text: "안녕하세요.\n.\n한 줄에 점 하나.\n".into(),
        html: "<p>안녕하세요.</p>".into(),
        unsubscribe: Some("https://letters.example.org/unsubscribe/abc".into()),
        reply_to: None,
    };
    NewMail {
        kind: "notice",
        recipient: to.parse::<EmailAddress>().expect("an address"),
        recipient_name: None,
        subscriber: Some(SubscriberId(1)),
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: Some(format!("notice:{to}")),
        about: None,
    }
}

async fn post(site: &Site, mail: NewMail) -> bool {
    let mut tx = site.app.write().await.expect("a transaction");
    let is_new = site.app.enqueue_mail(&mut tx, mail).await.expect("queued");
    tx.commit().await.expect("committed");
    is_new == EnqueueOutcome::New
}

async fn count(site: &Site, state: MailState) -> i64 {
    let mut tx = site.app.read().await.expect("a connection");
    let counts = outbox::count_by_state(&mut tx).await.expect("counts");
    counts
        .iter()
        .find(|count| count.state == state)
        .map_or(0, |count| count.count)
}

stories! {
    async fn a_mail_is_sent_once_and_a_second_with_the_same_key_is_not_queued(site: Site) {
        assert!(post(site, notice("kim@example.org")).await);
        assert!(!post(site, notice("kim@example.org")).await);
        assert_eq!(site.count_mails_to("kim@example.org").await, 1);
        assert_eq!(site.count_mails_to("kim@example.org").await, 1, "nothing is left to send");
        assert_eq!(count(site, MailState::Sent).await, 1);
    }

    async fn a_transaction_that_is_dropped_leaves_no_mail(site: Site) {
        let mut tx = site.app.write().await.expect("a transaction");
        site.app.enqueue_mail(&mut tx, notice("kim@example.org")).await.expect("queued");
        drop(tx);
        assert!(post(site, notice("lee@example.org")).await);
        assert_eq!(site.count_mails_to("kim@example.org").await, 0);
        assert_eq!(site.count_mails_to("lee@example.org").await, 1);
    }

    async fn transactions_that_commit_together_are_all_kept(site: Site) {
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..40 {
            let app = site.app.clone();
            tasks.spawn(async move {
                let mut tx = app.write().await.expect("a transaction");
                app.enqueue_mail(&mut tx, notice(&format!("reader{number}@example.org"))).await.expect("queued");
                if number % 4 == 0 {
                    return; // dropped without a commit
                }
                tx.commit().await.expect("committed");
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.expect("no panic");
        }
        assert_eq!(site.mails().await.len(), 30);
    }

    async fn a_mail_has_what_a_careful_sender_gives_it(site: Site) {
        post(site, notice("kim@example.org")).await;
        let letter = site.newest_mail_to("kim@example.org").await;
        assert_eq!(letter.subject, "구독을 확인해 주세요: 인공지능 소식을 메일로 받아 보시려면 한 번만 눌러 주시면 됩니다");
        assert!(letter.bytes.is_ascii(), "seven bits");
        let lines = letter.bytes.split(|octet| *octet == b'\n');
        for line in lines.filter(|line| !line.is_empty()) {
            assert!(line.len() <= 999, "lines within RFC 5322's limit");
            assert_eq!(line.last(), Some(&b'\r'), "no bare LF");
        }
        let message = letter.parsed();
        assert_eq!(message.text_part(0).map(mail_parser::MessagePart::is_text), Some(true));
        assert!(letter.text.contains("\n.\r\n") || letter.text.contains("\n.\n"), "a lone dot survives: {:?}", letter.text);
        assert_eq!(letter.header("List-Unsubscribe"), "<https://letters.example.org/unsubscribe/abc>");
        assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
        let from = message.from().and_then(|from| from.first()).expect("a sender");
        assert_eq!(from.name(), Some("인공지능 읽기"));
        assert!(message.message_id().expect("an id").ends_with("@example.org"));
        let order: Vec<_> = message.parts.iter().filter_map(|part| mail_parser::MimeHeaders::content_type(part)).collect();
        assert_eq!(order[1].subtype(), Some("plain"), "the plain part comes first");
    }

    async fn what_waits_for_a_subscriber_who_leaves_is_dropped(site: Site) {
        post(site, notice("kim@example.org")).await;
        let mut tx = site.app.write().await.expect("a transaction");
        let dropped = outbox::drop_for_subscriber(&mut tx, SubscriberId(1), "unsubscribed", site.app.now()).await.expect("dropped");
        tx.commit().await.expect("committed");
        assert_eq!(dropped, 1);
        assert_eq!(site.mails().await.len(), 0);
        assert_eq!(count(site, MailState::Dropped).await, 1);
    }
}
