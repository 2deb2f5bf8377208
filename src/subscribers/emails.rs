//! Mails that answer a form. A stranger may have sent the form, so no mail repeats typed text, not even a name in its address.

use askama::Template;

use super::error::Error;
use super::links;
use super::model::{CONFIRMATION_DAYS, Cadence, Subscriber, Wishes};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::Timestamp;
use crate::i18n::{Locale, Translator};
use crate::message::{EmailContent, SiteFrame};
use crate::outbox::{MailContent, NewMail};
use crate::store::Tx;
use crate::token::Token;

/// Values for the templates of these mails.
struct Facts {
    t: Translator,
    site: SiteFrame,
    email: String,
    /// When somebody asked.
    asked: String,
    /// The imported list, when nobody asked here.
    list: Option<String>,
    is_reminder: bool,
    url: String,
    cadence: Cadence,
    days: i64,
}

/// Why a confirmation is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asker<'a> {
    /// Somebody typed the address.
    Person,
    /// It is on an imported list of this name.
    List(&'a str),
    /// Somebody typed it a day ago, and nobody has confirmed.
    Reminder,
}

/// Defines the function that renders one mail from its three templates.
macro_rules! letter {
    ($write:ident, $subject:tt, $text:tt, $html:tt) => {
        fn $write(facts: &Facts) -> askama::Result<EmailContent> {
            #[derive(Template)]
            #[template(path = $subject)]
            struct Subject<'a> {
                facts: &'a Facts,
            }
            #[derive(Template)]
            #[template(path = $text)]
            struct Text<'a> {
                facts: &'a Facts,
            }
            #[derive(Template)]
            #[template(path = $html)]
            struct Html<'a> {
                t: Translator,
                site: &'a SiteFrame,
                facts: &'a Facts,
            }
            let html = Html {
                t: facts.t,
                site: &facts.site,
                facts,
            };
            EmailContent::render(&Subject { facts }, &Text { facts }, &html)
        }
    };
}

letter!(
    write_confirmation,
    "emails/confirmation/subject.txt",
    "emails/confirmation/body.txt",
    "emails/confirmation/body.html"
);
letter!(
    write_already_subscribed,
    "emails/already-subscribed/subject.txt",
    "emails/already-subscribed/body.txt",
    "emails/already-subscribed/body.html"
);
letter!(
    write_change_of_address,
    "emails/change-of-address/subject.txt",
    "emails/change-of-address/body.txt",
    "emails/change-of-address/body.html"
);
letter!(
    write_address_changed,
    "emails/address-changed/subject.txt",
    "emails/address-changed/body.txt",
    "emails/address-changed/body.html"
);
letter!(
    write_preferences_link,
    "emails/preferences-link/subject.txt",
    "emails/preferences-link/body.txt",
    "emails/preferences-link/body.html"
);

/// Enqueues the mail that asks for a confirmation.
pub(super) async fn confirmation(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    wishes: &Wishes,
    token: &Token,
    asker: Asker<'_>,
    due: Timestamp,
) -> Result<(), Error> {
    let url = app.url(&format!("/subscriptions/{}", token.as_str()));
    let mut facts = facts(app, subscriber, wishes.locale, wishes.cadence, url);
    let mut kind = "confirmation";
    match asker {
        Asker::Person => {}
        Asker::List(list) => facts.list = Some(list.to_owned()),
        Asker::Reminder => {
            facts.is_reminder = true;
            let zone = &app.config().site.time_zone;
            facts.asked = facts.t.date_time(subscriber.created_at, zone);
            kind = "confirmation-reminder";
        }
    }
    let letter = write_confirmation(&facts)?;
    post(tx, app, subscriber, kind, letter, due).await
}

/// Enqueues the mail that tells a subscriber of another sign-up with their address.
pub(super) async fn already_subscribed(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    due: Timestamp,
) -> Result<(), Error> {
    let url = links::preferences_url(app, subscriber.id);
    let facts = facts(app, subscriber, subscriber.locale, subscriber.cadence, url);
    let letter = write_already_subscribed(&facts)?;
    post(tx, app, subscriber, "already-subscribed", letter, due).await
}

/// Enqueues the mail with a new link to the preferences.
pub(super) async fn preferences_link(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    due: Timestamp,
) -> Result<(), Error> {
    let url = links::preferences_url(app, subscriber.id);
    let facts = facts(app, subscriber, subscriber.locale, subscriber.cadence, url);
    let letter = write_preferences_link(&facts)?;
    post(tx, app, subscriber, "preferences-link", letter, due).await
}

/// Enqueues the mail that asks at the new address. It does not name the old one: whoever reads it may be somebody else.
pub(super) async fn change_of_address(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    email: &EmailAddress,
    token: &Token,
    due: Timestamp,
) -> Result<(), Error> {
    let there = Subscriber {
        email: email.clone(),
        ..subscriber.clone()
    };
    let url = app.url(&format!("/addresses/{}", token.as_str()));
    let facts = facts(app, &there, there.locale, there.cadence, url);
    let letter = write_change_of_address(&facts)?;
    post(tx, app, &there, "change-of-address", letter, due).await
}

/// Enqueues the mail that tells the old address of the change. It does not name the new one, which somebody typed.
pub(super) async fn address_changed(
    tx: &mut Tx,
    app: &App,
    before: &Subscriber,
) -> Result<(), Error> {
    let facts = facts(app, before, before.locale, before.cadence, String::new());
    let letter = write_address_changed(&facts)?;
    post(tx, app, before, "address-changed", letter, app.now()).await
}

fn facts(
    app: &App,
    subscriber: &Subscriber,
    locale: Locale,
    cadence: Cadence,
    url: String,
) -> Facts {
    let t = locale.translator();
    Facts {
        t,
        site: app.site_frame(),
        email: subscriber.email.to_string(),
        asked: t.date_time(app.now(), &app.config().site.time_zone),
        list: None,
        is_reminder: false,
        url,
        cadence,
        days: CONFIRMATION_DAYS,
    }
}

async fn post(
    tx: &mut Tx,
    app: &App,
    subscriber: &Subscriber,
    kind: &'static str,
    letter: EmailContent,
    due: Timestamp,
) -> Result<(), Error> {
    let mail = NewMail {
        kind,
        recipient: subscriber.email.clone(),
        recipient_name: None,
        subscriber: Some(subscriber.id),
        content: MailContent::Own(Box::new(letter)),
        dedupe_key: None,
        about: None,
    };
    app.post_for(tx, mail, due).await?;
    Ok(())
}
