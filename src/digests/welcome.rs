//! The welcome mail: once for each confirmation, with something to read at once.

use super::emails;
use super::selection::Reader;
use crate::app::App;
use crate::clock::Timestamp;
use crate::delivery::{Content, Mail, Personal};
use crate::jobs::{Fate, Outcome};
use crate::posts::{self, Post};
use crate::store::{Result, Tx};
use crate::subscribers::{self, State, Subscriber, SubscriberId, links};

/// Posts in the welcome mail.
const MOST_POSTS: usize = 3;
/// Posts looked through for some of the reader's topics.
const LOOKED_THROUGH: i64 = 50;

/// The job `welcome`; its subject is the subscriber's id.
pub async fn run(app: App, subject: String) -> Outcome {
    let id = subject
        .parse()
        .map(SubscriberId)
        .map_err(|_| Fate::GiveUp(format!("`{subject}` is no subscriber's id")))?;
    let mut tx = app.write().await?;
    let subscriber = subscribers::find(&mut tx, id).await?;
    // Whoever left again before the job's turn wants no welcome.
    if let Some(subscriber) = subscriber.filter(|each| each.state == State::Confirmed) {
        let posts = posts_for(&mut tx, &subscriber).await?;
        let mail = mail(&app, &subscriber, &posts)?;
        app.enqueue_mail(&mut tx, mail).await?;
    }
    Ok(tx.commit().await?)
}

/// The newest posts of their topics (of all, where there is none) that no digest will bring them.
async fn posts_for(tx: &mut Tx, subscriber: &Subscriber) -> Result<Vec<Post>> {
    let reader = Reader::of(tx, subscriber).await?;
    let mut posts = posts::latest(tx, LOOKED_THROUGH).await?;
    posts.retain(|post| !reader.wants(post));
    if posts.iter().any(|post| reader.takes_topics_of(post)) {
        posts.retain(|post| reader.takes_topics_of(post));
    }
    posts.truncate(MOST_POSTS);
    Ok(posts)
}

fn mail(app: &App, subscriber: &Subscriber, posts: &[Post]) -> std::result::Result<Mail, Fate> {
    let links = Personal {
        unsubscribe: links::unsubscribe_url(app, subscriber.id),
        preferences: links::preferences_url(app, subscriber.id),
    };
    let letter = emails::welcome(app, subscriber, posts, &links)
        .map_err(|error| Fate::GiveUp(format!("the welcome mail cannot be rendered: {error}")))?;
    let confirmed = subscriber.confirmed_at.map_or(0, Timestamp::unix);
    Ok(Mail {
        kind: "welcome",
        recipient: subscriber.email.clone(),
        recipient_name: subscriber.name.clone(),
        subscriber: Some(subscriber.id.0),
        content: Content::Own(Box::new(letter)),
        dedupe_key: Some(format!("welcome:{}:{confirmed}", subscriber.id.0)),
    })
}
