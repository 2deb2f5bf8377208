//! Links in mails to moderators: each decides about one comment in the name of one account, until it expires. The account must still
//! be there: its time of creation tells it from a later one with the same row id.

use crate::admin::{Account, AccountId, accounts};
use crate::app::App;
use crate::clock::DAY;
use crate::comments::model::CommentId;
use crate::store::{self, Tx};
use crate::token::{Purpose, SignatureError};

/// Days for which a link is good.
pub(super) const DAYS: i64 = 7;

/// Why a link decides nothing.
#[derive(Debug, thiserror::Error)]
pub enum DecisionLinkError {
    /// The link is forged, or its account is gone.
    #[error("the link is not one of ours")]
    Forged,
    /// The link has expired.
    #[error("the link has expired")]
    Expired,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl From<SignatureError> for DecisionLinkError {
    fn from(error: SignatureError) -> Self {
        match error {
            SignatureError::Forged => Self::Forged,
            SignatureError::Expired => Self::Expired,
        }
    }
}

/// The path of the link for an account.
pub(super) fn path(app: &App, comment: CommentId, account: &Account) -> String {
    let created = account.created_at.unix();
    let subject = format!("{comment}.{}.{created}", account.id.0);
    let expires = app.now().plus(DAYS * DAY);
    let token = app
        .signer()
        .sign(Purpose::Decision, &subject, Some(expires));
    format!("/moderation/{token}")
}

/// The comment of a link, and the account that decides.
pub async fn read_link(
    tx: &mut Tx,
    app: &App,
    token: &str,
) -> Result<(CommentId, Account), DecisionLinkError> {
    let subject = app.signer().verify(Purpose::Decision, token, app.now())?;
    let mut parts = subject.split('.');
    let mut part = || parts.next().ok_or(DecisionLinkError::Forged);
    let comment = part()?.parse().map_err(|_| DecisionLinkError::Forged)?;
    let account = part()?.parse().map_err(|_| DecisionLinkError::Forged)?;
    let created: i64 = part()?.parse().map_err(|_| DecisionLinkError::Forged)?;
    let account = accounts::of_id(tx, AccountId(account)).await?;
    let account =
        account.filter(|account| !account.is_invited() && account.created_at.unix() == created);
    Ok((comment, account.ok_or(DecisionLinkError::Forged)?))
}
