//! Tokens of the API, for programs of the site. The database holds the hash of a token's secret, never the secret.

mod lifecycle;
mod model;
mod queries;
mod secret;

pub use lifecycle::{all, end, make, use_secret};
pub use model::{ApiToken, NewToken, Scope, ScopeList, TokenId};
pub use secret::ApiSecret;
