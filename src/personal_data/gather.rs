//! Collects the data of one person.

use super::model::Everything;
use crate::comments::privacy;
use crate::store::{Result, Tx};
use crate::subscribers::Subscriber;
use crate::subscribers::subscriber_data::collect;

/// Collects the data of a subscriber.
pub async fn gather(tx: &mut Tx, subscriber: Subscriber) -> Result<Everything> {
    let comments = privacy::of_address(tx, &subscriber.email).await?;
    Ok(Everything {
        subscription: collect(tx, subscriber).await?,
        comments,
    })
}
