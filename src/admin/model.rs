//! The plain types of accounts, sessions and the audit log.

use std::net::IpAddr;

use super::password::Phc;
use crate::address::EmailAddress;
use crate::clock::{MINUTE, Timestamp};
use crate::i18n::Locale;
use crate::token::TokenHash;

/// Seconds for which the last use of a session is not written again.
const SEEN_PRECISION: i64 = 5 * MINUTE;

/// The row id of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct AccountId(pub i64);

/// A role: what an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Everything.
    Owner,
    /// Everything but settings and accounts.
    Editor,
    /// Comments alone.
    Moderator,
}

crate::text_enum!(Role { Owner => "owner", Editor => "editor", Moderator => "moderator" });

impl Role {
    /// The phrase that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Owner => "admin-role-owner",
            Self::Editor => "admin-role-editor",
            Self::Moderator => "admin-role-moderator",
        }
    }
}

/// An account as others see it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Account {
    /// The account's row id.
    pub id: AccountId,
    /// The e-mail address, also the name for signing in.
    pub email: EmailAddress,
    /// The role.
    pub role: Role,
    /// The language of mails to it.
    pub locale: Locale,
    /// The time of creation.
    pub created_at: Timestamp,
    invitations: i64,
}

impl Account {
    /// True until the person chose a password: the account was never used.
    pub fn is_invited(&self) -> bool {
        self.invitations > 0
    }
}

/// An account to be added.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The e-mail address, also the name for signing in.
    pub email: EmailAddress,
    /// The hash of the password.
    pub password: Phc,
    /// The role.
    pub role: Role,
    /// The language of mails to it.
    pub locale: Locale,
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// The first password of an account that an owner made.
    Invitation,
    /// Another password in place of a lost one.
    PasswordReset,
}

crate::text_enum!(LinkKind { Invitation => "invitation", PasswordReset => "password-reset" });

/// A link as the database knows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AccountLink {
    /// Whose password it sets.
    #[sqlx(rename = "account_id")]
    pub account: AccountId,
    /// What it is for.
    pub kind: LinkKind,
    expires_at: Timestamp,
}

impl AccountLink {
    /// True when it came too late.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }
}

/// The client that opens a session.
#[derive(Clone, Debug)]
pub struct Client {
    /// The IP address.
    pub ip: IpAddr,
    /// The `User-Agent` header, cut to 300 characters.
    pub user_agent: String,
}

/// The account of a session.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SessionAccount {
    /// The account.
    pub account: AccountId,
    /// Its address.
    pub email: EmailAddress,
    /// The role.
    pub role: Role,
    /// Its language.
    pub locale: Locale,
    /// True when the account chose its language by hand.
    pub locale_is_chosen: bool,
    last_seen_at: Timestamp,
    ip: String,
}

impl SessionAccount {
    /// The client's address when the session began.
    pub(in crate::admin) fn began_at(&self) -> Option<IpAddr> {
        self.ip.parse().ok()
    }

    /// True when the last use should be written again.
    pub(in crate::admin) fn is_to_be_seen(&self, now: Timestamp) -> bool {
        now.since(self.last_seen_at) >= SEEN_PRECISION
    }
}

/// An open session, as its account sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OpenSession {
    /// The hash of its token.
    pub token_hash: TokenHash,
    /// The time of signing in.
    pub created_at: Timestamp,
    /// When it was used last, to within five minutes.
    pub last_seen_at: Timestamp,
    /// The client's address when it began.
    pub ip: String,
    /// The `User-Agent` header when it began.
    pub user_agent: String,
}

/// The row id of an entry of the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct AuditId(pub i64);

/// An entry of the audit log.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AuditEntry {
    /// The id. Later entries have higher ones.
    pub id: AuditId,
    /// The account's address; `None` for the command line.
    pub who: Option<String>,
    /// The action, such as `comment-approve`.
    pub action: String,
    /// The thing that changed.
    pub subject: String,
    /// The state or value before; `None` where there was none.
    pub value_before: Option<String>,
    /// The state or value after.
    pub value_after: Option<String>,
    /// The client's IP address.
    pub ip: Option<String>,
    /// The time.
    pub at: Timestamp,
}

/// An entry to be written.
#[derive(Debug)]
pub(super) struct NewAuditEntry<'a> {
    pub account: Option<AccountId>,
    pub who: Option<&'a str>,
    pub action: &'static str,
    pub subject: &'a str,
    pub values: AuditedValues<'a>,
    pub ip: Option<String>,
}

/// A choice of entries of the audit log.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// An account's address or a token's name, empty for the command line; `None` for everybody.
    pub who: Option<String>,
    /// The action; `None` for all.
    pub action: Option<String>,
    /// The first moment.
    pub since: Option<Timestamp>,
    /// The moment behind the last one.
    pub until: Option<Timestamp>,
    /// The entry before which the choice begins.
    pub before: Option<AuditId>,
}

/// The state or value of a thing before and after a change.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuditedValues<'a> {
    /// Before; `None` where it was not set.
    pub before: Option<&'a str>,
    /// After.
    pub after: Option<&'a str>,
}

impl<'a> AuditedValues<'a> {
    /// A change from one word to another.
    pub fn between(before: &'a str, after: &'a str) -> Self {
        Self {
            before: Some(before),
            after: Some(after),
        }
    }

    /// The word of a thing that is new.
    pub fn new(after: &'a str) -> Self {
        Self {
            before: None,
            after: Some(after),
        }
    }

    /// The word of a thing that is gone.
    pub fn gone(before: &'a str) -> Self {
        Self {
            before: Some(before),
            after: None,
        }
    }
}
