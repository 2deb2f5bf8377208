//! Addresses of feeds as people write them.

use url::Url;

use crate::fetch::FetchError;

/// Parses an address; without a scheme it is https.
pub(in crate::posts) fn parse_address(address: &str) -> Result<Url, FetchError> {
    let address = address.trim();
    let has_scheme = address.contains("://") || address.starts_with("javascript:");
    let whole = if has_scheme {
        address.to_owned()
    } else {
        format!("https://{address}")
    };
    let url = Url::parse(&whole).map_err(|_| FetchError::NotAnAddress)?;
    if matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err(FetchError::Scheme)
    }
}
