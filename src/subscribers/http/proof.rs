//! What a sign-up must bring while attack mode asks for a proof of work. A form without one is shown once more: its second step
//! does the work by a script, or is sent without. Those are few in an hour, from all clients together.

use crate::address::EmailAddress;
use crate::app::App;
use crate::challenges::{self, Proof, ProtectedForm, SolvedChallenge};
use crate::clock::{HOUR, MINUTE};
use crate::rate_limits::Limit;
use crate::store::Tx;
use crate::token::Purpose;
use crate::web::WebError;

/// The field of the second step.
pub(super) const STEP_FIELD: &str = "step";

/// Second steps without a proof in an hour.
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
}

impl Brought {
    /// Reads it before the transaction, since the check takes a millisecond.
    pub(super) fn read(app: &App, proof: &str, step: &str) -> Self {
        Self {
            solved: SolvedChallenge::read(app, proof),
            step: step.to_owned(),
        }
    }

    /// Counts a sign-up, or refuses it for what it lacks.
    pub(super) async fn count(
        &self,
        tx: &mut Tx,
        app: &App,
        email: &EmailAddress,
    ) -> Result<(), WebError> {
        let form = ProtectedForm::SignUps;
        if challenges::weigh(tx, app, form, self.solved.as_ref()).await? == Proof::Missing {
            let step = app
                .signer()
                .verify(Purpose::Challenge, &self.step, app.now());
            if step.as_deref() != Ok(&*subject(email)) {
                return Err(WebError::ProofNeeded);
            }
            WITHOUT_PROOF.hit(tx, "", app.now()).await?.or_refuse()?;
        }
        challenges::count(tx, app, form).await?;
        Ok(())
    }
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
