//! Whose the address of a comment is.

use super::model::AddressStanding;
use super::queries;
use crate::address::EmailAddress;
use crate::store::{Result, Tx};
use crate::token::TokenHash;

/// How a browser stands to an address. A proof by a link about notices counts, too, once the address is claimed.
pub async fn of(
    tx: &mut Tx,
    email: Option<&EmailAddress>,
    browser: Option<&TokenHash>,
) -> Result<AddressStanding> {
    let Some(email) = email else {
        return Ok(AddressStanding::Free);
    };
    Ok(match queries::standing(tx, &email.key(), browser).await? {
        (false, _) => AddressStanding::Free,
        (true, true) => AddressStanding::Own,
        (true, false) => AddressStanding::Claimed,
    })
}
