//! Sessions: the cookie holds a random token, the database its hash; a session ends by signing out, by age or by a new password.

use super::model::{AccountId, Client, OpenSession, SessionAccount};
use super::queries;
use crate::clock::{DAY, Timestamp};
use crate::random::Random;
use crate::store::{Result, Tx};
use crate::token::{Token, TokenHash};

/// Seconds after which a session ends however much it is used.
pub const LONGEST: i64 = 30 * DAY;
/// Seconds after which an unused session ends.
pub const IDLE: i64 = 7 * DAY;
/// Characters kept of what a browser calls itself.
const LONGEST_USER_AGENT: usize = 300;

/// Begins a session and returns what goes into the cookie.
pub async fn begin(
    tx: &mut Tx,
    account: AccountId,
    client: &Client,
    random: &Random,
    now: Timestamp,
) -> Result<Token> {
    let token = Token::draw(random);
    let user_agent: String = client.user_agent.chars().take(LONGEST_USER_AGENT).collect();
    let ip = client.ip.to_string();
    let expires = now.plus(LONGEST);
    queries::insert_session(tx, &token.hash(), account, &ip, &user_agent, now, expires).await?;
    Ok(token)
}

/// The account of a session, unless the session has ended.
pub async fn find(
    tx: &mut Tx,
    session: &TokenHash,
    now: Timestamp,
) -> Result<Option<SessionAccount>> {
    queries::session(tx, session, now, now.plus(-IDLE)).await
}

/// Records that a session is in use.
pub async fn seen(tx: &mut Tx, session: &TokenHash, now: Timestamp) -> Result<()> {
    queries::session_seen(tx, session, now).await
}

/// The open sessions of an account, the last used first.
pub async fn of_account(
    tx: &mut Tx,
    account: AccountId,
    now: Timestamp,
) -> Result<Vec<OpenSession>> {
    queries::sessions_of(tx, account, now, now.plus(-IDLE)).await
}

/// Ends one session.
pub async fn end(tx: &mut Tx, session: &TokenHash) -> Result<()> {
    queries::delete_session(tx, session).await
}

/// Ends one session of this account; false where it is not there.
pub async fn end_of(tx: &mut Tx, account: AccountId, session: &TokenHash) -> Result<bool> {
    queries::delete_session_of(tx, account, session).await
}

/// Ends every session of an account except `kept`; returns the number ended.
pub async fn end_all(tx: &mut Tx, account: AccountId, kept: Option<&TokenHash>) -> Result<u64> {
    queries::delete_sessions(tx, account, kept).await
}

/// Deletes the sessions that have expired.
pub async fn forget_ended(tx: &mut Tx, now: Timestamp) -> Result<()> {
    queries::delete_ended_sessions(tx, now, now.plus(-IDLE)).await
}
