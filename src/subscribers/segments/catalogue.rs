//! The catalogue of segments, by name.

use unicode_normalization::UnicodeNormalization;

use super::model::{Filter, MOST_SEGMENTS, Segment, SegmentId};
use super::queries;
use crate::clock::Timestamp;
use crate::invisible::strip_invisible;
use crate::message::content::one_line;
use crate::store::{Result, Tx};

/// Characters of the longest name.
const LONGEST_NAME: usize = 80;

/// Every segment, by name.
pub async fn all(tx: &mut Tx) -> Result<Vec<Segment>> {
    let mut segments = queries::all(tx).await?;
    segments.sort_by_cached_key(|segment| segment.name.to_lowercase());
    Ok(segments)
}

/// The segment with this id.
pub async fn find(tx: &mut Tx, id: SegmentId) -> Result<Option<Segment>> {
    queries::find(tx, id).await
}

/// The segment with this name.
pub async fn find_named(tx: &mut Tx, name: &str) -> Result<Option<Segment>> {
    queries::find_named(tx, &clean(name)).await
}

/// One line without invisible characters, in the composed form.
fn clean(name: &str) -> String {
    one_line(&strip_invisible(&name.nfc().collect::<String>()))
}

/// The name as it is stored; the error is the key of a phrase.
pub fn read_name(typed: &str) -> std::result::Result<String, &'static str> {
    let name = clean(typed);
    match name.chars().count() {
        0 => Err("segments-name-missing"),
        1..=LONGEST_NAME => Ok(name),
        _ => Err("segments-name-too-long"),
    }
}

/// Adds a segment, or says why not, by the key of a phrase.
pub async fn add(
    tx: &mut Tx,
    name: &str,
    filter: &Filter,
    now: Timestamp,
) -> Result<std::result::Result<SegmentId, &'static str>> {
    if queries::all(tx).await?.len() >= MOST_SEGMENTS {
        return Ok(Err("segments-most"));
    }
    let id = queries::insert(tx, name, filter, now).await?;
    Ok(id.ok_or("segments-name-taken"))
}

/// Gives a segment another name and other conditions, or says why not.
pub async fn change(
    tx: &mut Tx,
    id: SegmentId,
    name: &str,
    filter: &Filter,
    now: Timestamp,
) -> Result<std::result::Result<(), &'static str>> {
    let other = queries::find_named(tx, name).await?;
    if other.is_some_and(|other| other.id != id) {
        return Ok(Err("segments-name-taken"));
    }
    queries::change(tx, id, name, filter, now).await?;
    Ok(Ok(()))
}

/// Deletes a segment. Returns false when it was gone, or a draft of a campaign is for its readers.
pub async fn remove(tx: &mut Tx, id: SegmentId) -> Result<bool> {
    queries::remove(tx, id).await
}
