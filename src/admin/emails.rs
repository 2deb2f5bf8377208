//! The mail to the person behind an account: one frame for every notice. It repeats no text of whoever caused it.

use std::net::IpAddr;

use askama::Template;

use super::account_links::{INVITATION_DAYS, RESET_MINUTES};
use super::model::Role;
use crate::app::App;
use crate::i18n::{Locale, Translator};
use crate::message::{EmailContent, SiteFrame};

/// What the person is told.
#[derive(Clone, Debug)]
pub(super) enum Notice {
    /// Somebody signed in with a browser that is not known.
    NewDevice {
        /// The browser's name, where it is one that people know.
        browser: Option<String>,
        /// The client's address.
        ip: IpAddr,
    },
    /// A session is used from a network that is new for the account.
    NewNetwork {
        /// The client's address.
        ip: IpAddr,
    },
    /// Somebody knows the password and tries codes.
    WrongCodes,
    /// A recovery code was used.
    RecoveryCode {
        /// Those that are left.
        left: i64,
    },
    /// The second step was turned on.
    SecondStepOn,
    /// The recovery codes were replaced.
    NewCodes,
    /// The account has another password.
    PasswordChanged,
    /// The second step was turned off by the account itself.
    SecondStepOff,
    /// The second step was turned off by an owner or by command.
    SecondStepReset,
    /// An owner made the account.
    Invitation {
        /// The link to the first password.
        url: String,
        /// The account's role.
        role: Role,
        /// The owner's address.
        by: String,
    },
    /// Somebody asked for a new password.
    PasswordReset {
        /// The link to it.
        url: String,
    },
}

impl Notice {
    /// The mail's kind in the outbox; its phrases are named after it.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::NewDevice { .. } => "new-device",
            Self::NewNetwork { .. } => "new-network",
            Self::WrongCodes => "wrong-codes",
            Self::RecoveryCode { .. } => "recovery-code",
            Self::SecondStepOn => "second-step-on",
            Self::NewCodes => "new-codes",
            Self::PasswordChanged => "password-changed",
            Self::SecondStepOff => "second-step-off",
            Self::SecondStepReset => "second-step-reset",
            Self::Invitation { .. } => "invitation",
            Self::PasswordReset { .. } => "password-link",
        }
    }
}

/// The words of a mail.
struct Letter {
    subject: String,
    title: String,
    what: String,
    button: Button,
    /// What to do, or why nothing is to be done.
    then: String,
}

/// The one thing to do.
struct Button {
    label: String,
    /// The line before the address in full.
    open: String,
    url: String,
}

#[derive(Template)]
#[template(path = "emails/account/subject.txt")]
struct Subject<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "emails/account/body.txt")]
struct Text<'a> {
    site: &'a SiteFrame,
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "emails/account/body.html")]
struct Html<'a> {
    t: Translator,
    site: &'a SiteFrame,
    letter: &'a Letter,
}

/// The mail of a notice to the account of this address.
pub(super) fn write(
    app: &App,
    notice: &Notice,
    email: &str,
    locale: Locale,
) -> askama::Result<EmailContent> {
    let t = locale.translator();
    let site = &app.site_frame();
    let letter = &letter(app, t, notice, email);
    EmailContent::render(
        &Subject { letter },
        &Text { site, letter },
        &Html { t, site, letter },
    )
}

fn letter(app: &App, t: Translator, notice: &Notice, email: &str) -> Letter {
    let config = app.config();
    let time = t.date_time(app.now(), &config.site.time_zone);
    // Each phrase takes what it names.
    let say = |key: &str| {
        let phrase = t.say(key).with("site", &config.site.name);
        let phrase = phrase.with("email", email).with("time", &time);
        let phrase = phrase
            .with("days", INVITATION_DAYS)
            .with("minutes", RESET_MINUTES);
        let phrase = match notice {
            Notice::NewDevice { browser, ip } => {
                let browser = browser_words(t, browser.as_deref());
                phrase.with("browser", browser).with("ip", ip.to_string())
            }
            Notice::NewNetwork { ip } => phrase.with("ip", ip.to_string()),
            Notice::RecoveryCode { left } => phrase.with("left", *left),
            Notice::Invitation { role, by, .. } => {
                let role = t.say(role.key()).to_string();
                phrase.with("role", role).with("by", by)
            }
            Notice::WrongCodes
            | Notice::SecondStepOn
            | Notice::NewCodes
            | Notice::PasswordChanged
            | Notice::SecondStepOff
            | Notice::SecondStepReset
            | Notice::PasswordReset { .. } => phrase,
        };
        phrase.to_string()
    };
    let kind = notice.kind();
    let part = |part: &str| say(&format!("admin-mail-{kind}-{part}"));
    let (label, url) = match notice {
        Notice::Invitation { url, .. } => ("admin-mail-invitation-button", url.clone()),
        Notice::PasswordReset { url } => ("admin-mail-password-link-button", url.clone()),
        _ => ("admin-mail-account-button", app.url("/admin/account")),
    };
    Letter {
        subject: part("subject"),
        title: part("title"),
        what: part("what"),
        button: Button {
            label: say(label),
            open: say("admin-mail-account-open"),
            url,
        },
        then: part("then"),
    }
}

fn browser_words(t: Translator, browser: Option<&str>) -> String {
    browser.map_or_else(|| t.say("admin-browser-unknown").to_string(), str::to_owned)
}
