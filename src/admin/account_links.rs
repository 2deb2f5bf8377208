//! Links in mails that let somebody choose a password: an invitation, or a reset of a lost one. Each works once and for a while, and
//! only a button's POST uses it.

use super::model::{AccountId, AccountLink, LinkKind};
use super::queries;
use crate::app::App;
use crate::clock::{DAY, MINUTE, Timestamp};
use crate::store::{Result, Tx};
use crate::token::{Token, TokenHash};

/// Days for which an invitation is good.
pub const INVITATION_DAYS: i64 = 7;
/// Minutes for which a link to a new password is good.
pub const RESET_MINUTES: i64 = 60;
/// Seconds for which an expired link to a new password is told from one that never was.
const REMEMBERED: i64 = 30 * DAY;

/// Seconds for which a link of this kind is good.
fn good_for(kind: LinkKind) -> i64 {
    match kind {
        LinkKind::Invitation => INVITATION_DAYS * DAY,
        LinkKind::PasswordReset => RESET_MINUTES * MINUTE,
    }
}

/// Makes a link and returns its address. Earlier links of its kind to the account are void.
pub(super) async fn issue(
    tx: &mut Tx,
    app: &App,
    account: AccountId,
    kind: LinkKind,
) -> Result<String> {
    let token = Token::draw(app.random());
    let expires = app.now().plus(good_for(kind));
    queries::delete_links(tx, account, Some(kind)).await?;
    queries::insert_link(tx, &token.hash(), account, kind, expires).await?;
    Ok(app.url(&format!("/admin/password/{}", token.as_str())))
}

/// The link of this token, good or expired; `None` for one that was used, replaced or never made.
pub async fn find(tx: &mut Tx, token: &str) -> Result<Option<AccountLink>> {
    queries::link(tx, &TokenHash::of(token)).await
}

/// Uses a link up. Of two calls at once one returns true.
pub(super) async fn use_up(tx: &mut Tx, token: &str) -> Result<bool> {
    queries::delete_link(tx, &TokenHash::of(token)).await
}

/// Forgets links to new passwords that expired long ago. Invitations stay: their accounts were not used yet.
pub async fn forget_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    queries::delete_old_resets(tx, now.plus(-REMEMBERED)).await
}
