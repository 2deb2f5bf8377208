//! What a sign-up must bring while attack mode asks for a proof of work. A form without one is shown once more: its second step
//! does the work by a script, or is sent without. Those are few in an hour, from all clients together.

use crate::address::EmailAddress;
use crate::app::App;
use crate::challenges::{self, Proof, ProtectedForm, SolvedChallenge};
use crate::clock::{HOUR, MINUTE};
use crate::rate_limits::Limit;
use crate::store::Tx;
use crate::token::Purpose;
use crate::web::{ClientIp, WebError};

/// The field of the second step.
pub(super) const STEP_FIELD: &str = "step";

/// What an element sends whose browser cannot do the work.
const UNABLE: &str = "-";

/// Second steps without a proof in an hour, and sign-ups of elements that cannot do the work.
const WITHOUT_PROOF: Limit = Limit {
    bucket: "sign-ups-unproved",
    most: 60,
    window: HOUR,
};

/// Seconds for which the page of the second step is good.
const STEP: i64 = 30 * MINUTE;

/// What a sign-up brought.
#[derive(Debug, Default)]
pub(super) struct Brought {
    solved: Option<SolvedChallenge>,
    /// The word of the second step; only forms have one.
    step: String,
    /// An element says that its browser cannot do the work.
    is_unable: bool,
}

impl Brought {
    /// Reads it before the transaction, since the check takes a millisecond.
    pub(super) fn of_form(app: &App, proof: &str, step: &str) -> Self {
        Self {
            solved: SolvedChallenge::read(app, proof),
            step: step.to_owned(),
            is_unable: false,
        }
    }

    /// Does the same for a sign-up by JSON.
    pub(super) fn of_json(app: &App, proof: &str, is_element: bool) -> Self {
        Self {
            solved: SolvedChallenge::read(app, proof),
            step: String::new(),
            is_unable: is_element && proof == UNABLE,
        }
    }

    /// What a sign-up proves. It is refused for what it lacks.
    pub(super) async fn weigh(
        &self,
        tx: &mut Tx,
        app: &App,
        email: &EmailAddress,
    ) -> Result<Proof, WebError> {
        let proof =
            challenges::weigh(tx, app, ProtectedForm::SignUps, self.solved.as_ref()).await?;
        if proof == Proof::Missing {
            let step = app
                .signer()
                .verify(Purpose::Challenge, &self.step, app.now());
            if !self.is_unable && step.as_deref() != Ok(&*subject(email)) {
                return Err(WebError::ProofNeeded);
            }
            WITHOUT_PROOF.hit(tx, "", app.now()).await?.or_refuse()?;
        }
        Ok(proof)
    }
}

/// Counts a sign-up that is sent back for its proof. Its own transaction is over.
pub(super) async fn send_back(app: &App, limit: Limit, ip: ClientIp) -> Result<(), WebError> {
    let hit = challenges::count_refused(app, ProtectedForm::SignUps, limit, ip.0).await?;
    Ok(hit.or_refuse()?)
}

/// The word of a second step: it is good for one address.
pub(super) fn step(app: &App, email: &EmailAddress) -> String {
    let until = app.now().plus(STEP);
    app.signer()
        .sign(Purpose::Challenge, &subject(email), Some(until))
}

fn subject(email: &EmailAddress) -> String {
    format!("step:{}", email.key())
}
