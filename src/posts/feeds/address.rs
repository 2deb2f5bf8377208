//! Addresses of feeds as people write them.

use url::Url;

use crate::fetch::FetchError;
use crate::page_key::{web_address, with_scheme};

/// Parses an address; without a scheme it is https.
pub(in crate::posts) fn parse_address(address: &str) -> Result<Url, FetchError> {
    let whole = with_scheme(address);
    let url = Url::parse(&whole).map_err(|_| FetchError::NotAnAddress)?;
    web_address(url.as_str()).ok_or(FetchError::Scheme)
}
