//! Bounded HTTP requests to servers of strangers: feeds, web pages, certificates, a spam filter.
//! Invariant: no request reaches a private network, and none costs more than its limits say.

mod client;
mod credentials;
mod model;
mod private_networks;

pub use client::FetchClient;
pub use credentials::{UrlCredentials, shown_address};
pub(crate) use credentials::{carried, masked_query, split, strip};
pub use model::{
    FetchError, FetchFailure, FetchLimits, Fetched, FetchedDocument, FormAnswer, Validators,
};
pub use private_networks::{AddressFilter, is_public};
