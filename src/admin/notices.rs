//! Notices by mail to the person behind an account: what happened to its sign-in. A stranger who causes one again and again causes
//! a few mails a day.

use super::emails::{self, Notice};
use super::model::Account;
use crate::app::App;
use crate::clock::DAY;
use crate::outbox::{EnqueueOutcome, MailContent, NewMail};
use crate::rate_limits::{Hit, Limit};
use crate::store::{Result, Tx};

/// Mails of one kind to one account in a day.
const MOST: Limit = Limit {
    bucket: "account-notice",
    most: 3,
    window: DAY,
};

/// Queues the mail of a notice; false when none goes: a few of its kind went to the address in the last day, or it is suppressed.
pub(super) async fn send(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    notice: &Notice,
) -> Result<bool> {
    send_asked(tx, app, account, notice, "").await
}

/// The same, with a count for whoever asked for it: what strangers ask for uses up none of what the account's own browser gets.
pub(super) async fn send_asked(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    notice: &Notice,
    asker: &str,
) -> Result<bool> {
    let kind = notice.kind();
    // By the address: an account that was removed and made again gets no more.
    let key = format!("{kind}:{}:{asker}", account.email.key());
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
    Ok(app.enqueue_mail(tx, mail).await? == EnqueueOutcome::New)
}
