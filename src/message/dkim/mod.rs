//! DKIM (RFC 6376, RFC 8463): every mail is signed by each configured key. Header and body canonicalisation are relaxed.

mod keys;
mod records;
mod signer;

pub use keys::{GenerateError, Generated, NewKey, generate};
pub use records::{DkimRecord, records};
pub use signer::DkimSigner;
