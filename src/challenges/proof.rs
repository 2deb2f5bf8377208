//! Challenges in the wire format of ALTCHA 2, and the check of what solves them. A challenge is signed and kept nowhere; one that
//! was used is remembered until it ends. The crate would ask the system for time and chance, so both are given here.

use std::collections::BTreeMap;
use std::net::IpAddr;

use altcha::{
    Challenge, ChallengeParameters, HmacAlgorithm, Payload, VerifySolutionOptions, sign_challenge,
    verify_solution,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::model::{Proof, ProtectedForm};
use super::{attack_mode, queries};
use crate::app::App;
use crate::clock::{MINUTE, Timestamp};
use crate::rate_limits::{Hit, Limit};
use crate::store::{Result, Tx};
use crate::token::{Purpose, hex};

/// The field of forms and of JSON with the proof.
pub const PROOF_FIELD: &str = "proof";

/// Seconds in which a challenge must be used.
const GOOD_FOR: i64 = 20 * MINUTE;

/// Rounds of PBKDF2 in one try. A browser takes a millisecond or two for them, this server less.
const ROUNDS: u32 = 5_000;

/// How the key of the right try begins: one of 256 does.
const PREFIX: &str = "00";

/// Bytes of the longest proof that is read; one has 600.
const LONGEST: usize = 4_096;

/// The datum of a challenge that says when it ends. It is signed with all others.
const UNTIL: &str = "until";

/// A challenge that was solved. It is not known yet whether it was used before.
#[derive(Clone, Debug)]
pub struct SolvedChallenge {
    nonce: String,
    expires_at: Timestamp,
}

/// A new challenge.
pub fn issue(app: &App) -> altcha::Result<Challenge> {
    let until = app.now().plus(GOOD_FOR).unix();
    let mut parameters = ChallengeParameters {
        algorithm: "PBKDF2/SHA-256".to_owned(),
        cost: ROUNDS,
        data: Some(BTreeMap::from([(UNTIL.to_owned(), until.into())])),
        expires_at: None,
        key_length: 32,
        key_prefix: PREFIX.to_owned(),
        key_signature: None,
        memory_cost: None,
        nonce: hex(&app.random().bytes::<16>()),
        parallelism: None,
        salt: hex(&app.random().bytes::<16>()),
    };
    sign_challenge(
        &HmacAlgorithm::Sha256,
        &mut parameters,
        None,
        &secret(app),
        None,
    )
}

/// The key of the signatures. It is shown to nobody.
fn secret(app: &App) -> String {
    hex(&app.signer().keyed_hash(Purpose::Challenge, "secret"))
}

impl SolvedChallenge {
    /// Reads a proof: JSON in base64. `None` for one that is missing, forged, late or wrong. It takes a millisecond, so it
    /// stands before the transaction.
    pub fn read(app: &App, text: &str) -> Option<Self> {
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        let json = STANDARD.decode(text).ok()?;
        let Payload {
            challenge,
            solution,
        } = serde_json::from_slice(&json).ok()?;
        let until = challenge.parameters.data.as_ref()?.get(UNTIL)?.as_i64()?;
        let expires_at = Timestamp::from_unix(until);
        if expires_at <= app.now() {
            return None;
        }
        let options = VerifySolutionOptions::new(&challenge, &solution, secret(app));
        let is_good = verify_solution(options).is_ok_and(|result| result.verified);
        is_good.then_some(Self {
            nonce: challenge.parameters.nonce,
            expires_at,
        })
    }
}

/// What a post proves. Its challenge counts as used when the transaction commits.
pub async fn weigh(
    tx: &mut Tx,
    app: &App,
    form: ProtectedForm,
    solved: Option<&SolvedChallenge>,
) -> Result<Proof> {
    if let Some(solved) = solved
        && queries::spend(tx, &solved.nonce, solved.expires_at).await?
    {
        return Ok(Proof::Given);
    }
    Ok(if attack_mode::is_on(tx, app, form).await? {
        Proof::Missing
    } else {
        Proof::NotAsked
    })
}

/// Counts a post that was sent back for its proof, since its own transaction left nothing: attack mode must not end because an
/// attacker proves nothing. It counts for its client's limit too, and over that no more, so that one client is no flood.
pub async fn count_refused(
    app: &App,
    form: ProtectedForm,
    limit: Limit,
    ip: IpAddr,
) -> Result<Hit> {
    let mut tx = app.write().await?;
    let hit = limit.hit_client(&mut tx, ip, app.now()).await?;
    // Without an attack only an odd post is sent back. It counts when it comes again.
    if hit == Hit::Within && attack_mode::is_on(&mut tx, app, form).await? {
        attack_mode::count(&mut tx, app, form, Proof::Missing).await?;
    }
    tx.commit().await?;
    Ok(hit)
}
