//! Signing in: a stranger learns neither whether an address has an account, nor gets many tries. Whoever guesses is slowed down,
//! and nobody is locked out: others' guesses never refuse the right password (OWASP ASVS 5.0, 6.1.1 and 6.3.1).

use super::password::{HashError, Password, Passwords};
use super::second_step::{self, SecondStep};
use super::session_start::{SignedIn, Visitor, start_session};
use super::{accounts, queries, second_factor};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::MINUTE;
use crate::rate_limits::{Hit, Limit};
use crate::store::{self, Tx};

/// Wrong passwords for one address, from wherever, after which each further try from a browser that is not known is slow.
const PER_ACCOUNT: Limit = Limit {
    bucket: "sign-in-account",
    most: 10,
    window: 15 * MINUTE,
};
/// Seconds that a slow attempt waits before its password is compared.
const SLOW: u64 = 3;
/// Wrong passwords from one place, which may try many accounts, after which each further try from there is slow: an office or a
/// mobile network is one place for everybody in it.
const PER_PLACE: Limit = Limit {
    bucket: "sign-in-place",
    most: 16,
    window: 15 * MINUTE,
};

/// What somebody typed in order to sign in.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The address; `None` when it is not even one.
    pub email: Option<EmailAddress>,
    /// The password.
    pub password: Password,
    /// Who typed it.
    pub visitor: Visitor,
}

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The address or the password is wrong, and nobody says which.
    #[error("the address or the password is wrong")]
    Wrong,
    /// Too many tries; again after so many seconds.
    #[error("too many tries; again in {0} seconds")]
    TooMany(i64),
    /// The password could not be compared.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// What the right password leads to.
#[derive(Clone, Debug)]
pub enum FirstStep {
    /// A session.
    SignedIn(SignedIn),
    /// The account has a second step, and there is no session before it.
    CodeNeeded(SecondStep),
}

/// Begins a session for whoever knows the password, or the second step where the account has one.
pub async fn sign_in(
    app: &App,
    passwords: &Passwords,
    attempt: Attempt,
) -> Result<FirstStep, SignInError> {
    let now = app.now();
    let mut tx = app.read().await?;
    let account = match &attempt.email {
        Some(email) => accounts::find(&mut tx, email).await?,
        None => None,
    };
    let hash = match &account {
        Some(account) => queries::password_of(&mut tx, account.id).await?,
        None => None,
    };
    let is_known = match (&attempt.visitor.browser, &account) {
        (Some(browser), Some(account)) => browser.is_trusted(&mut tx, account.id, now).await?,
        _ => false,
    };
    let is_slow = !is_known && is_slow(&mut tx, &attempt, app).await?;
    drop(tx);

    let _slow_try = if is_slow {
        let slow_try = passwords.slow_try(attempt.visitor.client.ip)?;
        app.pause(SLOW).await;
        Some(slow_try)
    } else {
        None
    };
    // After the pause: slow attempts that held a place meanwhile would leave none to others.
    let _place = if is_known {
        None
    } else {
        Some(passwords.stranger()?)
    };
    let is_right = passwords.verify(&attempt.password, hash.clone()).await?;
    let Some(account) = account.filter(|_| is_right) else {
        let wrong = count_wrong(app, &attempt).await?;
        if wrong != Hit::Within && !is_known && !is_slow {
            // Once a window: from now on these tries are slow.
            tracing::warn!(
                ip = %attempt.visitor.client.ip,
                "many wrong passwords for one address or from one place; further tries are slowed down"
            );
        }
        return Err(match wrong {
            Hit::Over { retry_after } if !is_known => SignInError::TooMany(retry_after),
            _ => SignInError::Wrong,
        });
    };
    let mut tx = app.write().await?;
    // It may have been changed while this try waited, and a reset has ended the sessions by now.
    if accounts::hold_password(&mut tx, account.id).await? != hash {
        return Err(SignInError::Wrong);
    }
    // Not those of the place: with an account of one's own one would guess at others' without end.
    PER_ACCOUNT.reset(&mut tx, &account.email.key()).await?;
    let first = if second_factor::since(&mut tx, account.id).await?.is_some() {
        FirstStep::CodeNeeded(second_step::begin(app, account.id, hash.as_ref()))
    } else {
        let visitor = &attempt.visitor;
        FirstStep::SignedIn(start_session(&mut tx, app, &account, visitor, "sign-in").await?)
    };
    tx.commit().await?;
    Ok(first)
}

/// Whether the try of a browser that is not known must wait.
async fn is_slow(tx: &mut Tx, attempt: &Attempt, app: &App) -> store::Result<bool> {
    let now = app.now();
    let place = PER_PLACE
        .peek_client(tx, attempt.visitor.client.ip, now)
        .await?;
    if place != Hit::Within {
        return Ok(true);
    }
    match &attempt.email {
        Some(email) => Ok(PER_ACCOUNT.peek(tx, &email.key(), now).await? != Hit::Within),
        None => Ok(false),
    }
}

/// Only a password that was compared counts: whom the queue turned away has guessed nothing. Returns how the place and the address
/// stand: who guesses on is told to wait, although the right password would be taken.
async fn count_wrong(app: &App, attempt: &Attempt) -> store::Result<Hit> {
    let now = app.now();
    let mut tx = app.write().await?;
    let place = PER_PLACE
        .hit_client(&mut tx, attempt.visitor.client.ip, now)
        .await?;
    let account = match &attempt.email {
        Some(email) => PER_ACCOUNT.hit(&mut tx, &email.key(), now).await?,
        None => Hit::Within,
    };
    if let Some(browser) = &attempt.visitor.browser {
        browser.count_wrong(&mut tx, now).await?;
    }
    tx.commit().await?;
    Ok(if place == Hit::Within { account } else { place })
}

/// Forgets the tries with this account's password.
pub async fn forgive_tries(tx: &mut Tx, email: &EmailAddress) -> store::Result<()> {
    PER_ACCOUNT.reset(tx, &email.key()).await
}
