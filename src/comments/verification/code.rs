//! The code that a mailed link leads back to a page of the site with. The element in that page exchanges it, once.

use super::model::AuthorLinkError;
use super::{claim, queries};
use crate::app::App;
use crate::store::Tx;
use crate::token::TokenHash;

/// Makes the address of the code this author's. A code that was used, is too old or was never given is one and the same.
pub async fn exchange(
    tx: &mut Tx,
    app: &App,
    code: &str,
    author: &TokenHash,
) -> Result<(), AuthorLinkError> {
    let taken = queries::take_code(tx, &TokenHash::of(code), app.now()).await?;
    let email_key = taken.ok_or(AuthorLinkError::Spent)?;
    claim::have(tx, app, &email_key, author).await?;
    Ok(())
}
