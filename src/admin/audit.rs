//! The audit log: each change in the panel writes an entry in its own transaction.

use std::net::IpAddr;

use super::http::AdminSession;
use super::model::{Account, AuditEntry, AuditFilter, AuditedValues, NewAuditEntry};
use super::queries;
use super::tokens::ApiToken;
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::store::{Result, Tx};

/// The originator of a change.
#[derive(Clone, Copy, Debug)]
pub enum Actor<'a> {
    /// An account in the panel.
    Session(&'a AdminSession),
    /// An account by a link in a mail to it, from this network address.
    Link(&'a Account, IpAddr),
    /// An account by its answer to a mail.
    Mail(&'a Account),
    /// The command line.
    Command,
    /// A program of the site, by its token.
    Token(&'a ApiToken),
}

impl<'a> From<&'a ApiToken> for Actor<'a> {
    fn from(token: &'a ApiToken) -> Self {
        Self::Token(token)
    }
}

impl<'a> From<&'a AdminSession> for Actor<'a> {
    fn from(session: &'a AdminSession) -> Self {
        Self::Session(session)
    }
}

/// Records a change of `subject`; `action` is a word such as `comment-approve`.
pub async fn record(
    tx: &mut Tx,
    by: impl Into<Actor<'_>>,
    action: &'static str,
    subject: &str,
    now: Timestamp,
) -> Result<()> {
    record_values(tx, by, action, subject, AuditedValues::default(), now).await
}

/// Records a change of `subject` with its state or value before and after. Neither is a secret or names a reader.
pub async fn record_values(
    tx: &mut Tx,
    by: impl Into<Actor<'_>>,
    action: &'static str,
    subject: &str,
    values: AuditedValues<'_>,
    now: Timestamp,
) -> Result<()> {
    let (account, who, ip) = match by.into() {
        Actor::Session(session) => (
            Some(session.account()),
            Some(session.email()),
            Some(session.ip()),
        ),
        Actor::Link(account, ip) => (Some(account.id), Some(account.email.as_str()), Some(ip)),
        Actor::Mail(account) => (Some(account.id), Some(account.email.as_str()), None),
        Actor::Command => (None, None, None),
        Actor::Token(token) => (None, Some(token.name.as_str()), None),
    };
    let entry = NewAuditEntry {
        account,
        who,
        action,
        subject,
        values,
        ip: ip.map(|ip| ip.to_string()),
    };
    queries::insert_audit(tx, &entry, now).await
}

/// Records a sign-in, which has no session yet.
pub(super) async fn record_arrival(
    tx: &mut Tx,
    account: &Account,
    action: &'static str,
    ip: std::net::IpAddr,
    now: Timestamp,
) -> Result<()> {
    let entry = NewAuditEntry {
        account: Some(account.id),
        who: Some(account.email.as_str()),
        action,
        subject: "",
        values: AuditedValues::default(),
        ip: Some(ip.to_string()),
    };
    queries::insert_audit(tx, &entry, now).await
}

/// The newest entries, newest first.
pub async fn newest(tx: &mut Tx, limit: i64) -> Result<Vec<AuditEntry>> {
    queries::newest_audit(tx, limit).await
}

/// The entries of a choice, newest first.
pub async fn list(tx: &mut Tx, filter: &AuditFilter, limit: i64) -> Result<Vec<AuditEntry>> {
    queries::audit_page(tx, filter, limit).await
}

/// The most people that a choice among them has.
const MOST_ACTORS: i64 = 200;

/// The accounts and tokens that stand in the log.
pub async fn actors(tx: &mut Tx) -> Result<Vec<String>> {
    queries::audit_actors(tx, MOST_ACTORS).await
}

/// The actions that stand in the log.
pub async fn actions(tx: &mut Tx) -> Result<Vec<String>> {
    queries::audit_actions(tx).await
}

/// The newest entries of one action, newest first.
pub async fn of_action(tx: &mut Tx, action: &str, limit: i64) -> Result<Vec<AuditEntry>> {
    queries::audit_of_action(tx, action, limit).await
}

/// Deletes up to `most` of the oldest entries from before `before`; returns their number.
pub async fn forget(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    queries::forget_audit(tx, before, most).await
}

/// Empties the entries that name this address: the changes stay, the person does not.
pub async fn forget_address(tx: &mut Tx, address: &EmailAddress) -> Result<()> {
    queries::clear_audit_subject(tx, address.as_str()).await
}
