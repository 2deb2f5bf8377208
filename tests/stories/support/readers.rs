//! Readers who sign up, as the stories need them.

use gudok::address::EmailAddress;
use gudok::subscribers::{self, Subscriber, SubscriberState, consent};
use gudok::topics;

use super::{Reply, Site};

pub const KIM: &str = "kim@example.org";

pub async fn subscriber(site: &Site, email: &str) -> Option<Subscriber> {
    let email: EmailAddress = email.parse().expect("an address");
    let mut tx = site.app.read().await.expect("a connection");
    subscribers::find_by_email(&mut tx, &email)
        .await
        .expect("read")
}

pub async fn state(site: &Site, email: &str) -> Option<SubscriberState> {
    subscriber(site, email)
        .await
        .map(|subscriber| subscriber.state)
}

pub async fn history(site: &Site, email: &str) -> Vec<String> {
    let known = subscriber(site, email).await.expect("a subscriber");
    let mut tx = site.app.read().await.expect("a connection");
    let history = consent::history(&mut tx, known.id).await.expect("read");
    let lines = history.iter().rev();
    lines
        .map(|line| {
            let actor = line.actor.as_ref().map(|actor| format!(":{actor}"));
            format!(
                "{} by {}{}",
                line.action,
                line.channel,
                actor.unwrap_or_default()
            )
        })
        .collect()
}

pub async fn offer(site: &Site, name: &str) -> topics::TopicId {
    let mut tx = site.app.write().await.expect("a transaction");
    let id = topics::offer(&mut tx, name, site.app.now())
        .await
        .expect("offered");
    tx.commit().await.expect("committed");
    id
}

/// Opens the page, lets a person's time pass, and posts the form with these fields over what the page gave.
pub async fn sign_up(site: &Site, fields: &[(&str, &str)]) -> Reply {
    let page = site.get("/").await;
    page.expect(200);
    site.wait(5);
    let token = page.field("form_token");
    let mut all = vec![("form_token", token.as_str()), ("website_url", "")];
    all.extend(fields);
    site.post("/subscriptions", &all).await
}

/// Presses the button behind the newest confirmation mail, with the boxes as its page shows them.
pub async fn confirm(site: &Site, email: &str) -> Reply {
    let link = site.newest_mail_to(email).await.link("/subscriptions/");
    let page = site.get(&link).await;
    let is_ticked = |name: &&str| page.count(&format!("[name={name}][checked]")) == 1;
    let ticked: Vec<(&str, &str)> = ["advertising", "night"]
        .iter()
        .filter(|name| is_ticked(name))
        .map(|name| (*name, "yes"))
        .collect();
    site.post(&format!("{link}/confirmation"), &ticked).await
}

pub async fn subscribed(site: &Site, email: &str) -> Subscriber {
    sign_up(site, &[("email", email)]).await.expect(200);
    confirm(site, email).await.expect(200);
    site.mails().await; // the welcome, too, is behind them
    subscriber(site, email).await.expect("a subscriber")
}
