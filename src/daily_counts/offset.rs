//! Where a day begins: at midnight of the site's time zone.

use super::queries;
use crate::clock::{Timestamp, Zone};
use crate::store::{self, Result, Tx};

/// Lets the site's days begin at this zone's midnight. Days that are counted already stay as they are.
pub async fn keep_offset(tx: &mut Tx, zone: &Zone, now: Timestamp) -> Result<()> {
    let offset = i64::from(now.at(zone).offset().seconds());
    if queries::offset(tx).await? != offset {
        queries::set_offset(tx, offset).await?;
    }
    Ok(())
}

/// Counts from what is stored. Subscribers who were erased and mails that were pruned are in no row any more.
pub async fn count_again(tx: &mut Tx) -> Result<()> {
    store::lock_tables(tx, &["comments", "subscribers", "outbox"]).await?;
    queries::count_again(tx).await
}
