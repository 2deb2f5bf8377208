//! Plain types of the site's users.

use serde::Deserialize;

use crate::store;
use crate::webhooks::SignatureProblem;

/// The site's word about a user: a call in the form of Standard Webhooks, whose body is `user`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedUser {
    /// The name of this word. It begins with `user_` and is taken once.
    pub id: String,
    /// The moment of signing in Unix seconds.
    pub timestamp: String,
    /// The signature, such as `v1,K5oZ…`.
    pub signature: String,
    /// The user as JSON.
    pub user: String,
}

/// A user as the site names them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SiteUser {
    /// The site's own id of the user.
    pub id: String,
    pub name: String,
    pub email: Option<String>,
}

/// A refused word about a user.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// It is not signed with the site's secret, or not now.
    #[error(transparent)]
    Signature(#[from] SignatureProblem),
    /// It was taken before.
    #[error("the word was taken before")]
    Replayed,
    /// It names no user.
    #[error("{0}")]
    Malformed(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}
