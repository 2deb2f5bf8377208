//! The texts of the notices: the sender, the fact, its date, and the way to change it. They carry no advertising.

use askama::Template;

use super::model::{AdvertisingConsent, Notice, NoticeKind};
use crate::app::App;
use crate::clock::Timestamp;
use crate::i18n::Translator;
use crate::message::{EmailContent, SiteFrame};
use crate::subscribers::links;
use crate::subscribers::model::Subscriber;

/// Values for the templates.
struct Facts {
    t: Translator,
    site: SiteFrame,
    contact: Option<String>,
    email: String,
    is_question: bool,
    /// What the reader said, each with its date.
    said: Vec<String>,
    url: String,
    unsubscribe: String,
}

#[derive(Template)]
#[template(path = "emails/advertising-notice/subject.txt")]
struct Subject<'a> {
    facts: &'a Facts,
}

#[derive(Template)]
#[template(path = "emails/advertising-notice/body.txt")]
struct Text<'a> {
    facts: &'a Facts,
}

#[derive(Template)]
#[template(path = "emails/advertising-notice/body.html")]
struct Html<'a> {
    t: Translator,
    site: &'a SiteFrame,
    facts: &'a Facts,
}

/// Renders a notice in the reader's language.
pub(super) fn notice(
    app: &App,
    reader: &Subscriber,
    notice: &Notice,
    consent: AdvertisingConsent,
) -> askama::Result<EmailContent> {
    let (config, t) = (app.config(), reader.locale.translator());
    let day = |moment: Timestamp| t.date(moment, &config.site.time_zone);
    let is_question = notice.kind == NoticeKind::Confirmation;
    let said = notice.acts.split(' ').map(|act| {
        let since = if act == "night-given" {
            consent.night_advertising_at
        } else {
            consent.advertising_at
        };
        let when = since.filter(|_| is_question).unwrap_or(notice.said_at);
        let key = if is_question {
            "compliance-mail-agreed"
        } else {
            "compliance-mail-done"
        };
        let words = t.say(key).with("act", act).with("day", day(when));
        words.to_string()
    });
    let facts = Facts {
        t,
        site: app.site_frame(),
        contact: config.site.contact.clone(),
        email: reader.email.to_string(),
        is_question,
        said: said.collect(),
        url: format!("{}/advertising", links::preferences_url(app, reader.id)),
        unsubscribe: links::unsubscribe_url(app, reader.id),
    };
    let html = Html {
        t,
        site: &facts.site,
        facts: &facts,
    };
    EmailContent::render(&Subject { facts: &facts }, &Text { facts: &facts }, &html)
}
