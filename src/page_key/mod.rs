//! The key of a web page: all spellings of one address have the same key. Posts and comment threads are matched by it.
//!
//! Folded: scheme, `www.`, default port, userinfo, fragment; double and final slashes, `index.html`, `.html`, `/comment-page-2/`;
//! escapes (RFC 3986, section 6.2.2), composed and decomposed letters; the order of parameters, and tracking parameters.
//! Kept, since it may name another page: other parameters, case, `%2F`.

mod spelling;
#[cfg(test)]
mod tests;
mod trackers;
mod web_address;

pub use spelling::{host, page_key, without_trackers};
pub use web_address::{web_address, with_scheme};
