//! The mailed link that claims an address. It works once: the browser that presses its button has the address from then on.

use super::model::{AuthorLink, AuthorLinkError};
use super::queries;
use crate::app::App;
use crate::clock::{MINUTE, Timestamp};
use crate::comments::avatar;
use crate::store::{self, Tx};
use crate::token::{Token, TokenHash};

/// Seconds for which a code is valid. A page of the site uses it as soon as it is loaded.
const CODE_LIFE: i64 = 10 * MINUTE;

/// Reads a link. For the browser that used it, it stays good.
pub async fn link(
    tx: &mut Tx,
    token: &str,
    browser: Option<&TokenHash>,
    now: Timestamp,
) -> Result<AuthorLink, AuthorLinkError> {
    let token = TokenHash::of(token);
    match queries::link(tx, &token, browser, now).await? {
        Some(link) => Ok(link),
        None => Err(missing(tx, &token).await?),
    }
}

/// Claims the address for this browser, and draws the code for the page that asked.
pub async fn claim(
    tx: &mut Tx,
    app: &App,
    token: &str,
    browser: &TokenHash,
) -> Result<(AuthorLink, Token), AuthorLinkError> {
    let now = app.now();
    let token = TokenHash::of(token);
    let code = Token::draw(app.random());
    let ends_at = now.plus(CODE_LIFE);
    let spent = queries::spend(tx, &token, browser, &code.hash(), ends_at, now).await?;
    let Some(link) = spent else {
        return Err(missing(tx, &token).await?);
    };
    have(tx, app, &link.email_key, browser).await?;
    Ok((link, code))
}

async fn missing(tx: &mut Tx, token: &TokenHash) -> store::Result<AuthorLinkError> {
    Ok(if queries::exists(tx, token).await? {
        AuthorLinkError::Spent
    } else {
        AuthorLinkError::Forged
    })
}

/// Makes the address this browser's, and marks what it wrote under it.
pub(super) async fn have(
    tx: &mut Tx,
    app: &App,
    email_key: &str,
    browser: &TokenHash,
) -> store::Result<()> {
    queries::lock_threads(tx, email_key, browser).await?;
    queries::claim(tx, email_key, browser, app.now()).await?;
    let colour = avatar::colour(app.signer(), Some(email_key), None);
    queries::mark_comments(tx, email_key, browser, colour).await
}
