//! What the owner knows of a reader: values of the site's own fields, and tags. No subscription changes by it.

use super::model::SubscriberId;
use super::{fields, tags};
use crate::clock::Timestamp;
use crate::store::{self, Tx};

/// Sets these fields of a reader, each named by its slug, and all tags when they are given. Returns whether something changed,
/// or the key of the phrase that says what is wrong; then nothing has. An answer that is the stored value is always right,
/// even if its choice was removed.
pub async fn describe_subscriber(
    tx: &mut Tx,
    id: SubscriberId,
    answers: &[(String, String)],
    tags: Option<&[String]>,
    now: Timestamp,
) -> store::Result<Result<bool, &'static str>> {
    let present = fields::of(tx, id).await?;
    let mut changes = Vec::new();
    for field in fields::all(tx).await? {
        let typed = answers.iter().find(|(slug, _)| *slug == field.slug);
        let stored = present.iter().find(|(other, _)| *other == field.id);
        let stored = stored.map(|(_, value)| value.as_str());
        let Some((_, typed)) = typed.filter(|(_, typed)| Some(typed.as_str()) != stored) else {
            continue;
        };
        match field.read(typed) {
            Ok(value) if value.as_deref() == stored => {}
            Ok(value) => changes.push((field.id, value)),
            Err(key) => return Ok(Err(key)),
        }
    }
    for (field, value) in &changes {
        fields::set(tx, id, *field, value.as_deref()).await?;
    }
    let retagged = match tags {
        Some(tags) => tags::replace(tx, id, tags, now).await?,
        None => false,
    };
    Ok(Ok(retagged || !changes.is_empty()))
}
