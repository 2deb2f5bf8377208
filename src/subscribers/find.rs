//! Finds one subscriber.

use super::model::{Subscriber, SubscriberId};
use super::queries;
use crate::address::EmailAddress;
use crate::store::{self, Tx};

/// The subscriber with this id.
pub async fn find(tx: &mut Tx, id: SubscriberId) -> store::Result<Option<Subscriber>> {
    queries::find(tx, id).await
}

/// The subscriber with this id, locked until the transaction ends.
pub async fn lock(tx: &mut Tx, id: SubscriberId) -> store::Result<Option<Subscriber>> {
    queries::lock(tx, id).await
}

/// The subscriber with this address, in any spelling.
pub async fn find_by_email(tx: &mut Tx, email: &EmailAddress) -> store::Result<Option<Subscriber>> {
    queries::find_by_key(tx, &email.key()).await
}
