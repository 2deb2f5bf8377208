//! The audit log: each change that somebody makes in the panel leaves a line, in the transaction of the change.

use super::{Account, AccountId, AdminSession, queries};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// A line of the log.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Entry {
    /// Who did it: an address, or nobody for the command line.
    pub who: Option<String>,
    /// What was done, as a word.
    pub action: String,
    /// What it was done to.
    pub subject: String,
    /// Where it came from.
    pub ip: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// What is written of a line.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub account: Option<AccountId>,
    pub who: Option<&'a str>,
    pub action: &'static str,
    pub subject: &'a str,
    pub ip: Option<String>,
}

/// Who does something.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// Somebody in the panel.
    Session(&'a AdminSession),
    /// The command line, where the machine's own user rules.
    Command,
}

impl<'a> From<&'a AdminSession> for Actor<'a> {
    fn from(session: &'a AdminSession) -> Self {
        Self::Session(session)
    }
}

/// Notes what somebody does to `subject`; `action` is a word such as `comment-approve`.
pub async fn record(
    tx: &mut Tx,
    by: impl Into<Actor<'_>>,
    action: &'static str,
    subject: &str,
    now: Timestamp,
) -> Result<()> {
    let session = match by.into() {
        Actor::Session(session) => Some(session),
        Actor::Command => None,
    };
    let line = Line {
        account: session.map(AdminSession::account),
        who: session.map(AdminSession::email),
        action,
        subject,
        ip: session.map(|session| session.ip().to_string()),
    };
    queries::insert_audit(tx, &line, now).await
}

/// Notes what somebody does who has no session yet: signing in.
pub(super) async fn record_arrival(
    tx: &mut Tx,
    account: &Account,
    action: &'static str,
    ip: std::net::IpAddr,
    now: Timestamp,
) -> Result<()> {
    let line = Line {
        account: Some(account.id),
        who: Some(account.email.as_str()),
        action,
        subject: "",
        ip: Some(ip.to_string()),
    };
    queries::insert_audit(tx, &line, now).await
}

/// The newest lines, newest first.
pub async fn newest(tx: &mut Tx, limit: i64) -> Result<Vec<Entry>> {
    queries::newest_audit(tx, limit).await
}

/// Forgets up to `most` of the oldest lines from before `before`; how many.
pub async fn forget(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    queries::forget_audit(tx, before, most).await
}
