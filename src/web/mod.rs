//! HTTP that every capability shares: page context, errors, limits on requests and connections, headers.

pub mod assets;
pub mod body_limits;
mod client_ip;
pub mod connections;
pub mod cors;
pub mod csp;
mod error;
pub mod error_page;
pub mod form_token;
pub mod headers;
pub mod page_context;
pub mod paths;
pub mod request_limiter;
mod response;

pub use client_ip::ClientIp;
pub use error::WebError;
pub use page_context::PageContext;
pub use response::{atom, html, see_other};

/// The result of a handler.
pub type HandlerResult = Result<actix_web::HttpResponse, WebError>;
