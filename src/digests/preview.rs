//! Previews of digests. They are rendered like real ones, but nothing is stored, and personal links lead nowhere.

use super::emails::DigestView;
use super::model::{Digest, DigestPreview, DigestReader, ExpectedEdition, MOST_SHOWN};
use super::selection::{self, latest_hour, new_posts, newest_first};
use crate::app::App;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::message::PersonalLinks;
use crate::posts::{self, Post};
use crate::store::{Result, Tx};
use crate::subscribers::{self, Cadence, Due, Subscriber};

/// Readers that a preview considers; with more its numbers are minimums.
const MOST_READERS: i64 = 2_000;
/// Readers that it considers when there are more than that.
const SOME_READERS: i64 = 500;

/// The next digests.
#[derive(Clone, Debug)]
pub struct Upcoming {
    /// The time; `None` if no reader waits.
    pub at: Option<Timestamp>,
    /// Readers that get a mail.
    pub recipients: usize,
    /// Readers without new posts.
    pub skipped: usize,
    /// True if there are more readers than were considered.
    pub is_cut: bool,
    /// The editions, those with the most recipients first.
    pub editions: Vec<ExpectedEdition>,
    posts: Vec<Post>,
}

impl Upcoming {
    /// Returns the number of posts in the editions.
    pub fn count_posts(&self) -> usize {
        let is_shown = |post: &&Post| {
            let mut editions = self.editions.iter();
            editions.any(|edition| edition.digest.shown.contains(&post.id))
        };
        self.posts.iter().filter(is_shown).count()
    }

    /// Renders one of the editions.
    pub fn show(&self, app: &App, edition: &ExpectedEdition) -> askama::Result<DigestPreview> {
        render(app, &edition.digest, &self.posts)
    }
}

/// The next run of digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextRun {
    /// The time.
    pub at: Timestamp,
    /// Readers whose turn it is. Those without new posts get no mail.
    pub readers: i64,
    /// True if there are more readers than were counted.
    pub is_cut: bool,
}

/// Returns the next run; `None` if no reader waits. No post is read and no mail is rendered.
pub async fn next_run(tx: &mut Tx, now: Timestamp) -> Result<Option<NextRun>> {
    let newest = posts::newest(tx, now).await?;
    let mut at = now;
    let due_now = latest_hour(newest, now);
    let mut readers = subscribers::count_due(tx, newest.number, due_now, MOST_READERS).await?;
    if readers == 0 {
        let Some(next) = subscribers::next_due(tx).await? else {
            return Ok(None);
        };
        at = next;
        readers = subscribers::count_due(tx, newest.number, at, MOST_READERS).await?;
    }
    Ok(Some(NextRun {
        at,
        readers,
        is_cut: readers == MOST_READERS,
    }))
}

/// Returns the next digests and their time.
pub async fn upcoming(tx: &mut Tx, app: &App, now: Timestamp) -> Result<Upcoming> {
    let newest = posts::newest(tx, now).await?;
    let mut at = Some(now);
    let (mut due, mut is_cut) = due_at(tx, newest.number, latest_hour(newest, now)).await?;
    if due.is_empty() {
        at = subscribers::next_due(tx).await?;
        if let Some(at) = at {
            (due, is_cut) = due_at(tx, newest.number, at).await?;
        }
    }
    let oldest = due.iter().map(|reader| reader.window).min();
    let posts = new_posts(tx, oldest.unwrap_or(newest.number), newest).await?;
    let mut upcoming = Upcoming {
        at,
        recipients: 0,
        skipped: 0,
        is_cut,
        editions: Vec::new(),
        posts,
    };
    let readers = selection::readers(tx, &due, &upcoming.posts, now).await?;
    upcoming.share_out(app, &readers);
    Ok(upcoming)
}

/// Returns the readers due at a time, and whether there are more. Readers whose first hour is not computed yet are left out.
async fn due_at(tx: &mut Tx, newest: i64, at: Timestamp) -> Result<(Vec<Due>, bool)> {
    let count = subscribers::count_due(tx, newest, at, MOST_READERS).await?;
    let is_cut = count == MOST_READERS;
    let most = if is_cut { SOME_READERS } else { MOST_READERS };
    let mut due = subscribers::expect_due(tx, newest, at, most).await?;
    due.retain(|reader| reader.cadence == Cadence::EachPost || reader.next_digest_at.is_some());
    Ok((due, is_cut))
}

impl Upcoming {
    fn share_out(&mut self, app: &App, readers: &[DigestReader]) {
        for reader in readers {
            let Some(digest) = selection::select(&self.posts, reader) else {
                self.skipped += 1;
                continue;
            };
            self.recipients += 1;
            let known = self.editions.iter_mut().find(|each| each.digest == digest);
            if let Some(edition) = known {
                edition.recipients += 1;
            } else {
                let edition = expected(app, digest, 1, &self.posts);
                self.editions.push(edition);
            }
        }
        self.editions
            .sort_by_key(|edition| std::cmp::Reverse(edition.recipients));
    }
}

/// Returns the latest posts as a weekly digest in each language, for a preview when no digest is due.
pub async fn samples(tx: &mut Tx, app: &App) -> Result<Upcoming> {
    let most = i64::try_from(MOST_SHOWN).unwrap_or(i64::MAX);
    let mut posts = posts::latest(tx, most).await?;
    newest_first(&mut posts);
    let site = app.config().site.locale;
    let sample = |locale: Locale| Digest {
        locale,
        cadence: Cadence::Weekly,
        shown: posts.iter().map(|post| post.id).collect(),
        count: posts.len(),
    };
    let locales = [site, site.other()].into_iter();
    let editions = locales.filter(|_| !posts.is_empty());
    Ok(Upcoming {
        at: None,
        recipients: 0,
        skipped: 0,
        is_cut: false,
        editions: editions
            .map(|locale| expected(app, sample(locale), 0, &posts))
            .collect(),
        posts,
    })
}

/// Renders the digest that this subscriber would get now; `None` if there are no new posts.
pub async fn of_subscriber(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
) -> Result<Option<askama::Result<DigestPreview>>> {
    let mut reader = DigestReader::of(tx, subscriber).await?;
    let newest = posts::newest(tx, app.now()).await?;
    let posts = new_posts(tx, reader.window, newest).await?;
    let received = selection::received(tx, &posts, &[subscriber.id], app.now()).await?;
    reader.received = received.into_iter().map(|(_, post)| post).collect();
    let digest = selection::select(&posts, &reader);
    Ok(digest.map(|digest| render(app, &digest, &posts)))
}

fn expected(app: &App, digest: Digest, recipients: usize, posts: &[Post]) -> ExpectedEdition {
    let key = DigestView::new(app, &digest, posts, String::new()).content_key();
    ExpectedEdition {
        digest,
        recipients,
        key,
    }
}

fn render(app: &App, digest: &Digest, posts: &[Post]) -> askama::Result<DigestPreview> {
    let edition = DigestView::new(app, digest, posts, "preview".into()).render()?;
    let nobody = PersonalLinks {
        unsubscribe: app.url("/unsubscribe/preview"),
        preferences: app.url("/preferences/preview"),
        unsubscribe_by_mail: None,
    };
    Ok(DigestPreview {
        subject: edition.subject,
        html: nobody.substitute(&edition.html),
        text: nobody.substitute(&edition.text),
    })
}
