//! The first run: while there is no account, one URL with a one-time token makes the owner, once.

use super::accounts::{self, AddError};
use super::model::{Client, NewAccount, Role};
use super::password::{HashError, Password, Passwords};
use super::queries;
use super::session_start::{SignedIn, Visitor, start_session};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::DAY;
use crate::i18n::Locale;
use crate::store::{self, Result};
use crate::token::{Token, TokenHash};

/// Seconds for which the URL is good.
const GOOD_FOR: i64 = DAY;

/// The URL that makes the owner's account; `None` once there is an account. Each call makes a new one and ends the old.
pub async fn first_run_url(app: &App) -> Result<Option<String>> {
    let mut tx = app.write().await?;
    if !accounts::are_none(&mut tx).await? {
        return Ok(None);
    }
    let token = Token::draw(app.random());
    queries::delete_setups(&mut tx).await?;
    queries::insert_setup(&mut tx, &token.hash(), app.now().plus(GOOD_FOR)).await?;
    tx.commit().await?;
    Ok(Some(app.url(&format!("/admin/setup/{}", token.as_str()))))
}

/// The first owner, as typed.
#[derive(Clone, Debug)]
pub struct Owner {
    /// What they will sign in with.
    pub email: EmailAddress,
    /// Their password.
    pub password: Password,
    /// Their language.
    pub locale: Locale,
}

/// Why no owner was made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The token is not one of ours, was used, or is too old.
    #[error(
        "the URL of the first run works once and for one day; restart gudok serve for a new one"
    )]
    Gone,
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Whether this token would make an owner now.
pub async fn is_open(app: &App, token: &str) -> Result<bool> {
    let mut tx = app.read().await?;
    queries::setup_is_open(&mut tx, &TokenHash::of(token), app.now()).await
}

/// Makes the owner and signs them in; the token is used up.
pub async fn make_owner(
    app: &App,
    passwords: &Passwords,
    token: &str,
    owner: Owner,
    client: &Client,
) -> std::result::Result<SignedIn, SetupError> {
    // Strangers get no work out of the thread that hashes.
    if !is_open(app, token).await? {
        return Err(SetupError::Gone);
    }
    let password = passwords.hash(&owner.password, app.random()).await?;
    let now = app.now();
    let mut tx = app.write().await?;
    // Of two posts of the same token one takes it; the other waits for that and finds nothing.
    if !queries::use_setup(&mut tx, &TokenHash::of(token), now).await? {
        return Err(SetupError::Gone);
    }
    let account = NewAccount {
        email: owner.email,
        password,
        role: Role::Owner,
        locale: owner.locale,
    };
    match accounts::add(&mut tx, &account, now).await {
        Ok(_) => {}
        Err(AddError::Exists) => return Err(SetupError::Gone),
        Err(AddError::Store(error)) => return Err(error.into()),
    }
    let account = accounts::find(&mut tx, &account.email).await?;
    let account = account.ok_or(SetupError::Gone)?;
    let visitor = Visitor {
        client: client.clone(),
        former: None,
        browser: None,
    };
    let signed_in = start_session(&mut tx, app, &account, &visitor, "first-run").await?;
    tx.commit().await?;
    Ok(signed_in)
}
