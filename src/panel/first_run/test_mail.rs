//! A mail to oneself through the relays that are configured: it goes through the outbox like any other.

use askama::Template;

use crate::admin::AdminSession;
use crate::app::App;
use crate::i18n::{Locale, Translator};
use crate::message::{EmailContent, SiteFrame};
use crate::outbox::{self, MailContent, NewMail, ReportedMail};
use crate::store::{self, Tx};
use crate::token::hex;

#[derive(Template)]
#[template(path = "emails/test-mail/subject.txt")]
struct Subject<'a> {
    t: Translator,
    site: &'a SiteFrame,
}

#[derive(Template)]
#[template(path = "emails/test-mail/body.txt")]
struct Text<'a> {
    t: Translator,
    site: &'a SiteFrame,
}

#[derive(Template)]
#[template(path = "emails/test-mail/body.html")]
struct Html<'a> {
    t: Translator,
    site: &'a SiteFrame,
}

fn letter(app: &App, locale: Locale) -> askama::Result<EmailContent> {
    let (t, site) = (locale.translator(), &app.site_frame());
    EmailContent::render(&Subject { t, site }, &Text { t, site }, &Html { t, site })
}

/// Queues a mail to the account, and returns the word by which [`find`] finds it. Text that cannot be rendered is our fault.
pub(super) async fn send(
    tx: &mut Tx,
    app: &App,
    session: &AdminSession,
    locale: Locale,
) -> Result<String, SendError> {
    let word = hex(&app.random().bytes::<8>());
    let mail = NewMail {
        kind: "test-mail",
        recipient: session.address().clone(),
        recipient_name: None,
        subscriber: None,
        content: MailContent::Own(Box::new(letter(app, locale)?)),
        dedupe_key: Some(key(&word)),
        about: None,
    };
    app.enqueue_mail(tx, mail).await?;
    Ok(word)
}

/// The mail of this word.
pub(super) async fn find(tx: &mut Tx, word: &str) -> store::Result<Option<ReportedMail>> {
    outbox::find_by_key(tx, &key(word)).await
}

fn key(word: &str) -> String {
    format!("test-mail:{word}")
}

/// Why no mail was queued.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    /// A template failed.
    #[error("the mail cannot be rendered: {0}")]
    Rendering(#[from] askama::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}
