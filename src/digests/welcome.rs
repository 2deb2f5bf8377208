//! The welcome mail, once for each confirmation, with a few posts to read.

use super::emails;
use super::model::DigestReader;
use crate::app::App;
use crate::clock::Timestamp;
use crate::jobs::{JobError, JobResult};
use crate::message::PersonalLinks;
use crate::outbox::{MailContent, NewMail};
use crate::posts::{self, Post};
use crate::store::{Result, Tx};
use crate::subscribers::{self, Subscriber, SubscriberId, SubscriberState, links};

/// Posts in the welcome mail.
const MOST_POSTS: usize = 3;
/// Posts that are searched for the reader's topics.
const LOOKED_THROUGH: i64 = 50;

/// Runs the job `welcome`. Its subject is the subscriber's id.
pub async fn run(app: App, subject: String) -> JobResult {
    let id = subject
        .parse()
        .map(SubscriberId)
        .map_err(|_| JobError::GiveUp(format!("`{subject}` is not a subscriber's id")))?;
    let mut tx = app.write().await?;
    let subscriber = subscribers::find(&mut tx, id).await?;
    // A subscriber who left meanwhile gets no welcome mail.
    if let Some(subscriber) = subscriber.filter(|each| each.state == SubscriberState::Confirmed) {
        let posts = posts_for(&mut tx, &subscriber).await?;
        let mail = mail(&app, &subscriber, &posts)?;
        app.enqueue_mail(&mut tx, mail).await?;
    }
    Ok(tx.commit().await?)
}

/// Returns the newest posts that no digest will bring: of the chosen topics, or of all if there is none.
async fn posts_for(tx: &mut Tx, subscriber: &Subscriber) -> Result<Vec<Post>> {
    let reader = DigestReader::of(tx, subscriber).await?;
    let mut posts = posts::latest(tx, LOOKED_THROUGH).await?;
    posts.retain(|post| !reader.wants(post));
    if posts.iter().any(|post| reader.takes_topics_of(post)) {
        posts.retain(|post| reader.takes_topics_of(post));
    }
    posts.truncate(MOST_POSTS);
    Ok(posts)
}

fn mail(
    app: &App,
    subscriber: &Subscriber,
    posts: &[Post],
) -> std::result::Result<NewMail, JobError> {
    let links = PersonalLinks {
        unsubscribe: links::unsubscribe_url(app, subscriber.id),
        preferences: links::preferences_url(app, subscriber.id),
        unsubscribe_by_mail: None,
    };
    let letter = emails::welcome(app, subscriber, posts, &links).map_err(|error| {
        JobError::GiveUp(format!("the welcome mail cannot be rendered: {error}"))
    })?;
    let confirmed = subscriber.confirmed_at.map_or(0, Timestamp::unix);
    Ok(NewMail {
        kind: "welcome",
        recipient: subscriber.email.clone(),
        recipient_name: subscriber.name.clone(),
        subscriber: Some(subscriber.id),
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: Some(format!("welcome:{}:{confirmed}", subscriber.id.0)),
        about: None,
    })
}
