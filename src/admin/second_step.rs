//! The second step of signing in. Between the steps there is no session: the page holds a signed word that the password was right,
//! which opens nothing without a code.

use super::accounts;
use super::model::AccountId;
use super::password::Phc;
use super::second_factor::{self, CodeError, Prover};
use super::session_start::{SignedIn, Visitor, start_session};
use crate::app::App;
use crate::clock::MINUTE;
use crate::store::Tx;
use crate::token::{Purpose, Signer, hex};

/// Seconds for a code after the password.
const GOOD_FOR: i64 = 10 * MINUTE;

/// The word that the password was right, for a hidden field.
#[derive(Clone, Debug)]
pub struct SecondStep(String);

impl SecondStep {
    /// The text of the field.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Begins the second step of whoever knew this password.
pub(super) fn begin(app: &App, account: AccountId, password: Option<&Phc>) -> SecondStep {
    let subject = format!("{}.{}", account.0, fingerprint(app.signer(), password));
    let expires = app.now().plus(GOOD_FOR);
    SecondStep(
        app.signer()
            .sign(Purpose::SecondStep, &subject, Some(expires)),
    )
}

/// Begins a session for whoever has the code too. A code is used up with the session that it begins, or not at all.
pub(super) async fn finish(
    app: &App,
    step: &str,
    code: &str,
    visitor: &Visitor,
) -> Result<SignedIn, CodeError> {
    let mut tx = app.write().await?;
    let finished = take_code(&mut tx, app, step, code, visitor).await;
    second_factor::settle(tx, finished).await
}

async fn take_code(
    tx: &mut Tx,
    app: &App,
    step: &str,
    code: &str,
    visitor: &Visitor,
) -> Result<SignedIn, CodeError> {
    let subject = app
        .signer()
        .verify(Purpose::SecondStep, step, app.now())
        .map_err(|_| CodeError::Expired)?;
    let (id, password) = subject.split_once('.').ok_or(CodeError::Expired)?;
    let id = AccountId(id.parse().map_err(|_| CodeError::Expired)?);
    let present = accounts::hold_password(tx, id).await?;
    let account = accounts::of_id(tx, id).await?;
    let account = account.ok_or(CodeError::Expired)?;
    // A password that was changed meanwhile was right no more.
    if fingerprint(app.signer(), present.as_ref()) != password {
        return Err(CodeError::Expired);
    }
    let second_step = second_factor::since(tx, id).await?;
    let prover = match &visitor.browser {
        Some(browser)
            if browser.has_proven(id, second_step)
                && browser.is_trusted(tx, id, app.now()).await? =>
        {
            Prover::browser(browser)
        }
        _ => Prover::stranger(id),
    };
    second_factor::take(tx, app, &account, code, &prover).await?;
    Ok(start_session(tx, app, &account, visitor, "sign-in").await?)
}

/// A word that changes with the password and tells nothing of it.
fn fingerprint(signer: &Signer, password: Option<&Phc>) -> String {
    let text = password.map_or("", Phc::as_str);
    hex(&signer.keyed_hash(Purpose::SecondStep, text)[..8])
}
