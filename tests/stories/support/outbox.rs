//! An outbox that stories fill and send by themselves.

use std::collections::BTreeMap;

use gudok::address::EmailAddress;
use gudok::app::App;
use gudok::audience::{EditionRecipient, fan_out};
use gudok::changed;
use gudok::i18n::Locale;
use gudok::ids::{EditionId, SubscriberId};
use gudok::message;
use gudok::outbox::{self, MailContent, NewEdition, NewMail, edition};
use gudok::store;
use gudok::subscribers::Subscriber;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use super::Site;

/// An edition that nobody gets yet.
pub async fn new_edition(site: &Site) -> EditionId {
    let new = NewEdition {
        slug: edition::slug(
            site.app.random(),
            site.app.now(),
            &site.app.config().site.time_zone,
        ),
        locale: Locale::Ko,
        subject: "새 글".into(),
        html: "<p>글</p>".into(),
        text: "글".into(),
        message_domain: "example.org".into(),
    };
    let mut tx = site.app.write().await.expect("a transaction");
    let id = edition::create(&mut tx, &new, site.app.now())
        .await
        .expect("an edition");
    tx.commit().await.expect("committed");
    id
}

/// Queues the edition for `count` readers of this domain.
pub async fn post(site: &Site, edition: EditionId, count: usize, domain: &str) {
    let mut tx = site.app.write().await.expect("a transaction");
    for number in 0..count {
        let recipient = format!("reader{number}@{domain}");
        let mail = NewMail {
            kind: "digest",
            recipient: recipient.parse::<EmailAddress>().expect("an address"),
            recipient_name: None,
            subscriber: Some(SubscriberId(1)),
            content: MailContent::Edition(edition),
            dedupe_key: None,
            about: None,
        };
        site.app.enqueue_mail(&mut tx, mail).await.expect("queued");
    }
    tx.commit().await.expect("committed");
}

/// Queues a mail for one person.
pub async fn post_letter(site: &Site, to: &str) {
    let letter = message::EmailContent {
        subject: "안녕하세요".into(),
        text: "본문".into(),
        html: "<p>본문</p>".into(),
        unsubscribe: None,
        reply_to: None,
    };
    post_mail(site, to, MailContent::Own(Box::new(letter))).await;
}

/// Queues a mail that says this.
pub async fn post_mail(site: &Site, to: &str, content: MailContent) {
    let mail = NewMail {
        kind: "test",
        recipient: to.parse().expect("an address"),
        recipient_name: None,
        subscriber: Some(SubscriberId(1)),
        content,
        dedupe_key: None,
        about: None,
    };
    let mut tx = site.app.write().await.expect("a transaction");
    site.app.enqueue_mail(&mut tx, mail).await.expect("queued");
    tx.commit().await.expect("committed");
}

/// Queues a mail of a new edition to this reader, wherever they stand.
pub async fn mail_to(site: &Site, reader: &Subscriber) {
    let edition = new_edition(site).await;
    let share = EditionRecipient {
        subscriber: reader.id,
        recipient: reader.email.clone(),
        name: None,
    };
    let mut tx = site.app.write().await.expect("a transaction");
    fan_out::enqueue_for(&mut tx, edition, "digest", &[share], site.app.now())
        .await
        .expect("queued");
    tx.commit().await.expect("committed");
}

/// Sends what is due now.
pub async fn send(site: &Site) {
    let stop = CancellationToken::new();
    site.app.sender().drain(&stop).await.expect("sent");
}

/// All readers come into this state in the midst of what a relay does: others wait for that.
pub fn readers_become(app: &App, state: &'static str) {
    let becoming = async {
        let mut tx = app.write().await.expect("a transaction");
        let sql = "UPDATE subscribers SET state = $1";
        let done: store::Result<u64> =
            changed!(tx, conn => sqlx::query(sql).bind(state).execute(conn));
        done.expect("changed");
        tx.commit().await.expect("committed");
    };
    tokio::task::block_in_place(|| Handle::current().block_on(becoming));
}

/// How many mails are in each state, from looking at each.
pub async fn states(site: &Site) -> BTreeMap<&'static str, i64> {
    let mut tx = site.app.read().await.expect("a connection");
    let mut states = BTreeMap::new();
    for row in outbox::list(&mut tx, None, None, 10_000)
        .await
        .expect("rows")
    {
        *states.entry(row.state.as_str()).or_default() += 1;
    }
    states
}
