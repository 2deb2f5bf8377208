//! The mail to an owner.

use askama::Template;

use crate::i18n::{Locale, Translator};
use crate::message::{EmailContent, SiteFrame};

/// The facts of the mail.
pub(super) struct NewSubscribers {
    /// New subscribers.
    pub count: i64,
    /// All who get mail now.
    pub all: i64,
    pub link: String,
}

#[derive(Template)]
#[template(path = "emails/new-subscribers/subject.txt")]
struct Subject<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a NewSubscribers,
}

#[derive(Template)]
#[template(path = "emails/new-subscribers/body.txt")]
struct Text<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a NewSubscribers,
}

#[derive(Template)]
#[template(path = "emails/new-subscribers/body.html")]
struct Html<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a NewSubscribers,
}

/// Renders the mail in the owner's language.
pub(super) fn letter(
    mail: &NewSubscribers,
    locale: Locale,
    site: &SiteFrame,
) -> askama::Result<EmailContent> {
    let t = locale.translator();
    EmailContent::render(
        &Subject { t, site, mail },
        &Text { t, site, mail },
        &Html { t, site, mail },
    )
}
