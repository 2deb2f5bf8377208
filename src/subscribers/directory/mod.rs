//! The list of subscribers for the owner's eyes: found by a part of address or name, newest first, a page at a time.

mod queries;

use unicode_normalization::UnicodeNormalization;

use super::{Cadence, State, Subscriber, SubscriberId, topics};
use crate::store::{Result, Tx};

/// What is looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Search<'a> {
    /// A part of an address or a name; empty finds everybody.
    pub text: &'a str,
    /// One state, or all.
    pub state: Option<State>,
    /// The page begins after this subscriber.
    pub before: Option<SubscriberId>,
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The subscriber.
    pub subscriber: Subscriber,
    /// The names of their topics; empty means all.
    pub topics: String,
}

impl Listed {
    /// How often they get mail.
    pub fn cadence(&self) -> Cadence {
        self.subscriber.cadence
    }
}

/// How many subscribers are in one state.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Count {
    /// The state.
    pub state: State,
    /// How many.
    pub count: i64,
}

/// Up to `limit` subscribers that match, newest first.
pub async fn list(tx: &mut Tx, search: Search<'_>, limit: usize) -> Result<Vec<Listed>> {
    let before = search.before.unwrap_or(SubscriberId(i64::MAX));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = queries::list(tx, &pattern(search.text), search.state, before, limit).await?;
    let ids: Vec<SubscriberId> = rows.iter().map(|row| row.id).collect();
    let known = topics::all(tx).await?;
    let choices = topics::chosen_by(tx, &ids).await?;
    let lines = rows.into_iter().map(|subscriber| {
        let own = choices.iter().filter(|(who, _)| *who == subscriber.id);
        let ids: Vec<_> = own.map(|(_, topic)| *topic).collect();
        let topics = topics::names_of(&known, &ids);
        Listed { subscriber, topics }
    });
    Ok(lines.collect())
}

/// How many subscribers are in each state that somebody is in, in the order of the states.
pub async fn count_by_state(tx: &mut Tx) -> Result<Vec<Count>> {
    let mut counts = queries::count_by_state(tx).await?;
    counts.sort_by_key(|count| State::ALL.iter().position(|state| *state == count.state));
    Ok(counts)
}

/// The text as a LIKE pattern over the folded search text; its own wildcards are letters.
fn pattern(text: &str) -> String {
    let folded = text.trim().nfc().collect::<String>().to_lowercase();
    let escaped = folded
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}
