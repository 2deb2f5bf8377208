//! The catalogue of fields, in the order in which they were added.

use super::model::{FieldDraft, FieldId, FieldMistakes, MOST_FIELDS, ReaderField};
use super::queries;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::topics::slug;

/// Every field.
pub async fn all(tx: &mut Tx) -> Result<Vec<ReaderField>> {
    queries::all(tx).await
}

/// The fields of the sign-up form.
pub async fn asked(tx: &mut Tx) -> Result<Vec<ReaderField>> {
    let mut fields = queries::all(tx).await?;
    fields.retain(|field| field.on_form);
    Ok(fields)
}

/// The field with this id.
pub async fn find(tx: &mut Tx, id: FieldId) -> Result<Option<ReaderField>> {
    let fields = queries::all(tx).await?;
    Ok(fields.into_iter().find(|field| field.id == id))
}

/// Adds a field, or says what is wrong with its name.
pub async fn add(
    tx: &mut Tx,
    draft: &FieldDraft,
    now: Timestamp,
) -> Result<std::result::Result<FieldId, FieldMistakes>> {
    let wrong = |key| {
        Ok(Err(FieldMistakes {
            name: Some(key),
            ..FieldMistakes::default()
        }))
    };
    if queries::all(tx).await?.len() >= MOST_FIELDS {
        return wrong("fields-too-many");
    }
    match queries::insert(tx, &slug(&draft.name), draft, now).await? {
        Some(id) => Ok(Ok(id)),
        None => wrong("fields-name-taken"),
    }
}

/// Gives a field another name, other choices or another place. Its slug, its kind and the values of readers stay.
pub async fn change(tx: &mut Tx, id: FieldId, draft: &FieldDraft) -> Result<()> {
    queries::change(tx, id, draft).await
}

/// Removes a field with the values of all readers.
pub async fn remove(tx: &mut Tx, id: FieldId) -> Result<()> {
    queries::remove(tx, id).await
}
