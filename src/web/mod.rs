//! What every page and every JSON answer shares: language, errors, limits and protection.

pub mod assets;
pub mod cors;
pub mod error;
pub mod form;
pub mod limits;
pub mod pace;
pub mod page;
mod queries;
pub mod security;

pub use error::{FieldError, WebError};
pub use page::{Page, html};
pub use security::ClientIp;

/// What a route returns.
pub type Answer = Result<actix_web::HttpResponse, WebError>;
