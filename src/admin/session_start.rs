//! The start of a session, once everything that signing in asks for is proven.

use super::browsers::{self, KnownBrowser};
use super::model::{Account, Client};
use super::{audit, networks, second_factor, sessions};
use crate::app::App;
use crate::store::{Result, Tx};
use crate::token::{Token, TokenHash};

/// What somebody gets who signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session, for its cookie.
    pub session: Token,
    /// What the browser is known by from now on, for the other one.
    pub browser: String,
}

/// Where somebody signs in from.
#[derive(Debug)]
pub(super) struct Arrival<'a> {
    /// The client.
    pub client: &'a Client,
    /// The session that the browser has so far: it ends.
    pub former: Option<&'a TokenHash>,
    /// The browser, where somebody signed in with it before.
    pub browser: Option<&'a KnownBrowser>,
    /// The word for the audit log.
    pub action: &'static str,
}

/// Begins a session.
pub(super) async fn start_session(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    arrival: &Arrival<'_>,
) -> Result<SignedIn> {
    let now = app.now();
    // Nobody keeps a token that somebody else may have planted.
    if let Some(former) = arrival.former {
        sessions::end(tx, former).await?;
    }
    let client = arrival.client;
    let session = sessions::begin(tx, account.id, client, app.random(), now).await?;
    let second_step = second_factor::since(tx, account.id).await?;
    let is_known = arrival
        .browser
        .is_some_and(|browser| browser.has_proven(account.id, second_step));
    networks::note_sign_in(tx, app, account, client, is_known).await?;
    audit::record_arrival(tx, account, arrival.action, client.ip, now).await?;
    Ok(SignedIn {
        session,
        browser: browsers::remember(app.signer(), account.id, app.random(), now),
    })
}
