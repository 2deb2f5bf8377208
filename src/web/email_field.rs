//! The field of an e-mail address, in every form.

use crate::address::{AddressError, EmailAddress};

/// Reads an address that mails go to; the error is the key of the phrase that says what is wrong.
pub fn read(typed: &str) -> Result<EmailAddress, &'static str> {
    let address: EmailAddress = typed.parse().map_err(problem)?;
    if address.is_public() {
        Ok(address)
    } else {
        Err("web-email-no-dot")
    }
}

/// The key of the phrase that says what is wrong with an address.
pub fn problem(error: AddressError) -> &'static str {
    match error {
        AddressError::Empty => "web-email-empty",
        AddressError::TooLong => "web-email-too-long",
        AddressError::Malformed => "web-email-malformed",
    }
}
