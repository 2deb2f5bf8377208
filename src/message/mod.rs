//! Messages: headers, encodings and signatures. An edition is encoded once. A recipient's mail is that, with personal links and
//! headers put in.

pub mod content;
pub mod dkim;
mod encoding;
mod error;
mod headers;
mod identity;
pub mod incoming;
mod links;
pub mod message_id;
mod placeholder;
mod template;
pub mod verp;

pub use content::{EmailContent, SiteFrame};
pub use error::MessageError;
pub use identity::SenderIdentity;
pub use links::LinkMaker;
pub use placeholder::{PREFERENCES_PLACEHOLDER, PersonalLinks, UNSUBSCRIBE_PLACEHOLDER};
pub use template::{MessageTemplate, SharedContent, build};
