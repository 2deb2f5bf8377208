//! E-mail addresses and names, parsed once at the border: below it no address is a `String`.

mod disposable;
mod email_address;
mod likely;
mod mailbox;

pub(crate) use email_address::stored;
pub use email_address::{AddressError, DisplayName, EmailAddress, NameTooLong, domain_as_a_labels};
pub use likely::likely;
