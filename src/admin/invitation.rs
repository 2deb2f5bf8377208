//! An account that an owner makes for somebody else: they choose its password by the link of a mail. Until then it opens nothing,
//! since nobody knows its password.

use super::account_links;
use super::accounts::{self, AddError};
use super::emails::Notice;
use super::http::AdminSession;
use super::model::{Account, AuditedValues, LinkKind, NewAccount, Role};
use super::password::{HashError, Password, Passwords};
use super::{audit, notices};
use crate::address::EmailAddress;
use crate::app::App;
use crate::store::{self, Tx};

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// An account has the address already.
    #[error("there is an account with this address already")]
    Exists,
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Makes an account and mails its invitation. False where no mail goes to the address.
pub async fn invite(
    app: &App,
    passwords: &Passwords,
    session: &AdminSession,
    email: EmailAddress,
    role: Role,
) -> Result<bool, InviteError> {
    let unknown = Password::drawn(app.random());
    let account = NewAccount {
        password: passwords.hash(&unknown, app.random()).await?,
        email,
        role,
        locale: app.config().site.locale,
    };
    let now = app.now();
    let mut tx = app.write().await?;
    match accounts::add(&mut tx, &account, now).await {
        Ok(_) => {}
        Err(AddError::Exists) => return Err(InviteError::Exists),
        Err(AddError::Store(error)) => return Err(error.into()),
    }
    let email = account.email;
    let is_mailed = match accounts::find(&mut tx, &email).await? {
        Some(account) => mail(&mut tx, app, session, &account).await?,
        None => false,
    };
    let values = AuditedValues::new(role.as_str());
    audit::record_values(&mut tx, session, "account-add", email.as_str(), values, now).await?;
    tx.commit().await?;
    Ok(is_mailed)
}

/// Mails an invitation again, with a new link. False where the account was used meanwhile, or its address gets none today or ever.
pub async fn invite_again(
    app: &App,
    session: &AdminSession,
    account: &Account,
) -> store::Result<bool> {
    let mut tx = app.write().await?;
    // As it stands now: an account in use needs no invitation, and must not get a link that sets its password.
    let account = accounts::of_id(&mut tx, account.id).await?;
    let Some(account) = account.filter(Account::is_invited) else {
        return Ok(false);
    };
    let email = account.email.as_str();
    if !mail(&mut tx, app, session, &account).await? {
        return Ok(false);
    }
    audit::record(&mut tx, session, "account-invite", email, app.now()).await?;
    tx.commit().await?;
    Ok(true)
}

async fn mail(
    tx: &mut Tx,
    app: &App,
    session: &AdminSession,
    account: &Account,
) -> store::Result<bool> {
    let notice = Notice::Invitation {
        url: account_links::issue(tx, app, account.id, LinkKind::Invitation).await?,
        role: account.role,
        by: session.email().to_owned(),
    };
    notices::send(tx, app, account, &notice).await
}
