//! A subscriber's name, as an owner corrects it.

use super::consent::{self, Action, Change, ConsentEvidence};
use super::model::Subscriber;
use super::queries;
use crate::address::DisplayName;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// Gives a subscriber this name, or none. Returns false when nothing has changed.
pub async fn rename(
    tx: &mut Tx,
    subscriber: &Subscriber,
    name: Option<&DisplayName>,
    evidence: &ConsentEvidence,
    now: Timestamp,
) -> Result<bool> {
    if subscriber.name.as_ref() == name {
        return Ok(false);
    }
    queries::set_name(tx, subscriber.id, &subscriber.email, name).await?;
    let text = |name: Option<&DisplayName>| name.map_or_else(String::new, ToString::to_string);
    let change = Change::between("name", text(subscriber.name.as_ref()), text(name));
    consent::record(tx, subscriber.id, Action::Changed, evidence, &[change], now).await?;
    Ok(true)
}
