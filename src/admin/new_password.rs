//! A change of one's own password. It needs the current one and ends the other sessions.

use super::http::AdminSession;
use super::password::{HashError, Password, Passwords};
use super::{accounts, audit, queries};
use crate::app::App;
use crate::clock::MINUTE;
use crate::rate_limits::{Hit, Limit};
use crate::store;

/// Wrong current passwords in one account's sessions. What strangers try at sign-in is not among them.
const WRONG: Limit = Limit {
    bucket: "password-proof",
    most: 10,
    window: 15 * MINUTE,
};

/// Why the password stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The current password is another.
    #[error("the current password is wrong")]
    Wrong,
    /// Too many tries; again after so many seconds.
    #[error("too many tries; again in {0} seconds")]
    TooMany(i64),
    /// A password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Asks the signed-in account for its password: a browser left open is not its owner.
pub async fn prove_password(
    app: &App,
    passwords: &Passwords,
    session: &AdminSession,
    present: &Password,
) -> Result<(), ChangeError> {
    let key = session.account().0.to_string();
    let mut tx = app.read().await?;
    let hit = WRONG.peek(&mut tx, &key, app.now()).await?;
    let hash = queries::password_of(&mut tx, session.account()).await?;
    drop(tx);
    if let Hit::Over { retry_after } = hit {
        return Err(ChangeError::TooMany(retry_after));
    }
    if passwords.verify(present, hash).await? {
        return Ok(());
    }
    let mut tx = app.write().await?;
    WRONG.hit(&mut tx, &key, app.now()).await?;
    tx.commit().await?;
    Err(ChangeError::Wrong)
}

/// Gives the signed-in account a new password after checking the current one.
pub async fn change_password(
    app: &App,
    passwords: &Passwords,
    session: &AdminSession,
    present: &Password,
    new: &Password,
) -> Result<(), ChangeError> {
    prove_password(app, passwords, session, present).await?;
    let hash = passwords.hash(new, app.random()).await?;
    let mut tx = app.write().await?;
    if let Some(account) = accounts::of_id(&mut tx, session.account()).await? {
        let kept = Some(session.token_hash());
        accounts::set_password(&mut tx, app, &account, &hash, kept).await?;
    }
    audit::record(
        &mut tx,
        session,
        "password-change",
        session.email(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
