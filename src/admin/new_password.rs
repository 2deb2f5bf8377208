//! Changing one's own password: whoever found a browser open does not know the old one, and the other sessions end.

use super::password::{HashError, Password, Passwords};
use super::sign_in::PER_ACCOUNT;
use super::{Desk, accounts, audit, queries, sessions};
use crate::app::App;
use crate::store;
use crate::web::limits::Hit;

/// Why the password stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The present password is another.
    #[error("the present password is wrong")]
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

/// Gives whoever sits at this desk a new password, once they have shown that they know the present one.
pub async fn change_password(
    app: &App,
    passwords: &Passwords,
    desk: &Desk,
    present: &Password,
    new: &Password,
) -> Result<(), ChangeError> {
    let mut tx = app.write().await?;
    let hit = PER_ACCOUNT
        .hit(&mut tx, &desk.address().key(), app.now())
        .await?;
    let hash = queries::password_of(&mut tx, desk.account()).await?;
    tx.commit().await?;
    if let Hit::Over { retry_after } = hit {
        return Err(ChangeError::TooMany(retry_after));
    }
    if !passwords.verify(present, hash).await? {
        return Err(ChangeError::Wrong);
    }
    let hash = passwords.hash(new, app.chance()).await?;
    let mut tx = app.write().await?;
    accounts::set_password(&mut tx, desk.account(), &hash).await?;
    sessions::end_all(&mut tx, desk.account(), Some(desk.session())).await?;
    PER_ACCOUNT.forget(&mut tx, &desk.address().key()).await?;
    audit::record(&mut tx, desk, "password-change", desk.email(), app.now()).await?;
    tx.commit().await?;
    Ok(())
}
