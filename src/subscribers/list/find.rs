//! Finds a page of the list.

use unicode_normalization::UnicodeNormalization;

use super::model::{ListedSubscriber, SubscriberCount, SubscriberListing, SubscriberSearch};
use super::queries;
use crate::store::{Result, Tx};
use crate::subscribers::model::{SubscriberId, SubscriberState};
use crate::subscribers::topic_choices;
use crate::topics;

/// A page of up to `limit` subscribers that match, newest first.
pub async fn page(
    tx: &mut Tx,
    search: SubscriberSearch<'_>,
    limit: usize,
) -> Result<SubscriberListing> {
    let before = search.before.unwrap_or(SubscriberId(i64::MAX));
    let pattern = pattern(search.text);
    let one_more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut rows = if search.is_refined() {
        queries::refined_page(tx, &search, &pattern, before, one_more).await?
    } else {
        queries::page(tx, &pattern, search.state, before, one_more).await?
    };
    let next = if rows.len() > limit {
        rows.truncate(limit);
        rows.last().map(|row| row.id)
    } else if search.is_refined() {
        queries::end_of_refined(tx, &search, before).await?
    } else {
        None
    };
    let ids: Vec<SubscriberId> = rows.iter().map(|row| row.id).collect();
    let known = topics::all(tx).await?;
    let choices = topic_choices::chosen_by(tx, &ids).await?;
    let lines = rows.into_iter().map(|subscriber| {
        let own = choices.iter().filter(|(who, _)| *who == subscriber.id);
        let ids: Vec<_> = own.map(|(_, topic)| *topic).collect();
        let topics = topics::names_of(&known, &ids);
        ListedSubscriber { subscriber, topics }
    });
    Ok(SubscriberListing {
        rows: lines.collect(),
        next,
    })
}

/// The number of subscribers in each state, without empty states.
pub async fn count_by_state(tx: &mut Tx) -> Result<Vec<SubscriberCount>> {
    let mut counts = queries::count_by_state(tx).await?;
    counts.sort_by_key(|count| {
        SubscriberState::ALL
            .iter()
            .position(|state| *state == count.state)
    });
    Ok(counts)
}

/// The text as an escaped LIKE pattern for the lower-case search text.
fn pattern(text: &str) -> String {
    let folded = text.trim().nfc().collect::<String>().to_lowercase();
    let escaped = folded
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}
