//! A code against its account. Six digits are guessed by trying, so only a few tries are taken; a recovery code cannot be guessed,
//! and is always taken, so that nobody is locked out.

use super::authenticator::Authenticator;
use super::queries;
use super::recovery::RecoveryCode;
use crate::admin::browsers::KnownBrowser;
use crate::admin::emails::Notice;
use crate::admin::model::{Account, AccountId};
use crate::admin::notices;
use crate::app::App;
use crate::clock::{DAY, MINUTE};
use crate::rate_limits::{Hit, Limit};
use crate::store::{self, Tx};

/// Codes that are tried for one account, or with one known browser of it.
const A_QUARTER: Limit = Limit {
    bucket: "second-step",
    most: 5,
    window: 15 * MINUTE,
};
/// The same in a day: at that pace a stranger who knows the password has an even chance after 30 years.
const A_DAY: Limit = Limit {
    bucket: "second-step-day",
    most: 20,
    window: DAY,
};

/// Why a code opens nothing.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// It is not the present code, or it was used before.
    #[error("the code is wrong or was used before")]
    Wrong,
    /// Too many tries; again after so many seconds.
    #[error("too many codes; again in {0} seconds")]
    TooMany(i64),
    /// The first step is too long ago, or the password is another meanwhile.
    #[error("the first step has expired")]
    Expired,
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The place where a code was typed: strangers' tries are counted apart from those of a browser that is known.
#[derive(Clone, Debug)]
pub struct Prover(String);

impl Prover {
    /// A browser that nobody of this account signed in with.
    pub fn stranger(account: AccountId) -> Self {
        Self(format!("account:{}", account.0))
    }

    /// A browser that is known.
    pub fn browser(browser: &KnownBrowser) -> Self {
        Self(format!("browser:{}", browser.name()))
    }

    /// A session of the account.
    pub fn session(account: AccountId) -> Self {
        Self(format!("session:{}", account.0))
    }
}

/// Ends the transaction of a try. What was counted stays, whether or not the code was right; a code that opened nothing for a
/// fault of the store is not used up.
pub async fn settle<T>(tx: Tx, tried: Result<T, CodeError>) -> Result<T, CodeError> {
    if !matches!(tried, Err(CodeError::Store(_))) {
        tx.commit().await?;
    }
    tried
}

/// Takes a code, or counts the try. Whatever the code opens begins in the same transaction.
pub async fn take(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    code: &str,
    prover: &Prover,
) -> Result<(), CodeError> {
    let now = app.now();
    if let Some(recovery) = RecoveryCode::typed(code)
        && queries::take_code(tx, account.id, &recovery.hash()).await?
    {
        let left = queries::count_codes(tx, account.id).await?;
        notices::send(tx, app, account, &Notice::RecoveryCode { left }).await?;
        return forgive(tx, prover).await;
    }
    // Counted before it is compared: of many tries at once no more are compared than one after the other.
    let mut hit = A_QUARTER.hit(tx, &prover.0, now).await?;
    if hit == Hit::Within {
        hit = A_DAY.hit(tx, &prover.0, now).await?;
    }
    if let Hit::Over { retry_after } = hit {
        return Err(CodeError::TooMany(retry_after));
    }
    if is_present(tx, app, account, code).await? {
        return forgive(tx, prover).await;
    }
    // Whoever stops at the limit and comes back after it is told of, too.
    let is_last = A_QUARTER.peek(tx, &prover.0, now).await? != Hit::Within
        || A_DAY.peek(tx, &prover.0, now).await? != Hit::Within;
    if is_last {
        notices::send(tx, app, account, &Notice::WrongCodes).await?;
    }
    Err(CodeError::Wrong)
}

/// Whether the app shows this code now, which is used up then.
async fn is_present(tx: &mut Tx, app: &App, account: &Account, code: &str) -> store::Result<bool> {
    let Some((sealed, _)) = queries::find(tx, account.id).await? else {
        return Ok(false);
    };
    let Some(authenticator) = Authenticator::open(&sealed, &account.id.0.to_string(), app.signer())
    else {
        tracing::error!(
            account = account.id.0,
            "the secret of an authenticator app was sealed under another security.secret; recovery codes still work, and \
             `gudok admin reset-totp` ends the second step"
        );
        return Ok(false);
    };
    match authenticator.step_of(code, app.now()) {
        Some(step) => queries::take_step(tx, account.id, step).await,
        None => Ok(false),
    }
}

async fn forgive(tx: &mut Tx, prover: &Prover) -> Result<(), CodeError> {
    A_QUARTER.reset(tx, &prover.0).await?;
    A_DAY.reset(tx, &prover.0).await?;
    Ok(())
}
