//! What every page and every JSON answer shares: language, errors, limits and protection.

pub mod assets;
pub mod client;
pub mod connections;
pub mod cors;
pub mod error;
pub mod form;
pub mod limits;
pub mod pace;
pub mod page;
pub mod paths;
mod queries;
pub mod security;
pub mod traffic;

pub use client::ClientIp;
pub use error::{FieldError, WebError};
pub use page::{PageContext, atom, html, see_other};

/// What a route returns.
pub type HandlerResult = Result<actix_web::HttpResponse, WebError>;
