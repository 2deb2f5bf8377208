//! Accounts of the people who look after the site. One of them at least is an owner, once there is any.

use super::password::Phc;
use super::{queries, setup};
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::store::{self, Result, Tx};

/// An account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(transparent)]
pub struct AccountId(pub i64);

/// What an account may do.
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
    /// Its row.
    pub id: AccountId,
    /// Where its owner is reached, and what they sign in with.
    pub email: EmailAddress,
    /// What it may do.
    pub role: Role,
    /// The language of mails to it.
    pub locale: Locale,
    /// When it was made.
    pub created_at: Timestamp,
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// What its owner signs in with.
    pub email: EmailAddress,
    /// The hash of its password.
    pub password: Phc,
    /// What it may do.
    pub role: Role,
    /// The language of mails to it.
    pub locale: Locale,
}

/// Why an account could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// Somebody has the address already.
    #[error("there is an account with this address already")]
    Exists,
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Makes an account; from then on the URL of the first run is worthless.
pub async fn add(
    tx: &mut Tx,
    account: &NewAccount,
    now: Timestamp,
) -> std::result::Result<AccountId, AddError> {
    let id = queries::insert_account(tx, account, now).await?;
    setup::forget(tx).await?;
    id.ok_or(AddError::Exists)
}

/// Every account, owners first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Account>> {
    queries::accounts(tx).await
}

/// The account of this address.
pub async fn find(tx: &mut Tx, email: &EmailAddress) -> Result<Option<Account>> {
    queries::account_by_key(tx, &email.key()).await
}

/// True while nobody can sign in.
pub async fn are_none(tx: &mut Tx) -> Result<bool> {
    Ok(queries::count_accounts(tx).await? == 0)
}

/// Whoever is told of a comment that waits: people of every role moderate.
pub async fn moderators(tx: &mut Tx) -> Result<Vec<(EmailAddress, Locale)>> {
    let accounts = all(tx).await?;
    Ok(accounts
        .into_iter()
        .map(|account| (account.email, account.locale))
        .collect())
}

/// Gives an account another password.
pub async fn set_password(tx: &mut Tx, id: AccountId, password: &Phc) -> Result<()> {
    queries::set_password(tx, id, password).await
}

/// Records the language that somebody chose for the panel and for mails to them.
pub async fn choose_locale(tx: &mut Tx, id: AccountId, locale: Locale) -> Result<()> {
    queries::choose_locale(tx, id, locale).await
}

/// Removes an account with its sessions and returns its address; `None` when it is not there or the last owner's.
pub async fn remove(tx: &mut Tx, id: AccountId) -> Result<Option<EmailAddress>> {
    // Two owners who remove each other at the same moment wait for each other here, and the second one stays.
    queries::lock_owners(tx).await?;
    queries::delete_account(tx, id).await
}
