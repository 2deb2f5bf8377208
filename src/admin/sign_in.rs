//! Signing in: a stranger learns neither whether an address has an account, nor gets many tries.

use super::password::{HashError, Password, Passwords};
use super::sessions::{self, Place};
use super::{accounts, audit, queries};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::MINUTE;
use crate::store::{self, Tx};
use crate::token::{Token, TokenHash};
use crate::web::limits::{Hit, Limit, client_key};

/// Tries with one account's password: with a password of ten characters nobody gets far.
pub(super) const PER_ACCOUNT: Limit = Limit {
    bucket: "sign-in-account",
    most: 10,
    window: 15 * MINUTE,
};
/// Tries from one place, which may try many accounts.
const PER_PLACE: Limit = Limit {
    bucket: "sign-in-place",
    most: 30,
    window: 15 * MINUTE,
};

/// What somebody typed in order to sign in.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The address; `None` when it is not even one.
    pub email: Option<EmailAddress>,
    /// The password.
    pub password: Password,
    /// From where.
    pub place: Place,
    /// The session that the browser has so far: it ends.
    pub former: Option<TokenHash>,
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

/// Begins a session for whoever knows the password.
pub async fn sign_in(
    app: &App,
    passwords: &Passwords,
    attempt: Attempt,
) -> Result<Token, SignInError> {
    let mut tx = app.write().await?;
    let throttled = throttle(&mut tx, &attempt, app).await?;
    tx.commit().await?;
    throttled?;

    let mut tx = app.read().await?;
    let account = match &attempt.email {
        Some(email) => accounts::find(&mut tx, email).await?,
        None => None,
    };
    let hash = match &account {
        Some(account) => queries::password_of(&mut tx, account.id).await?,
        None => None,
    };
    drop(tx);
    let is_right = passwords.verify(&attempt.password, hash).await?;
    let Some(account) = account.filter(|_| is_right) else {
        return Err(SignInError::Wrong);
    };

    let now = app.now();
    let mut tx = app.write().await?;
    // Nobody keeps a token that somebody else may have planted.
    if let Some(former) = &attempt.former {
        sessions::end(&mut tx, former).await?;
    }
    let token = sessions::begin(&mut tx, account.id, &attempt.place, app.chance(), now).await?;
    PER_ACCOUNT.forget(&mut tx, &account.email.key()).await?;
    PER_PLACE
        .forget(&mut tx, &client_key(attempt.place.ip))
        .await?;
    audit::record_arrival(&mut tx, &account, "sign-in", attempt.place.ip, now).await?;
    tx.commit().await?;
    Ok(token)
}

/// Counts the try before its password is looked at, so that many at once are counted too.
async fn throttle(
    tx: &mut Tx,
    attempt: &Attempt,
    app: &App,
) -> store::Result<Result<(), SignInError>> {
    let now = app.now();
    let place = PER_PLACE
        .hit(tx, &client_key(attempt.place.ip), now)
        .await?;
    let account = match &attempt.email {
        Some(email) => PER_ACCOUNT.hit(tx, &email.key(), now).await?,
        None => Hit::Within,
    };
    Ok(match (place, account) {
        (Hit::Within, Hit::Within) => Ok(()),
        (Hit::Over { retry_after }, _) | (_, Hit::Over { retry_after }) => {
            Err(SignInError::TooMany(retry_after))
        }
    })
}

/// Forgets the tries with this account's password.
pub async fn forgive_tries(tx: &mut Tx, email: &EmailAddress) -> store::Result<()> {
    PER_ACCOUNT.forget(tx, &email.key()).await
}
