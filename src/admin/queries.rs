//! SQL of accounts, sessions, the first run and the audit log.

use super::model::{
    Account, AccountId, AccountLink, AuditEntry, AuditFilter, LinkKind, NewAccount, NewAuditEntry,
    OpenSession, SessionAccount,
};
use super::password::Phc;
use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::store::{Result, Tx};
use crate::token::TokenHash;
use crate::{changed, on};

/// The columns of an account as others see it.
macro_rules! account_columns {
    () => {
        "id, email, role, locale, created_at,
         (SELECT count(*) FROM account_links WHERE account_id = accounts.id AND kind = 'invitation') AS invitations"
    };
}

/// The new account's id; `None` when somebody has the address.
pub(super) async fn insert_account(
    tx: &mut Tx,
    account: &NewAccount,
    now: Timestamp,
) -> Result<Option<AccountId>> {
    const SQL: &str = "
        INSERT INTO accounts (email, email_key, password_hash, role, locale, locale_is_chosen, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (email_key) DO NOTHING RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL)
        .bind(&account.email).bind(account.email.key()).bind(&account.password).bind(account.role)
        .bind(account.locale).bind(false).bind(now)
        .fetch_optional(conn))
}

pub(super) async fn accounts(tx: &mut Tx) -> Result<Vec<Account>> {
    const SQL: &str = concat!(
        "SELECT ",
        account_columns!(),
        " FROM accounts
        ORDER BY CASE role WHEN 'owner' THEN 0 WHEN 'editor' THEN 1 ELSE 2 END, email_key"
    );
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

pub(super) async fn account_by_key(tx: &mut Tx, key: &str) -> Result<Option<Account>> {
    const SQL: &str = concat!(
        "SELECT ",
        account_columns!(),
        " FROM accounts WHERE email_key = $1"
    );
    on!(tx, conn => sqlx::query_as(SQL).bind(key).fetch_optional(conn))
}

pub(super) async fn account_by_id(tx: &mut Tx, id: AccountId) -> Result<Option<Account>> {
    const SQL: &str = concat!(
        "SELECT ",
        account_columns!(),
        " FROM accounts WHERE id = $1"
    );
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn password_of(tx: &mut Tx, id: AccountId) -> Result<Option<Phc>> {
    const SQL: &str = "SELECT password_hash FROM accounts WHERE id = $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn count_accounts(tx: &mut Tx) -> Result<i64> {
    const SQL: &str = "SELECT count(*) FROM accounts";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_one(conn))
}

pub(super) async fn set_password(tx: &mut Tx, id: AccountId, password: &Phc) -> Result<()> {
    const SQL: &str = "UPDATE accounts SET password_hash = $2 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(password).execute(conn))?;
    Ok(())
}

pub(super) async fn choose_locale(tx: &mut Tx, id: AccountId, locale: Locale) -> Result<()> {
    const SQL: &str = "UPDATE accounts SET locale = $2, locale_is_chosen = $3 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(locale).bind(true).execute(conn))?;
    Ok(())
}

/// Holds the owners' rows until the end of the transaction: an update that changes nothing locks on both engines.
pub(super) async fn lock_owners(tx: &mut Tx) -> Result<()> {
    const SQL: &str = "UPDATE accounts SET role = role WHERE role = 'owner'";
    changed!(tx, conn => sqlx::query(SQL).execute(conn))?;
    Ok(())
}

/// Holds this account's row until the end of the transaction, as [`lock_owners`] does.
pub(super) async fn lock_account(tx: &mut Tx, id: AccountId) -> Result<()> {
    const SQL: &str = "UPDATE accounts SET role = role WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}

pub(super) async fn delete_account(tx: &mut Tx, id: AccountId) -> Result<Option<EmailAddress>> {
    const SQL: &str = "
        DELETE FROM accounts
        WHERE id = $1 AND (role <> 'owner' OR (SELECT count(*) FROM accounts WHERE role = 'owner') > 1)
        RETURNING email";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_optional(conn))
}

pub(super) async fn insert_session(
    tx: &mut Tx,
    session: &TokenHash,
    account: AccountId,
    ip: &str,
    user_agent: &str,
    now: Timestamp,
    expires: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO sessions (token_hash, account_id, created_at, last_seen_at, expires_at, ip, user_agent)
        VALUES ($1, $2, $3, $3, $4, $5, $6)";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(session).bind(account).bind(now).bind(expires).bind(ip).bind(user_agent).execute(conn))?;
    Ok(())
}

pub(super) async fn session(
    tx: &mut Tx,
    session: &TokenHash,
    now: Timestamp,
    seen_after: Timestamp,
) -> Result<Option<SessionAccount>> {
    const SQL: &str = "
        SELECT accounts.id AS account, email, role, locale, locale_is_chosen, last_seen_at, ip
        FROM sessions JOIN accounts ON accounts.id = account_id
        WHERE token_hash = $1 AND expires_at > $2 AND last_seen_at > $3";
    on!(tx, conn => sqlx::query_as(SQL).bind(session).bind(now).bind(seen_after).fetch_optional(conn))
}

pub(super) async fn session_seen(tx: &mut Tx, session: &TokenHash, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(session).bind(now).execute(conn))?;
    Ok(())
}

/// Deletes a session of this account; false where it has none of this hash.
pub(super) async fn delete_session_of(
    tx: &mut Tx,
    account: AccountId,
    session: &TokenHash,
) -> Result<bool> {
    const SQL: &str = "DELETE FROM sessions WHERE account_id = $1 AND token_hash = $2";
    let deleted = changed!(tx, conn => sqlx::query(SQL).bind(account).bind(session).execute(conn))?;
    Ok(deleted > 0)
}

pub(super) async fn sessions_of(
    tx: &mut Tx,
    account: AccountId,
    now: Timestamp,
    seen_after: Timestamp,
) -> Result<Vec<OpenSession>> {
    const SQL: &str = "
        SELECT token_hash, created_at, last_seen_at, ip, user_agent FROM sessions
        WHERE account_id = $1 AND expires_at > $2 AND last_seen_at > $3
        ORDER BY last_seen_at DESC, created_at DESC";
    on!(tx, conn => sqlx::query_as(SQL).bind(account).bind(now).bind(seen_after).fetch_all(conn))
}

pub(super) async fn delete_session(tx: &mut Tx, session: &TokenHash) -> Result<()> {
    const SQL: &str = "DELETE FROM sessions WHERE token_hash = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(session).execute(conn))?;
    Ok(())
}

pub(super) async fn delete_sessions(
    tx: &mut Tx,
    account: AccountId,
    kept: Option<&TokenHash>,
) -> Result<u64> {
    const SQL: &str = "
        DELETE FROM sessions WHERE account_id = $1 AND (CAST($2 AS TEXT) IS NULL OR token_hash <> $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(account).bind(kept).execute(conn))
}

pub(super) async fn delete_ended_sessions(
    tx: &mut Tx,
    now: Timestamp,
    seen_after: Timestamp,
) -> Result<()> {
    const SQL: &str = "DELETE FROM sessions WHERE expires_at <= $1 OR last_seen_at <= $2";
    changed!(tx, conn => sqlx::query(SQL).bind(now).bind(seen_after).execute(conn))?;
    Ok(())
}

pub(super) async fn insert_link(
    tx: &mut Tx,
    token: &TokenHash,
    account: AccountId,
    kind: LinkKind,
    expires: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO account_links (token_hash, account_id, kind, expires_at) VALUES ($1, $2, $3, $4)";
    changed!(tx, conn => sqlx::query(SQL).bind(token).bind(account).bind(kind).bind(expires).execute(conn))?;
    Ok(())
}

pub(super) async fn link(tx: &mut Tx, token: &TokenHash) -> Result<Option<AccountLink>> {
    const SQL: &str =
        "SELECT account_id, kind, expires_at FROM account_links WHERE token_hash = $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(token).fetch_optional(conn))
}

/// Deletes a link; of two calls at once one returns true.
pub(super) async fn delete_link(tx: &mut Tx, token: &TokenHash) -> Result<bool> {
    const SQL: &str = "DELETE FROM account_links WHERE token_hash = $1";
    let deleted = changed!(tx, conn => sqlx::query(SQL).bind(token).execute(conn))?;
    Ok(deleted > 0)
}

/// Deletes an account's links, of one kind or all.
pub(super) async fn delete_links(
    tx: &mut Tx,
    account: AccountId,
    kind: Option<LinkKind>,
) -> Result<()> {
    const SQL: &str = "
        DELETE FROM account_links WHERE account_id = $1 AND (CAST($2 AS TEXT) IS NULL OR kind = $2)";
    let kind = kind.map(LinkKind::as_str);
    changed!(tx, conn => sqlx::query(SQL).bind(account).bind(kind).execute(conn))?;
    Ok(())
}

pub(super) async fn delete_old_resets(tx: &mut Tx, before: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM account_links WHERE kind = 'password-reset' AND expires_at < $1";
    changed!(tx, conn => sqlx::query(SQL).bind(before).execute(conn))?;
    Ok(())
}

pub(super) async fn has_networks(tx: &mut Tx, account: AccountId) -> Result<bool> {
    const SQL: &str = "SELECT count(*) FROM account_networks WHERE account_id = $1";
    let known: i64 = on!(tx, conn => sqlx::query_scalar(SQL).bind(account).fetch_one(conn))?;
    Ok(known > 0)
}

pub(super) async fn knows_network(tx: &mut Tx, account: AccountId, network: &str) -> Result<bool> {
    const SQL: &str =
        "SELECT count(*) FROM account_networks WHERE account_id = $1 AND network = $2";
    let known: i64 =
        on!(tx, conn => sqlx::query_scalar(SQL).bind(account).bind(network).fetch_one(conn))?;
    Ok(known > 0)
}

/// Keeps a network, or the time of its last use; true for a new one.
pub(super) async fn keep_network(
    tx: &mut Tx,
    account: AccountId,
    network: &str,
    now: Timestamp,
) -> Result<bool> {
    const SEEN: &str =
        "UPDATE account_networks SET seen_at = $3 WHERE account_id = $1 AND network = $2";
    const NEW: &str = "
        INSERT INTO account_networks (account_id, network, seen_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id, network) DO NOTHING";
    let seen = changed!(tx, conn => sqlx::query(SEEN).bind(account).bind(network).bind(now).execute(conn))?;
    if seen > 0 {
        return Ok(false);
    }
    let new =
        changed!(tx, conn => sqlx::query(NEW).bind(account).bind(network).bind(now).execute(conn))?;
    Ok(new > 0)
}

/// Deletes networks of which nothing was seen since then, except each account's newest: it tells an account that slept from one
/// that was never used.
pub(super) async fn delete_networks(tx: &mut Tx, before: Timestamp) -> Result<()> {
    const SQL: &str = "
        DELETE FROM account_networks WHERE seen_at < $1 AND EXISTS (
            SELECT 1 FROM account_networks AS newer WHERE newer.account_id = account_networks.account_id
              AND (newer.seen_at > account_networks.seen_at
                   OR (newer.seen_at = account_networks.seen_at AND newer.network > account_networks.network)))";
    changed!(tx, conn => sqlx::query(SQL).bind(before).execute(conn))?;
    Ok(())
}

pub(super) async fn insert_setup(tx: &mut Tx, token: &TokenHash, expires: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO setup_tokens (token_hash, expires_at) VALUES ($1, $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(token).bind(expires).execute(conn))?;
    Ok(())
}

pub(super) async fn setup_is_open(tx: &mut Tx, token: &TokenHash, now: Timestamp) -> Result<bool> {
    const SQL: &str = "SELECT count(*) FROM setup_tokens WHERE token_hash = $1 AND expires_at > $2";
    let found: i64 =
        on!(tx, conn => sqlx::query_scalar(SQL).bind(token).bind(now).fetch_one(conn))?;
    Ok(found > 0)
}

/// Deletes the token; of two calls at once only one returns true.
pub(super) async fn use_setup(tx: &mut Tx, token: &TokenHash, now: Timestamp) -> Result<bool> {
    const SQL: &str = "DELETE FROM setup_tokens WHERE token_hash = $1 AND expires_at > $2";
    let deleted = changed!(tx, conn => sqlx::query(SQL).bind(token).bind(now).execute(conn))?;
    Ok(deleted > 0)
}

pub(super) async fn delete_setups(tx: &mut Tx) -> Result<()> {
    changed!(tx, conn => sqlx::query("DELETE FROM setup_tokens").execute(conn))?;
    Ok(())
}

pub(super) async fn insert_audit(
    tx: &mut Tx,
    entry: &NewAuditEntry<'_>,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO audit_log (account_id, who, action, subject, ip, at, value_before, value_after)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(entry.account).bind(entry.who).bind(entry.action).bind(entry.subject).bind(&entry.ip).bind(now)
        .bind(entry.values.before).bind(entry.values.after)
        .execute(conn))?;
    Ok(())
}

pub(super) async fn newest_audit(tx: &mut Tx, limit: i64) -> Result<Vec<AuditEntry>> {
    const SQL: &str = "
        SELECT id, who, action, subject, value_before, value_after, ip, at FROM audit_log ORDER BY id DESC LIMIT $1";
    on!(tx, conn => sqlx::query_as(SQL).bind(limit).fetch_all(conn))
}

pub(super) async fn audit_of_action(
    tx: &mut Tx,
    action: &str,
    limit: i64,
) -> Result<Vec<AuditEntry>> {
    const SQL: &str = "
        SELECT id, who, action, subject, value_before, value_after, ip, at FROM audit_log
        WHERE action = $1 ORDER BY id DESC LIMIT $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(action).bind(limit).fetch_all(conn))
}

/// Entries of the choice, newest first.
pub(super) async fn audit_page(
    tx: &mut Tx,
    filter: &AuditFilter,
    limit: i64,
) -> Result<Vec<AuditEntry>> {
    const SQL: &str = "
        SELECT id, who, action, subject, value_before, value_after, ip, at FROM audit_log
        WHERE (CAST($1 AS TEXT) IS NULL OR coalesce(who, '') = $1) AND (CAST($2 AS TEXT) IS NULL OR action = $2)
          AND at >= $3 AND at < $4 AND id < $5
        ORDER BY id DESC LIMIT $6";
    let since = filter.since.unwrap_or(Timestamp::from_unix(i64::MIN));
    let until = filter.until.unwrap_or(Timestamp::from_unix(i64::MAX));
    let before = filter.before.map_or(i64::MAX, |entry| entry.0);
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(filter.who.as_deref()).bind(filter.action.as_deref()).bind(since).bind(until).bind(before).bind(limit)
        .fetch_all(conn))
}

/// Everybody who stands in the log, but for the command line.
pub(super) async fn audit_actors(tx: &mut Tx, limit: i64) -> Result<Vec<String>> {
    const SQL: &str =
        "SELECT DISTINCT who FROM audit_log WHERE who IS NOT NULL ORDER BY who LIMIT $1";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(limit).fetch_all(conn))
}

/// Every action in the log.
pub(super) async fn audit_actions(tx: &mut Tx) -> Result<Vec<String>> {
    const SQL: &str = "SELECT DISTINCT action FROM audit_log";
    on!(tx, conn => sqlx::query_scalar(SQL).fetch_all(conn))
}

/// Empties the subjects that name this address, alone or with a number behind it.
pub(super) async fn clear_audit_subject(tx: &mut Tx, address: &str) -> Result<()> {
    const SQL: &str = "
        UPDATE audit_log SET subject = ''
        WHERE lower(subject) = lower($1) OR substr(lower(subject), 1, length($1) + 2) = lower($1) || ' ('";
    changed!(tx, conn => sqlx::query(SQL).bind(address).execute(conn))?;
    Ok(())
}

/// Deletes up to `most` of the oldest entries from before `before`.
pub(super) async fn forget_audit(tx: &mut Tx, before: Timestamp, most: i64) -> Result<u64> {
    const SQL: &str = "
        DELETE FROM audit_log WHERE id IN (SELECT id FROM audit_log WHERE at < $1 ORDER BY id LIMIT $2)";
    changed!(tx, conn => sqlx::query(SQL).bind(before).bind(most).execute(conn))
}
