//! Mail that anybody can cause by typing somebody's address: at most [`MOST_MAILS`] in any 24 hours to one address.

use crate::address::EmailAddress;
use crate::clock::{DAY, Timestamp};
use crate::store::{Result, Tx};
use crate::web::limits::{Hit, Limit};

/// Confirmations, lost links and verifications together, whatever the number of senders.
pub const MOST_MAILS: i64 = 3;

/// One of the [`MOST_MAILS`] slots: each may be used once in 24 hours, so that no 24 hours see more, wherever they begin.
const SLOT: Limit = Limit {
    bucket: "mail-by-strangers",
    most: 1,
    window: DAY,
};

/// Counts a mail that a stranger asks for; false when this address has had its share.
pub async fn may_mail(tx: &mut Tx, recipient: &EmailAddress, now: Timestamp) -> Result<bool> {
    for slot in 1..=MOST_MAILS {
        let key = format!("{slot}:{}", recipient.key());
        if SLOT.hit(tx, &key, now).await? == Hit::Within {
            return Ok(true);
        }
    }
    Ok(false)
}
