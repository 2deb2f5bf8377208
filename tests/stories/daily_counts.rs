//! What is kept of each day is what was done on it, whatever the order.

use std::collections::BTreeMap;
use std::io::Cursor;

use gudok::admin::audit::Actor;
use gudok::clock::DAY;
use gudok::comments::{CommentId, CommentStatus, moderation};
use gudok::config::CommentModeration;
use gudok::daily_counts::{self, DailyKind, Day};
use gudok::subscribers::consent::{Channel, ConsentEvidence};
use gudok::subscribers::import::{ImportOptions, import};
use gudok::subscribers::{self, Cadence, SubscriberId, SubscriberState};

use crate::stories;
use crate::support::readers::sign_up;
use crate::support::{Reader, Remark, Site};

/// What is kept, by day and kind.
pub async fn kept(site: &Site) -> Vec<(i64, DailyKind, i64)> {
    let mut tx = site.app.read().await.expect("a connection");
    let rows = daily_counts::since(&mut tx, Day(0)).await.expect("read");
    let rows = rows.into_iter().filter(|row| row.number != 0);
    rows.map(|row| (row.day.0, row.kind, row.number)).collect()
}

/// Numbers that look drawn, the same in each run (Knuth's multiplier).
struct Draws(u64);

impl Draws {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % most
    }
}

/// What was done, by day and kind, and where each thing stands.
#[derive(Default)]
struct Done {
    counts: BTreeMap<(i64, DailyKind), i64>,
    readers: Vec<(SubscriberId, SubscriberState)>,
    /// Comments, and the day of the approval that stands.
    comments: Vec<(CommentId, Option<i64>)>,
}

impl Done {
    fn count(&mut self, day: i64, kind: DailyKind) {
        *self.counts.entry((day, kind)).or_default() += 1;
    }

    fn expected(&self) -> Vec<(i64, DailyKind, i64)> {
        let mut counts = self.counts.clone();
        for day in self.comments.iter().filter_map(|(_, day)| *day) {
            *counts.entry((day, DailyKind::Approved)).or_default() += 1;
        }
        let rows = counts
            .into_iter()
            .map(|((day, kind), number)| (day, kind.as_str(), kind, number));
        let mut rows: Vec<_> = rows.collect();
        rows.sort_unstable();
        rows.into_iter()
            .map(|(day, _, kind, number)| (day, kind, number))
            .collect()
    }
}

async fn change_a_reader(site: &Site, draws: &mut Draws, done: &mut Done, day: i64) {
    if done.readers.is_empty() || draws.below(3) == 0 {
        let email = format!("reader{}@example.org", done.readers.len());
        let reader = site.reader(Reader::new(&email, Cadence::Weekly)).await;
        done.readers.push((reader.id, SubscriberState::Confirmed));
        return done.count(day, DailyKind::Joined);
    }
    let which = draws.below(done.readers.len());
    let (id, state) = done.readers[which];
    let (app, evidence) = (&site.app, ConsentEvidence::of(Channel::Form));
    let now = app.now();
    let mut tx = app.write().await.expect("a transaction");
    let was_reader = state == SubscriberState::Confirmed;
    let (is, counted) = match draws.below(5) {
        0 => {
            subscribers::unsubscribe(&mut tx, app, id, &evidence)
                .await
                .expect("left");
            (
                SubscriberState::Unsubscribed,
                was_reader.then_some(DailyKind::Left),
            )
        }
        1 => {
            subscribers::block(&mut tx, id, SubscriberState::Bounced, "test", now)
                .await
                .expect("bounced");
            (
                SubscriberState::Bounced,
                was_reader.then_some(DailyKind::Bounced),
            )
        }
        2 => {
            subscribers::block(&mut tx, id, SubscriberState::Complained, "test", now)
                .await
                .expect("complained");
            (
                SubscriberState::Complained,
                was_reader.then_some(DailyKind::Left),
            )
        }
        3 => {
            subscribers::reinstate(&mut tx, id, &evidence, now)
                .await
                .expect("again");
            let goes_on = state == SubscriberState::Bounced;
            (
                SubscriberState::Confirmed,
                goes_on.then_some(DailyKind::Joined),
            )
        }
        _ => {
            subscribers::erase(&mut tx, app, id).await.expect("erased");
            (
                SubscriberState::Suppressed,
                was_reader.then_some(DailyKind::Left),
            )
        }
    };
    let now_is = subscribers::find(&mut tx, id)
        .await
        .expect("read")
        .map(|reader| reader.state);
    tx.commit().await.expect("committed");
    // A verb that does not apply to the state changes nothing.
    done.readers[which].1 = now_is.unwrap_or(SubscriberState::Suppressed);
    if let Some(kind) = counted {
        assert_eq!(now_is.unwrap_or(SubscriberState::Suppressed), is, "{kind}");
        done.count(day, kind);
    }
}

async fn change_a_comment(site: &Site, draws: &mut Draws, done: &mut Done, day: i64) {
    if done.comments.is_empty() || draws.below(3) == 0 {
        let number = done.comments.len();
        let (email, body) = (
            format!("author{number}@example.org"),
            format!("댓글 {number}"),
        );
        let id = site.said(Remark::by("김하나", &email, &body)).await;
        done.comments.push((CommentId(id), Some(day)));
        return done.count(day, DailyKind::Written);
    }
    let which = draws.below(done.comments.len());
    let (id, approved) = done.comments[which];
    let status = CommentStatus::ALL[draws.below(CommentStatus::ALL.len())];
    let mut tx = site.app.write().await.expect("a transaction");
    moderation::decide(&mut tx, &site.app, Actor::Command, id, status)
        .await
        .expect("decided");
    if draws.below(4) == 0 {
        return; // rolled back: nothing of it counts
    }
    tx.commit().await.expect("committed");
    done.comments[which].1 = (status == CommentStatus::Approved).then(|| approved.unwrap_or(day));
}

stories! {
    async fn after_many_decisions_the_days_are_what_was_done(site: Site) {
        site.restart(|config| config.comments.moderation = CommentModeration::None).await;
        let (mut draws, mut done) = (Draws(7), Done::default());
        for step in 0..90 {
            let day = site.app.now().unix() / DAY;
            if draws.below(2) == 0 {
                change_a_reader(site, &mut draws, &mut done, day).await;
            } else {
                change_a_comment(site, &mut draws, &mut done, day).await;
            }
            if draws.below(3) == 0 {
                site.wait(DAY / 2);
            }
            if step % 30 == 29 {
                assert_eq!(kept(site).await, done.expected(), "after {step} steps");
                site.app.store().maintain().await.expect("kept up");
                assert_eq!(kept(site).await, done.expected(), "the upkeep changes nothing");
            }
        }
        let confirmed = done.readers.iter().filter(|(_, state)| *state == SubscriberState::Confirmed).count();
        let sum = |kind| done.counts.iter().filter(|((_, each), _)| *each == kind).map(|(_, number)| number).sum::<i64>();
        let left = sum(DailyKind::Left) + sum(DailyKind::Bounced);
        assert_eq!(sum(DailyKind::Joined) - left, i64::try_from(confirmed).expect("few"), "the readers of today");
        let shards = site.numbers("SELECT count(*) FROM daily_counts WHERE shard <> 0").await;
        assert_eq!(shards, [0], "the upkeep leaves one shard");
    }

    async fn readers_of_a_list_join_on_the_day_of_the_import(site: Site) {
        sign_up(site, &[("email", "pending@example.org")]).await.expect(200);
        site.wait(2 * DAY);
        let list = "email\npending@example.org\nnew@example.org\nother@example.org\n";
        let report = import(&site.app, Cursor::new(list.as_bytes().to_vec()), &ImportOptions::default()).await.expect("imported");
        assert_eq!(report.rows(), 3);
        let day = site.app.now().unix() / DAY;
        assert_eq!(kept(site).await, [(day, DailyKind::Joined, 3)]);
    }
}
