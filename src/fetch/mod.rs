//! Bounded HTTP requests to servers of strangers: feeds, web pages, certificates, a spam filter; and what the DNS says.
//! Invariant: no request reaches a private network, and none costs more than its limits say.

mod client;
mod credentials;
pub mod dns;
mod domain_check;
mod model;
mod private_networks;

pub use client::FetchClient;
pub use credentials::{UrlCredentials, shown_address};
pub(crate) use credentials::{carried, masked_query, split, strip};
pub use domain_check::DomainCheck;
pub use model::{
    FetchError, FetchFailure, FetchLimits, Fetched, FetchedDocument, FormAnswer, Validators,
};
pub use private_networks::{AddressFilter, is_public};
