//! The readers of a segment: how many there are, and who.

use super::model::{Filter, Known, KnownTag};
use super::queries;
use super::resolve::{Faults, Matcher, resolve};
use crate::clock::{Timestamp, Zone};
use crate::ids::SubscriberId;
use crate::store::{Result, Tx};
use crate::subscribers::{fields, tags};
use crate::topics;

/// What conditions may name now.
pub async fn known(tx: &mut Tx) -> Result<Known> {
    let tags = tags::all(tx).await?.into_iter();
    let tags = tags.map(|tag| KnownTag {
        slug: topics::slug(&tag.name),
        id: tag.id,
        name: tag.name,
    });
    Ok(Known {
        tags: tags.collect(),
        fields: fields::all(tx).await?,
        topics: topics::all(tx).await?,
    })
}

/// The conditions as they can be asked now. With a fault the segment has no readers.
pub async fn matcher(
    tx: &mut Tx,
    filter: &Filter,
    zone: &Zone,
    now: Timestamp,
) -> Result<std::result::Result<Matcher, Faults>> {
    let known = known(tx).await?;
    Ok(resolve(filter, &known, zone, now))
}

/// The number of readers, in every state.
pub async fn count(tx: &mut Tx, matcher: &Matcher) -> Result<i64> {
    queries::count(tx, matcher).await
}

/// The number of readers who get mail now: they are confirmed and have not paused. Advertising goes to those who agreed to it.
pub async fn count_mailable(
    tx: &mut Tx,
    matcher: &Matcher,
    is_advertising: bool,
    now: Timestamp,
) -> Result<i64> {
    queries::count_mailable(tx, matcher, is_advertising, now).await
}

/// The readers in a range of ids.
pub async fn members(
    tx: &mut Tx,
    matcher: &Matcher,
    after: SubscriberId,
    last: SubscriberId,
) -> Result<Vec<SubscriberId>> {
    queries::members(tx, matcher, after, last).await
}
