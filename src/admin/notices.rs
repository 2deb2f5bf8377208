//! Notices by mail to the person behind an account: what happened to its sign-in. A stranger who causes one again and again causes
//! a few mails a day.

use super::emails::{self, Notice};
use super::model::Account;
use crate::app::App;
use crate::clock::DAY;
use crate::outbox::{MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{Result, Tx};

/// Mails of one kind to one account in a day.
const MOST: Limit = Limit {
    bucket: "account-notice",
    most: 3,
    window: DAY,
};

/// Queues the mail of a notice; false when a few of its kind went to the account in the last day.
pub(super) async fn send(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    notice: &Notice,
) -> Result<bool> {
    let kind = notice.kind();
    let key = format!("{kind}:{}", account.id.0);
    if MOST.hit(tx, &key, app.now()).await? != Hit::Within {
        return Ok(false);
    }
    let email = account.email.as_str();
    let letter = match emails::write(app, notice, email, account.locale) {
        Ok(letter) => letter,
        Err(error) => {
            // A sign-in must not fail for its notice.
            tracing::error!(%error, kind, "a mail could not be rendered");
            return Ok(false);
        }
    };
    let mail = NewMail {
        kind,
        recipient: account.email.clone(),
        recipient_name: None,
        subscriber: None,
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: None,
        about: None,
    };
    app.enqueue_mail(tx, mail).await?;
    Ok(true)
}
