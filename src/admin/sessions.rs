//! Sessions: the cookie holds a random token, the database its hash; a session ends by signing out, by age or by a new password.

use std::net::IpAddr;

use super::accounts::{AccountId, Role};
use super::queries;
use crate::address::EmailAddress;
use crate::clock::{DAY, MINUTE, Timestamp};
use crate::i18n::Locale;
use crate::random::Random;
use crate::store::{Result, Tx};
use crate::token::{Token, TokenHash};

/// Seconds after which a session ends however much it is used.
pub const LONGEST: i64 = 30 * DAY;
/// Seconds after which an unused session ends.
pub const IDLE: i64 = 7 * DAY;
/// Seconds for which the last use is not written again.
const SEEN_PRECISION: i64 = 5 * MINUTE;
/// Characters kept of what a browser calls itself.
const LONGEST_USER_AGENT: usize = 300;

/// Where a session is used from.
#[derive(Clone, Debug)]
pub struct Place {
    /// The client's address.
    pub ip: IpAddr,
    /// What the browser calls itself.
    pub user_agent: String,
}

/// Who a session belongs to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// Its address.
    pub email: EmailAddress,
    /// What it may do.
    pub role: Role,
    /// Its language.
    pub locale: Locale,
    /// Whether they chose the language by hand.
    pub locale_is_chosen: bool,
    last_seen_at: Timestamp,
}

impl Member {
    /// True when the last use should be written again.
    pub(super) fn is_to_be_seen(&self, now: Timestamp) -> bool {
        now.since(self.last_seen_at) >= SEEN_PRECISION
    }
}

/// A session in the list of one's own.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Session {
    /// What the database knows it by.
    pub token_hash: TokenHash,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was used last, to within five minutes.
    pub last_seen_at: Timestamp,
    /// Where it began.
    pub ip: String,
    /// What the browser called itself.
    pub user_agent: String,
}

/// Begins a session and returns what goes into the cookie.
pub async fn begin(
    tx: &mut Tx,
    account: AccountId,
    place: &Place,
    random: &Random,
    now: Timestamp,
) -> Result<Token> {
    let token = Token::draw(random);
    let user_agent: String = place.user_agent.chars().take(LONGEST_USER_AGENT).collect();
    let ip = place.ip.to_string();
    let expires = now.plus(LONGEST);
    queries::insert_session(tx, &token.hash(), account, &ip, &user_agent, now, expires).await?;
    Ok(token)
}

/// Whom a session belongs to, when it is still good.
pub async fn find(tx: &mut Tx, session: &TokenHash, now: Timestamp) -> Result<Option<Member>> {
    queries::session(tx, session, now, now.plus(-IDLE)).await
}

/// Notes that a session is in use.
pub async fn seen(tx: &mut Tx, session: &TokenHash, now: Timestamp) -> Result<()> {
    queries::session_seen(tx, session, now).await
}

/// Every good session of an account, the one used last first.
pub async fn of_account(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<Vec<Session>> {
    queries::sessions_of(tx, account, now, now.plus(-IDLE)).await
}

/// Ends one session.
pub async fn end(tx: &mut Tx, session: &TokenHash) -> Result<()> {
    queries::delete_session(tx, session).await
}

/// Ends every session of an account, but the one that is kept.
pub async fn end_all(tx: &mut Tx, account: AccountId, kept: Option<&TokenHash>) -> Result<u64> {
    queries::delete_sessions(tx, account, kept).await
}

/// Deletes the sessions that have ended by themselves; run now and then.
pub async fn forget_ended(tx: &mut Tx, now: Timestamp) -> Result<()> {
    queries::delete_ended_sessions(tx, now, now.plus(-IDLE)).await
}
