//! The values that readers have in the fields.

use super::model::FieldId;
use super::queries;
use crate::ids::SubscriberId;
use crate::store::{Result, Tx};

/// The values of a reader, in the order of the fields.
pub async fn of(tx: &mut Tx, subscriber: SubscriberId) -> Result<Vec<(FieldId, String)>> {
    queries::of(tx, subscriber).await
}

/// The values of these readers.
pub(in crate::subscribers) async fn of_each(
    tx: &mut Tx,
    subscribers: &[SubscriberId],
) -> Result<Vec<(SubscriberId, (FieldId, String))>> {
    let rows = queries::of_each(tx, subscribers).await?;
    Ok(paired(rows))
}

/// The values of readers in a range of ids.
pub(in crate::subscribers) async fn between(
    tx: &mut Tx,
    after: SubscriberId,
    last: SubscriberId,
) -> Result<Vec<(SubscriberId, (FieldId, String))>> {
    let rows = queries::between(tx, after, last).await?;
    Ok(paired(rows))
}

fn paired(rows: Vec<(SubscriberId, FieldId, String)>) -> Vec<(SubscriberId, (FieldId, String))> {
    let pairs = rows
        .into_iter()
        .map(|(who, field, value)| (who, (field, value)));
    pairs.collect()
}

/// Sets one value of a reader, or takes it away.
pub async fn set(
    tx: &mut Tx,
    subscriber: SubscriberId,
    field: FieldId,
    value: Option<&str>,
) -> Result<()> {
    match value {
        Some(value) => queries::set(tx, subscriber, field, value).await,
        None => queries::clear(tx, subscriber, field).await,
    }
}

/// Stores values of new readers. One whose field was removed meanwhile is left out, and a value that is there stays.
pub(in crate::subscribers) async fn fill(
    tx: &mut Tx,
    values: &[(SubscriberId, FieldId, &str)],
) -> Result<()> {
    queries::fill(tx, values).await
}

/// Stores the answers of a sign-up. A field that was removed since, or whose choice was, keeps the value that it had.
pub(in crate::subscribers) async fn apply(
    tx: &mut Tx,
    subscriber: SubscriberId,
    wished: &[(FieldId, String)],
) -> Result<()> {
    if wished.is_empty() {
        return Ok(());
    }
    let fields = queries::all(tx).await?;
    for (id, value) in wished {
        let field = fields.iter().find(|field| field.id == *id);
        if let Some(Ok(Some(value))) = field.map(|field| field.read(value)) {
            queries::set(tx, subscriber, *id, &value).await?;
        }
    }
    Ok(())
}
