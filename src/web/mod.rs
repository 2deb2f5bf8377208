//! HTTP that every capability shares: page context, errors, limits on requests and connections, headers.

pub mod assets;
pub mod body_limits;
mod caller;
mod client_ip;
pub mod connections;
pub mod cors;
pub mod csp;
pub mod email_field;
mod encoded_body;
mod encoding;
mod error;
pub mod error_page;
pub mod event_streams;
pub mod file_download;
pub mod form_token;
pub mod headers;
pub mod page_cache;
pub mod page_context;
pub mod paths;
pub mod request_limiter;
mod response;
pub mod return_to;
mod same_origin;

pub use caller::Caller;
pub use client_ip::ClientIp;
pub use encoded_body::EncodedBody;
pub use encoding::{Effort, Encoding};
pub use error::WebError;
pub use event_streams::EventStreams;
pub use page_cache::PageCache;
pub use page_context::PageContext;
pub use response::{
    ATOM, HTML, JSON, atom, download, html, public_html, public_json, render, render_atom,
    see_other, to_json,
};
pub use same_origin::is_from_us;

/// The result of a handler.
pub type HandlerResult = Result<actix_web::HttpResponse, WebError>;
