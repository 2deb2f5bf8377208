//! The e-mail of a campaign, rendered once, with placeholders for personal links.

use askama::Template;

use super::model::Campaign;
use crate::app::App;
use crate::i18n::{Locale, Translator};
use crate::markdown::email;
use crate::message::content::{inline_styles, one_line};
use crate::message::{PREFERENCES_PLACEHOLDER, SiteFrame, UNSUBSCRIBE_PLACEHOLDER};
use crate::outbox::NewEdition;

/// Characters of the preview text beside the subject.
const PREHEADER: usize = 120;

/// Renders the edition that all readers of the campaign share. `slug` is its name.
pub(super) fn render(app: &App, campaign: &Campaign, slug: String) -> askama::Result<NewEdition> {
    let (t, site) = (campaign.locale.translator(), &app.site_frame());
    let body = email::render(&campaign.body, &base(app));
    let (preferences, unsubscribe) = (PREFERENCES_PLACEHOLDER, UNSUBSCRIBE_PLACEHOLDER);
    let subject = &campaign.subject;
    let config = app.config();
    let address = &config.site.sender.address.to_string();
    let advertiser = campaign.is_advertising.then_some(Advertiser {
        address,
        contact: config.site.contact.as_deref().unwrap_or_default(),
        ko: Locale::Ko.translator(),
        en: Locale::En.translator(),
    });
    let html = CampaignHtml {
        t,
        site,
        subject,
        preheader: preheader(&body.text),
        body: &body.html,
        preferences,
        unsubscribe,
        advertiser,
    };
    let text = CampaignText {
        t,
        site,
        subject,
        body: body.text.trim_end(),
        preferences,
        unsubscribe,
        advertiser,
    };
    Ok(NewEdition {
        slug,
        locale: campaign.locale,
        subject: marked(&one_line(&CampaignSubject { subject }.render()?), campaign),
        html: inline_styles(&html.render()?),
        text: text.render()?,
        message_domain: app.message_domain(),
    })
}

/// The mark of advertising (정보통신망법 시행령 별표 6). No sign stands before or in it, also in an English subject.
const MARK: &str = "(광고)";

/// The subject, which begins with the mark where the mail is advertising.
fn marked(subject: &str, campaign: &Campaign) -> String {
    if campaign.is_advertising && !subject.starts_with(MARK) {
        format!("{MARK} {subject}")
    } else {
        subject.to_owned()
    }
}

/// Who advertises, as the same schedule wants it named beside the site's name and postal address.
#[derive(Clone, Copy)]
struct Advertiser<'a> {
    address: &'a str,
    contact: &'a str,
    ko: Translator,
    en: Translator,
}

/// The base of relative addresses: the site, or Gudok itself.
fn base(app: &App) -> url::Url {
    let config = app.config();
    let own = || config.server.base_url().parse().ok();
    let base = config.site.url.clone().or_else(own);
    base.unwrap_or_else(|| unreachable!("the server's own address is one"))
}

/// The preview text: the beginning of the e-mail.
fn preheader(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(PREHEADER)
        .collect()
}

#[derive(Template)]
#[template(path = "emails/campaign/subject.txt")]
struct CampaignSubject<'a> {
    subject: &'a str,
}

#[derive(Template)]
#[template(path = "emails/campaign/body.html")]
struct CampaignHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    subject: &'a str,
    preheader: String,
    body: &'a str,
    preferences: &'a str,
    unsubscribe: &'a str,
    advertiser: Option<Advertiser<'a>>,
}

#[derive(Template)]
#[template(path = "emails/campaign/body.txt")]
struct CampaignText<'a> {
    t: Translator,
    site: &'a SiteFrame,
    subject: &'a str,
    body: &'a str,
    preferences: &'a str,
    unsubscribe: &'a str,
    advertiser: Option<Advertiser<'a>>,
}
