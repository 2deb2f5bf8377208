//! Planning: digests of due readers become outbox rows, in one transaction with the step that moves each reader on. So a
//! digest is queued exactly once, also after a crash and with several nodes.
//!
//! A new edition is rendered inside the transaction, which takes a millisecond or two. Rendered before, it would have to be
//! compared with the rows again.

use std::collections::{BTreeMap, HashMap};

use super::emails::DigestView;
use super::model::{Digest, Planned};
use super::queries;
use super::selection::{self, latest_hour, new_posts};
use crate::app::App;
use crate::audience::{EditionRecipient, fan_out};
use crate::clock::Timestamp;
use crate::ids::EditionId;
use crate::outbox::edition;
use crate::posts::{self, Post};
use crate::store::{self, Tx};
use crate::subscribers::{self, DigestProgress, Due, pause, schedule};

/// Readers planned in one transaction: on SQLite other writers wait for it, some 10 ms.
const BATCH: i64 = 250;

/// The reason why planning failed. Nothing of the batch was stored.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The database.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The mail's templates.
    #[error("the digest cannot be rendered: {0}")]
    Rendering(#[from] askama::Error),
}

/// Plans every digest that is due at `now`, batch by batch. If no reader is due and no pause ends, nothing is written.
pub async fn plan_all(app: &App, now: Timestamp) -> Result<Planned, PlanError> {
    let mut all = Planned::default();
    end_pauses(app, now).await?;
    if !is_anybody_due(app, now).await? {
        return Ok(all);
    }
    loop {
        let mut tx = app.write().await?;
        let batch = plan(&mut tx, app, now).await?;
        tx.commit().await?;
        if batch.readers == 0 {
            return Ok(all);
        }
        all.readers += batch.readers;
        all.mails += batch.mails;
        all.editions.extend(batch.editions);
    }
}

async fn end_pauses(app: &App, now: Timestamp) -> store::Result<()> {
    while pause::is_any_over(&mut app.read().await?, now).await? {
        let mut tx = app.write().await?;
        pause::end(&mut tx, now, BATCH).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn is_anybody_due(app: &App, now: Timestamp) -> store::Result<bool> {
    let mut tx = app.read().await?;
    let newest = posts::newest(&mut tx, now).await?;
    let hour = latest_hour(newest, now);
    let due = subscribers::expect_due(&mut tx, newest.number, hour, 1).await?;
    Ok(!due.is_empty())
}

/// Plans the digests of up to `BATCH` readers that are due at `now`, and moves each reader on.
pub async fn plan(tx: &mut Tx, app: &App, now: Timestamp) -> Result<Planned, PlanError> {
    queries::lock_planning(tx, now).await?;
    let newest = posts::newest(tx, now).await?;
    let due = subscribers::due(tx, newest.number, latest_hour(newest, now), BATCH).await?;
    let oldest = due.iter().map(|reader| reader.window).min();
    let posts = match oldest {
        Some(oldest) => new_posts(tx, oldest, newest).await?,
        None => Vec::new(),
    };
    // Up to where the readers who are served now have been served before.
    let mut served = newest.number;
    let mut planned = Planned::default();
    let mut editions = HashMap::new();
    let mut shares: BTreeMap<EditionId, Vec<EditionRecipient>> = BTreeMap::new();
    let mut steps = Vec::with_capacity(due.len());
    // Made now, whatever time is planned for.
    let made_at = app.now();
    let settings = selection::readers(tx, &due, &posts, made_at).await?;
    for (reader, settings) in due.iter().zip(&settings) {
        planned.readers += 1;
        let next = schedule::next_after(reader.cadence, reader.day, reader.hour, &reader.zone, now);
        let step = |window| DigestProgress {
            id: reader.id,
            window,
            next_digest_at: next,
        };
        if next.is_some() && reader.next_digest_at.is_none() {
            // They have just chosen this cadence: their first digest comes at its hour, not now.
            steps.push(step(reader.window));
            continue;
        }
        served = served.min(reader.window);
        if let Some(digest) = selection::select(&posts, settings) {
            let edition = if let Some(edition) = editions.get(&digest) {
                *edition
            } else {
                let edition = edition_for(tx, app, &digest, &posts, newest.number, made_at).await?;
                editions.insert(digest, edition);
                edition
            };
            shares.entry(edition).or_default().push(share(reader));
        }
        steps.push(step(newest.number.max(reader.window)));
        if !settings.received.is_empty() {
            queries::forget_received(tx, reader.id).await?;
        }
    }
    for (edition, readers) in shares {
        planned.mails += fan_out::enqueue_for(tx, edition, "digest", &readers, made_at).await?;
        planned.editions.insert(edition);
    }
    subscribers::advance(tx, &steps).await?;
    if posts.iter().any(|post| post.mailed_at.is_none()) {
        posts::note_mailed(tx, served, newest.number, made_at).await?;
    }
    Ok(planned)
}

/// Returns the edition with this content: one of an earlier batch, or a new one.
async fn edition_for(
    tx: &mut Tx,
    app: &App,
    digest: &Digest,
    posts: &[Post],
    newest: i64,
    now: Timestamp,
) -> Result<EditionId, PlanError> {
    let slug = edition::slug(app.random(), now, &app.config().site.time_zone);
    let view = DigestView::new(app, digest, posts, slug);
    let key = view.content_key();
    if let Some(edition) = queries::edition_of(tx, &key).await? {
        return Ok(edition);
    }
    let rendered = view.render()?;
    let edition = edition::create(tx, &rendered, now).await?;
    let count = i64::try_from(digest.count).unwrap_or(i64::MAX);
    queries::insert_edition(tx, edition, &key, digest.cadence, newest, count).await?;
    for (position, post) in (1..).zip(&digest.shown) {
        queries::insert_post(tx, edition, position, *post).await?;
    }
    Ok(edition)
}

fn share(reader: &Due) -> EditionRecipient {
    EditionRecipient {
        subscriber: reader.id,
        recipient: reader.email.clone(),
        name: reader.name.clone(),
    }
}
