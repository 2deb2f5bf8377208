//! A reader leaves by a mail to the address that `List-Unsubscribe` names, where the mailbox for bounces can receive it.

use gudok::bounces;
use gudok::bounces::ApplyOutcome;
use gudok::subscribers::{Cadence, SubscriberState};

use crate::stories;
use crate::support::bounces::is_suppressed;
use crate::support::readers::{KIM, history, state};
use crate::support::{Letter, Reader, Site};

const LEE: &str = "lee@example.org";

/// A digest that has come, from a site with a mailbox for bounces.
async fn digest(site: &mut Site) -> Letter {
    site.restart(|config| {
        config.mail.bounce_address = Some("bounces@example.org".parse().expect("an address"));
    })
    .await;
    for email in [KIM, LEE] {
        site.reader(Reader::new(email, Cadence::EachPost)).await;
    }
    site.wait(60);
    site.publish("작은 모델의 귀환", "요약입니다.", &[]).await;
    assert_eq!(site.plan().await.mails, 2);
    site.newest_mail_to(KIM).await
}

/// The address of the header's `mailto:`, and the subject that a mail program fills in.
fn by_mail(letter: &Letter) -> (String, String) {
    let header = letter.header("List-Unsubscribe");
    let (_, mailto) = header
        .split_once(", <mailto:")
        .unwrap_or_else(|| panic!("{header}"));
    let (address, subject) = mailto.split_once("?subject=").expect("a subject");
    (address.to_owned(), subject.trim_end_matches('>').to_owned())
}

/// What `gudok bounces import -` does with the mail that its mail server hands over.
async fn piped(site: &Site, mail: &str) -> Vec<ApplyOutcome> {
    bounces::import(Some(&site.app), mail.as_bytes(), |_| Ok(()))
        .await
        .expect("imported")
        .findings
}

stories! {
    async fn the_mail_that_a_mail_program_writes_ends_the_subscription(site: Site) {
        let letter = digest(site).await;
        let link = letter.link("/unsubscribe/");
        assert!(letter.header("List-Unsubscribe").starts_with(&format!("<{link}>, <mailto:bounces+")), "one click stays first");
        assert_eq!(letter.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        let (address, subject) = by_mail(&letter);
        assert_eq!(subject, "unsubscribe");
        let mail = format!("From: Kim <{KIM}>\nTo: {address}\nSubject: {subject}\n\n\n");
        assert_eq!(piped(site, &mail).await, [ApplyOutcome::Left]);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed));
        assert_eq!(history(site, KIM).await.last().expect("a line"), "left by one-click");
        assert!(!is_suppressed(site, KIM).await, "leaving is no complaint: they may subscribe again");
        assert_eq!(site.numbers("SELECT count(*) FROM bounces").await, [0]);
        assert_eq!(piped(site, &mail).await, [ApplyOutcome::Known]);
        assert_eq!(state(site, LEE).await, Some(SubscriberState::Confirmed), "nobody else left");
    }

    async fn it_counts_from_any_address_and_whatever_it_says(site: Site) {
        let letter = digest(site).await;
        let (address, _) = by_mail(&letter);
        let mail = format!(
            "From: other@example.net\nTo: undisclosed-recipients:;\nDelivered-To: {}\nSubject: =?utf-8?B?7JWI64WV?=\n\nHello.\n",
            address.to_uppercase()
        );
        assert_eq!(piped(site, &mail).await, [ApplyOutcome::Left]);
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Unsubscribed));
    }

    async fn a_forged_address_ends_nothing(site: Site) {
        let letter = digest(site).await;
        let (address, _) = by_mail(&letter);
        let (kim, lee) = (site.subscriber(KIM).await.id.0, site.subscriber(LEE).await.id.0);
        let others = address.replace(&format!("+{kim}-"), &format!("+{lee}-"));
        assert_ne!(others, address);
        for forged in [others, address.replace('-', "-a"), format!("bounces+{kim}-@example.org"), "bounces@example.org".into()] {
            let mail = format!("From: Kim <{KIM}>\nTo: {forged}\nSubject: unsubscribe\n\n\n");
            assert!(!piped(site, &mail).await.contains(&ApplyOutcome::Left), "{forged}");
        }
        for email in [KIM, LEE] {
            assert_eq!(state(site, email).await, Some(SubscriberState::Confirmed));
        }
    }

    async fn a_returned_digest_that_quotes_its_headers_ends_no_subscription(site: Site) {
        let letter = digest(site).await;
        let mut returned = b"From: MAILER-DAEMON@mailbox.example\nTo: letters@example.org\nSubject: Undelivered\n\
            MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nThe mailbox is full.\n\n\
            --b\nContent-Type: message/rfc822\n\n".to_vec();
        returned.extend_from_slice(&letter.bytes);
        returned.extend_from_slice(b"\n--b--\n");
        let mail = String::from_utf8(returned).expect("seven bits");
        assert!(!piped(site, &mail).await.contains(&ApplyOutcome::Left));
        assert_eq!(state(site, KIM).await, Some(SubscriberState::Confirmed));
    }

    async fn without_a_mailbox_for_bounces_the_link_stands_alone(site: Site) {
        site.reader(Reader::new(KIM, Cadence::EachPost)).await;
        site.wait(60);
        site.publish("작은 모델의 귀환", "요약입니다.", &[]).await;
        site.plan().await;
        let letter = site.newest_mail_to(KIM).await;
        assert_eq!(letter.header("List-Unsubscribe"), format!("<{}>", letter.link("/unsubscribe/")));
    }

    async fn whoever_was_erased_is_nobody(site: Site) {
        let letter = digest(site).await;
        let (address, _) = by_mail(&letter);
        let email = KIM.parse().expect("an address");
        let mut tx = site.app.write().await.expect("a transaction");
        gudok::personal_data::erase(&mut tx, &site.app, &email).await.expect("erased");
        tx.commit().await.expect("committed");
        let mail = format!("From: Kim <{KIM}>\nTo: {address}\nSubject: unsubscribe\n\n\n");
        assert_eq!(piped(site, &mail).await, [ApplyOutcome::Nobody]);
    }
}
