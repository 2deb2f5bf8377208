//! The second step turned on and off: on by the password and a first code, off by both or by an owner.

use super::authenticator::Authenticator;
use super::proof::{CodeError, Prover, settle, take};
use super::queries;
use super::recovery::{CODES, RecoveryCode};
use crate::admin::audit::{self, Actor};
use crate::admin::emails::Notice;
use crate::admin::http::AdminSession;
use crate::admin::model::{Account, AccountId};
use crate::admin::notices;
use crate::admin::{accounts, sessions};
use crate::app::App;
use crate::clock::Timestamp;
use crate::store::{self, Result, Tx};

/// What an account has of the second step.
#[derive(Clone, Copy, Debug)]
pub struct FactorState {
    /// The time since which it has one.
    pub since: Timestamp,
    /// Recovery codes that were not used yet.
    pub recovery_codes: i64,
}

/// The second step of this account; `None` where signing in takes the password alone.
pub async fn state(tx: &mut Tx, account: AccountId) -> Result<Option<FactorState>> {
    let Some(since) = since(tx, account).await? else {
        return Ok(None);
    };
    Ok(Some(FactorState {
        since,
        recovery_codes: queries::count_codes(tx, account).await?,
    }))
}

/// The time since which this account has a second step.
pub async fn since(tx: &mut Tx, account: AccountId) -> Result<Option<Timestamp>> {
    let kept = queries::find(tx, account).await?;
    Ok(kept.map(|(_, since)| since))
}

/// Why the second step was not turned on.
#[derive(Debug, thiserror::Error)]
pub enum EnrolmentError {
    /// The app does not show this code.
    #[error("the code is wrong")]
    WrongCode,
    /// It is on.
    #[error("the account has a second step already")]
    IsOn,
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// A secret that is shown to a session. Nothing is kept until a code proves that the app has it.
#[derive(Debug)]
pub struct ShownSecret {
    /// The secret.
    pub authenticator: Authenticator,
    /// The same for a hidden field: it is good for this session alone.
    pub sealed: String,
}

impl ShownSecret {
    /// A new one.
    pub fn draw(app: &App, session: &AdminSession) -> Self {
        let authenticator = Authenticator::draw(app.random());
        let sealed = authenticator.seal(&owner(session), app.signer(), app.random());
        Self {
            authenticator,
            sealed,
        }
    }

    /// The one that this session was shown.
    pub fn read(app: &App, session: &AdminSession, sealed: &str) -> Option<Self> {
        let authenticator = Authenticator::open(sealed, &owner(session), app.signer())?;
        Some(Self {
            authenticator,
            sealed: sealed.to_owned(),
        })
    }
}

/// Whom a shown secret is sealed for.
fn owner(session: &AdminSession) -> String {
    format!("{}:{}", session.account().0, session.token_hash().as_str())
}

/// Turns the second step on with the first code of the app. The other sessions, which never passed it, end.
pub async fn confirm(
    app: &App,
    session: &AdminSession,
    secret: &ShownSecret,
    code: &str,
) -> std::result::Result<Vec<RecoveryCode>, EnrolmentError> {
    let now = app.now();
    let account = session.account();
    let step = secret.authenticator.step_of(code, now);
    let step = step.ok_or(EnrolmentError::WrongCode)?;
    let owner = account.0.to_string();
    let sealed = secret
        .authenticator
        .seal(&owner, app.signer(), app.random());
    let mut tx = app.write().await?;
    if !queries::insert(&mut tx, account, &sealed, step, now).await? {
        return Err(EnrolmentError::IsOn);
    }
    let codes = draw_codes(&mut tx, app, account).await?;
    if let Some(account) = accounts::of_id(&mut tx, account).await? {
        notices::send(&mut tx, app, &account, &Notice::SecondStepOn).await?;
    }
    sessions::end_all(&mut tx, account, Some(session.token_hash())).await?;
    audit::record(&mut tx, session, "second-step-on", session.email(), now).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Replaces the recovery codes of the signed-in account.
pub async fn renew_recovery_codes(
    app: &App,
    session: &AdminSession,
    code: &str,
) -> std::result::Result<Vec<RecoveryCode>, CodeError> {
    let mut tx = app.write().await?;
    let renewed = renew(&mut tx, app, session, code).await;
    settle(tx, renewed).await
}

async fn renew(
    tx: &mut Tx,
    app: &App,
    session: &AdminSession,
    code: &str,
) -> std::result::Result<Vec<RecoveryCode>, CodeError> {
    let account = prove(tx, app, session, code).await?;
    let codes = draw_codes(tx, app, account.id).await?;
    notices::send(tx, app, &account, &Notice::NewCodes).await?;
    let email = session.email();
    audit::record(tx, session, "recovery-codes-renew", email, app.now()).await?;
    Ok(codes)
}

/// Turns the second step of the signed-in account off.
pub async fn turn_off(
    app: &App,
    session: &AdminSession,
    code: &str,
) -> std::result::Result<(), CodeError> {
    let mut tx = app.write().await?;
    let ended = end(&mut tx, app, session, code).await;
    settle(tx, ended).await
}

async fn end(
    tx: &mut Tx,
    app: &App,
    session: &AdminSession,
    code: &str,
) -> std::result::Result<(), CodeError> {
    let account = prove(tx, app, session, code).await?;
    queries::delete(tx, account.id).await?;
    notices::send(tx, app, &account, &Notice::SecondStepOff).await?;
    audit::record(tx, session, "second-step-off", session.email(), app.now()).await?;
    Ok(())
}

/// Turns the second step of somebody else off, whose device is lost, and tells them. False where it was off.
pub async fn reset(tx: &mut Tx, app: &App, account: &Account, by: Actor<'_>) -> Result<bool> {
    if !queries::delete(tx, account.id).await? {
        return Ok(false);
    }
    sessions::end_all(tx, account.id, None).await?;
    notices::send(tx, app, account, &Notice::SecondStepReset).await?;
    let email = account.email.as_str();
    audit::record(tx, by, "second-step-reset", email, app.now()).await?;
    Ok(true)
}

/// Takes a code of the signed-in account.
async fn prove(
    tx: &mut Tx,
    app: &App,
    session: &AdminSession,
    code: &str,
) -> std::result::Result<Account, CodeError> {
    let account = accounts::of_id(tx, session.account()).await?;
    let account = account.ok_or(CodeError::Expired)?;
    take(tx, app, &account, code, &Prover::session(account.id)).await?;
    Ok(account)
}

async fn draw_codes(tx: &mut Tx, app: &App, account: AccountId) -> Result<Vec<RecoveryCode>> {
    queries::delete_codes(tx, account).await?;
    let codes: Vec<RecoveryCode> = (0..CODES)
        .map(|_| RecoveryCode::draw(app.random()))
        .collect();
    for code in &codes {
        queries::insert_code(tx, account, &code.hash()).await?;
    }
    Ok(codes)
}
