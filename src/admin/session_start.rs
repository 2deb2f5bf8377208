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

/// Whoever signs in, by what their browser sends.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The client.
    pub client: Client,
    /// The session that the browser has so far: it ends.
    pub former: Option<TokenHash>,
    /// The browser, where somebody signed in with it before.
    pub browser: Option<KnownBrowser>,
}

/// Begins a session; the audit log calls it `action`.
pub(super) async fn start_session(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    visitor: &Visitor,
    action: &'static str,
) -> Result<SignedIn> {
    let now = app.now();
    // Nobody keeps a token that somebody else may have planted.
    if let Some(former) = &visitor.former {
        sessions::end(tx, former).await?;
    }
    let client = &visitor.client;
    let session = sessions::begin(tx, account.id, client, app.random(), now).await?;
    let second_step = second_factor::since(tx, account.id).await?;
    let is_known = visitor
        .browser
        .as_ref()
        .is_some_and(|browser| browser.has_proven(account.id, second_step));
    networks::note_sign_in(tx, app, account, client, is_known).await?;
    audit::record_arrival(tx, account, action, client.ip, now).await?;
    Ok(SignedIn {
        session,
        browser: browsers::remember(app.signer(), account.id, app.random(), now),
    })
}
