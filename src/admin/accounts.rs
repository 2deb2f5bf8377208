//! The accounts of the panel. Once there is one, at least one is an owner's.

use super::emails::Notice;
use super::model::{Account, AccountId, NewAccount};
use super::password::Phc;
use super::{notices, queries, sessions};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::store::{self, Result, Tx};
use crate::token::TokenHash;

/// Why an account could not be made.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// An account has the address already.
    #[error("there is an account with this address already")]
    Exists,
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Adds an account and ends the URL of the first run.
pub async fn add(
    tx: &mut Tx,
    account: &NewAccount,
    now: Timestamp,
) -> std::result::Result<AccountId, AddError> {
    let id = queries::insert_account(tx, account, now).await?;
    queries::delete_setups(tx).await?;
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

/// The account of this row id.
pub async fn of_id(tx: &mut Tx, id: AccountId) -> Result<Option<Account>> {
    queries::account_by_id(tx, id).await
}

/// True while there is no account.
pub async fn are_none(tx: &mut Tx) -> Result<bool> {
    Ok(queries::count_accounts(tx).await? == 0)
}

/// Every account in use: each role moderates comments.
pub async fn moderators(tx: &mut Tx) -> Result<Vec<Account>> {
    let mut accounts = all(tx).await?;
    accounts.retain(|account| !account.is_invited());
    Ok(accounts)
}

/// Gives an account in `tx` another password, and tells it so. Its open links are void, and its sessions except `kept` end.
pub async fn set_password(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    password: &Phc,
    kept: Option<&TokenHash>,
) -> Result<()> {
    queries::delete_links(tx, account.id, None).await?;
    queries::set_password(tx, account.id, password).await?;
    sessions::end_all(tx, account.id, kept).await?;
    // The first password of an invitation is no news.
    if !account.is_invited() {
        notices::send(tx, app, account, &Notice::PasswordChanged).await?;
    }
    Ok(())
}

/// The password of an account, which nobody changes until the end of the transaction.
pub(super) async fn hold_password(tx: &mut Tx, id: AccountId) -> Result<Option<Phc>> {
    queries::lock_account(tx, id).await?;
    queries::password_of(tx, id).await
}

/// Sets the language of the panel and of mails to an account.
pub async fn choose_locale(tx: &mut Tx, id: AccountId, locale: Locale) -> Result<()> {
    queries::choose_locale(tx, id, locale).await
}

/// Removes an account with its sessions and returns its address; `None` when it is not there or the last owner's.
pub async fn remove(tx: &mut Tx, id: AccountId) -> Result<Option<EmailAddress>> {
    // Two owners who remove each other at the same moment wait for each other here, and the second one stays.
    queries::lock_owners(tx).await?;
    queries::delete_account(tx, id).await
}
