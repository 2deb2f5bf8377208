//! Plain types of verified addresses.

use std::fmt;
use std::str::FromStr;

use crate::address::EmailAddress;
use crate::comments::thread_key::ThreadKey;
use crate::i18n::Locale;
use crate::store;

/// The id of a mailed link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub(super) struct AuthorLinkId(i64);

impl fmt::Display for AuthorLinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for AuthorLinkId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// A link that somebody asks for. Anybody can type the address.
#[derive(Clone, Debug)]
pub struct AskedLink {
    /// The address.
    pub email: EmailAddress,
    /// The language of the form.
    pub locale: Locale,
    /// The thread in which it was asked for.
    pub thread: ThreadKey,
    /// The page of the site that the link leads back to.
    pub return_to: Option<String>,
}

/// A link that is not mailed yet.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct UnmailedLink {
    pub email: EmailAddress,
    pub locale: Locale,
}

/// The subject of a mailed link.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AuthorLink {
    pub(super) email_key: String,
    /// The language in which it was asked for.
    pub locale: Locale,
    /// The thread in which it was asked for.
    pub thread_key: ThreadKey,
    /// The page of the site that the link leads back to.
    pub return_to: Option<String>,
}

/// Whose an address is, as one browser stands to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressStanding {
    /// Nobody claimed it, or there is none.
    Free,
    /// It is claimed, and this browser proved it.
    Own,
    /// It is claimed, and this browser did not prove it.
    Claimed,
}

/// A refused wish for a link.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The client is over its limit.
    #[error("too many links; again in {retry_after} s")]
    TooMany {
        /// Seconds.
        retry_after: i64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// An invalid link or code.
#[derive(Debug, thiserror::Error)]
pub enum AuthorLinkError {
    /// Nothing like it was mailed.
    #[error("the link is not one of ours")]
    Forged,
    /// It was used in another browser, or is too old.
    #[error("the link was used or has expired")]
    Spent,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}
