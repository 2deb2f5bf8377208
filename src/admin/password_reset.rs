//! A password chosen by the link of a mail, in place of a lost one or as the first. The answer to whoever asks for a link tells nobody
//! who has an account.

use futures_util::FutureExt;

use super::account_links;
use super::browsers::KnownBrowser;
use super::emails::Notice;
use super::model::{Account, AccountId, Client, LinkKind};
use super::password::{HashError, Password, PasswordError, Passwords};
use super::session_start::Visitor;
use super::{accounts, audit, notices, sign_in};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::HOUR;
use crate::jobs::{self, Job, JobResult};
use crate::rate_limits::{Hit, Limit};
use crate::store::{self, Tx};
use crate::token::{Purpose, hex};

/// The job that mails a link to a new password; its subject is the account's id and the known browser that asked.
pub const PASSWORD_LINK: Job = Job {
    kind: "password-link",
    run: |app, subject| mail_link(app, subject).boxed(),
};

/// Requests for a link from one place, for whatever address.
const ASKED: Limit = Limit {
    bucket: "password-link",
    most: 10,
    window: HOUR,
};

/// Asks for a link to a new password. The same work is done for an address without an account, so that its time tells nothing.
pub async fn ask(app: &App, visitor: &Visitor, email: Option<&EmailAddress>) -> store::Result<Hit> {
    let mut tx = app.write().await?;
    let hit = ASKED
        .hit_client(&mut tx, visitor.client.ip, app.now())
        .await?;
    if let (Hit::Within, Some(email)) = (hit, email) {
        let known = accounts::find(&mut tx, email).await?;
        let nobody = hex(&app.signer().keyed_hash(Purpose::MailCaps, email.as_str()));
        let subject = known.map_or(nobody, |account| {
            let asker = visitor.browser.as_ref();
            let asker = asker.filter(|browser| browser.is_of(account.id));
            let asker = asker.map_or("", KnownBrowser::name);
            format!("{}.{asker}", account.id.0)
        });
        jobs::enqueue(&mut tx, PASSWORD_LINK.kind, &subject, app.now()).await?;
    }
    tx.commit().await?;
    Ok(hit)
}

async fn mail_link(app: App, subject: String) -> JobResult {
    let Some((id, asker)) = subject.split_once('.') else {
        return Ok(());
    };
    let Ok(id) = id.parse().map(AccountId) else {
        return Ok(());
    };
    let mut tx = app.write().await?;
    // Whoever was invited needs an owner, since an invitation ends.
    let account = accounts::of_id(&mut tx, id).await?;
    let Some(account) = account.filter(|account| !account.is_invited()) else {
        return Ok(());
    };
    let url = account_links::issue(&mut tx, &app, id, LinkKind::PasswordReset).await?;
    let notice = Notice::PasswordReset { url };
    // An asker without end voids no link that was mailed: the transaction is dropped.
    if notices::send_asked(&mut tx, &app, &account, &notice, asker).await? {
        tx.commit().await?;
    }
    Ok(())
}

/// Why no password was set.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    /// The link was used, replaced or never made.
    #[error("the link is not good any more")]
    Gone,
    /// The link came too late.
    #[error("the link has expired")]
    Expired(LinkKind),
    /// The password is not taken.
    #[error(transparent)]
    Refused(PasswordError),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// The account that the link of this token is for, and what for.
pub async fn look_up(
    tx: &mut Tx,
    app: &App,
    token: &str,
) -> Result<(Account, LinkKind), ChooseError> {
    let link = account_links::find(tx, token).await?;
    let link = link.ok_or(ChooseError::Gone)?;
    if link.is_expired(app.now()) {
        return Err(ChooseError::Expired(link.kind));
    }
    let account = accounts::of_id(tx, link.account).await?;
    Ok((account.ok_or(ChooseError::Gone)?, link.kind))
}

/// Sets the password of the account behind a link, which is used up. All its sessions end; a second step stays.
pub async fn choose(
    app: &App,
    passwords: &Passwords,
    token: &str,
    password: &str,
    client: &Client,
) -> Result<(), ChooseError> {
    let (account, kind) = look_up(&mut app.read().await?, app, token).await?;
    let site = app.config().site.name.clone();
    let password =
        Password::chosen(password, &account.email, &site).map_err(ChooseError::Refused)?;
    let hash = passwords.hash(&password, app.random()).await?;
    let mut tx = app.write().await?;
    if !account_links::use_up(&mut tx, token).await? {
        return Err(ChooseError::Gone);
    }
    accounts::set_password(&mut tx, app, &account, &hash, None).await?;
    // An account slowed down by the tries of others is free again.
    sign_in::forgive_tries(&mut tx, &account.email).await?;
    let action = match kind {
        LinkKind::Invitation => "account-accept",
        LinkKind::PasswordReset => "password-reset",
    };
    audit::record_arrival(&mut tx, &account, action, client.ip, app.now()).await?;
    tx.commit().await?;
    Ok(())
}
