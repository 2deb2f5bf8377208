//! Editions: one body that several recipients share, rendered once, with marked places for what is personal.

use serde::{Deserialize, Serialize};

use super::{Count, State, queries};
use crate::clock::{Timestamp, Zone};
use crate::i18n::Locale;
use crate::random::Random;
use crate::store::{Result, Tx, Wakeup};

/// An edition.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct EditionId(pub i64);

/// Stands in an edition's body where each recipient's unsubscribe address goes.
pub const UNSUBSCRIBE_PLACE: &str = "GUDOK-PLACE-UNSUBSCRIBE";
/// Stands in an edition's body where each recipient's preferences address goes.
pub const PREFERENCES_PLACE: &str = "GUDOK-PLACE-PREFERENCES";

/// A place in an edition's body that each recipient fills with an address of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// [`UNSUBSCRIBE_PLACE`].
    Unsubscribe,
    /// [`PREFERENCES_PLACE`].
    Preferences,
}

/// A stretch of a body: what everybody reads, or a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// The same for all.
    Text(&'a str),
    /// Each recipient's own.
    Place(Place),
}

/// A body cut at its places, in order.
pub fn pieces(body: &str) -> Vec<Piece<'_>> {
    const MARKS: [(&str, Place); 2] = [
        (UNSUBSCRIBE_PLACE, Place::Unsubscribe),
        (PREFERENCES_PLACE, Place::Preferences),
    ];
    let mut pieces = Vec::new();
    let mut rest = body;
    let first = |text: &str| {
        let found = MARKS
            .iter()
            .filter_map(|(mark, place)| text.find(mark).map(|at| (at, mark.len(), *place)));
        found.min_by_key(|(at, ..)| *at)
    };
    while let Some((at, length, place)) = first(rest) {
        pieces.extend([Piece::Text(&rest[..at]), Piece::Place(place)]);
        rest = &rest[at + length..];
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// A rendered edition before it is stored.
#[derive(Clone, Debug)]
pub struct NewEdition {
    /// Its name in the archive's addresses, from [`slug`]; its body may link to itself.
    pub slug: String,
    /// Its language.
    pub locale: Locale,
    /// The subject, the same for all.
    pub subject: String,
    /// The HTML part, styles inlined, with the places.
    pub html: String,
    /// The plain part, with the places.
    pub text: String,
}

/// A stored edition.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Edition {
    /// Its row.
    pub id: EditionId,
    /// Its name in the archive's addresses.
    pub slug: String,
    /// Its language.
    pub locale: Locale,
    /// The subject.
    pub subject: String,
    /// The HTML part with the places.
    pub html: String,
    /// The plain part with the places.
    pub text: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What is one recipient's own in an edition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Personal {
    /// Where they leave with one click.
    pub unsubscribe: String,
    /// Where they change what they get.
    pub preferences: String,
}

impl Personal {
    /// What fills a place.
    pub fn fills(&self, place: Place) -> &str {
        match place {
            Place::Unsubscribe => &self.unsubscribe,
            Place::Preferences => &self.preferences,
        }
    }

    /// The body with this recipient's addresses in their places. The addresses are made of URL characters only, so they
    /// need no escaping in HTML.
    pub fn splice(&self, body: &str) -> String {
        let whole = pieces(body).into_iter().map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Place(place) => self.fills(place),
        });
        whole.collect()
    }
}

/// A new name for the archive's addresses, of the day in the site's zone and random digits: `2026-11-24-9f03c2d1`.
pub fn slug(random: &Random, now: Timestamp, zone: &Zone) -> String {
    let day = now.at(zone).strftime("%Y-%m-%d").to_string();
    format!("{day}-{}", crate::token::hex(&random.bytes::<4>()))
}

/// Stores an edition.
pub async fn create(tx: &mut Tx, edition: &NewEdition, now: Timestamp) -> Result<EditionId> {
    queries::insert_edition(tx, edition, now).await
}

/// The edition of this row.
pub async fn find(tx: &mut Tx, id: EditionId) -> Result<Option<Edition>> {
    queries::edition(tx, id).await
}

/// Stops an edition's mails where they are, or lets them go on; what is in flight is finished. False when there is no such edition.
pub async fn set_paused(tx: &mut Tx, id: EditionId, is_paused: bool) -> Result<bool> {
    tx.notify_on_commit(Wakeup::Outbox);
    queries::set_paused(tx, id, is_paused).await
}

/// Lets at most `rate` of its mails go in a minute, over all nodes; `None` is no limit.
pub async fn set_rate(tx: &mut Tx, id: EditionId, rate: Option<i64>) -> Result<()> {
    queries::set_rate(tx, id, rate).await
}

/// Adds readers of a topic to whom the edition is for; without any topic it is for everybody.
pub async fn add_topic(tx: &mut Tx, id: EditionId, topic: i64) -> Result<()> {
    queries::add_topic(tx, id, topic).await
}

/// Rows that one of the verbs below changes at a time; the caller repeats it, each time in a transaction of its own, until
/// it changes none.
pub const STEP: i64 = 10_000;

/// Drops some of the edition's mails that were not handed over; how many.
pub async fn drop_some(tx: &mut Tx, id: EditionId, why: &str, now: Timestamp) -> Result<u64> {
    queries::drop_of_edition(tx, id, why, now, STEP).await
}

/// Queues some of the edition's mails that came into `state` (failed or unknown) until `said` again; how many. Those that
/// come into it while this is repeated stay there, and so do those of readers who left.
pub async fn send_some_again(
    tx: &mut Tx,
    id: EditionId,
    state: State,
    said: Timestamp,
    now: Timestamp,
) -> Result<u64> {
    tx.notify_on_commit(Wakeup::Outbox);
    queries::again_of_edition(tx, id, state, said, now, STEP).await
}

/// Leaves some of the edition's mails whose result is unknown since `said` or longer; how many.
pub async fn leave_some(
    tx: &mut Tx,
    id: EditionId,
    why: &str,
    said: Timestamp,
    now: Timestamp,
) -> Result<u64> {
    queries::leave_of_edition(tx, id, why, said, now, STEP).await
}

/// How many of the edition's mails are in each state, without counting them; those that a sender holds count as queued.
pub async fn tally(tx: &mut Tx, id: EditionId) -> Result<Vec<Count>> {
    queries::tally(tx, id).await
}

/// When the first of the edition's mails that wait may go; `None` when none waits.
pub async fn next_due(tx: &mut Tx, id: EditionId) -> Result<Option<Timestamp>> {
    queries::next_due(tx, id).await
}

/// How many of the edition's mails went out in the last minute.
pub async fn sent_in_a_minute(tx: &mut Tx, id: EditionId, now: Timestamp) -> Result<i64> {
    queries::sent_in_a_minute(tx, id, now).await
}

/// Forgets how fast editions went before `before`; run now and then.
pub async fn forget_pace(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    queries::forget_pace(tx, before).await
}

/// Forgets an edition of which no mail is left.
pub async fn forget(tx: &mut Tx, id: EditionId) -> Result<()> {
    queries::forget_edition(tx, id).await
}
