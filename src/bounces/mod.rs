//! What comes back. An address is taken off only by a report that proves to be about a mail of ours, and doubt only counts.

mod certificates;
pub mod effect;
mod hooks;
pub mod import;
mod mbox;
pub mod panel;
mod queries;
pub mod reading;
pub mod refusal;
pub mod routes;

use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::delivery::suppression::hash_of;
use crate::jobs::Outcome;
use crate::store::{Result, Tx};
use crate::token::Signer;

pub use effect::{Did, Origin, take};
pub use queries::Bounce;
pub use reading::{Class, Finding, Reason};

/// What a bounce did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The address takes no mail and gets none any more.
    Bounced,
    /// Its owner called our mail spam, and gets none any more.
    Complained,
    /// It counts towards being taken off.
    Counted,
    /// Nothing: it says nothing about the address.
    Noted,
}

crate::text_enum!(Effect { Bounced => "bounced", Complained => "complained", Counted => "counted", Noted => "noted" });

/// Days for which bounces are kept; soft ones count for much less.
const KEPT_DAYS: i64 = 180;
/// Days for which a service's call is remembered; none is taken that is older.
const CALLS_KEPT_DAYS: i64 = 30;

/// The newest bounces, newest first, from before this row on.
pub async fn list(tx: &mut Tx, before: Option<i64>, limit: i64) -> Result<Vec<Bounce>> {
    queries::list(tx, before, limit).await
}

/// The address of a bounce's row, for the owner's word on it.
pub async fn address_of(tx: &mut Tx, id: i64) -> Result<Option<EmailAddress>> {
    queries::address_of(tx, id).await
}

/// Forgets what came back from an address, since its owner asked to be erased. That no mail may reach it stays.
pub async fn forget_address(tx: &mut Tx, signer: &Signer, email: &EmailAddress) -> Result<()> {
    queries::forget_address(tx, &hash_of(signer, email)).await
}

/// Forgets bounces and calls that no rule looks at any more; run now and then.
pub async fn forget_old(app: App) -> Outcome {
    let now: Timestamp = app.now();
    let mut tx = app.write().await?;
    queries::forget_bounces(&mut tx, now.plus(-KEPT_DAYS * DAY)).await?;
    queries::forget_calls(&mut tx, now.plus(-CALLS_KEPT_DAYS * DAY)).await?;
    Ok(tx.commit().await?)
}
