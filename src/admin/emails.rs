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
    /// The mail's kind in the outbox.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::NewDevice { .. } => "new-device",
            Self::NewNetwork { .. } => "new-network",
            Self::WrongCodes => "wrong-codes",
            Self::RecoveryCode { .. } => "recovery-code",
            Self::SecondStepOff => "second-step-off",
            Self::SecondStepReset => "second-step-reset",
            Self::Invitation { .. } => "invitation",
            Self::PasswordReset { .. } => "password-link",
        }
    }

    /// The phrases of its mail: the subject, the title, what happened, and what to do.
    fn phrases(&self) -> [&'static str; 4] {
        match self {
            Self::NewDevice { .. } => [
                "admin-mail-device-subject",
                "admin-mail-device-title",
                "admin-mail-device-what",
                "admin-mail-device-then",
            ],
            Self::NewNetwork { .. } => [
                "admin-mail-network-subject",
                "admin-mail-network-title",
                "admin-mail-network-what",
                "admin-mail-network-then",
            ],
            Self::WrongCodes => [
                "admin-mail-codes-subject",
                "admin-mail-codes-title",
                "admin-mail-codes-what",
                "admin-mail-codes-then",
            ],
            Self::RecoveryCode { .. } => [
                "admin-mail-recovery-subject",
                "admin-mail-recovery-title",
                "admin-mail-recovery-what",
                "admin-mail-recovery-then",
            ],
            Self::SecondStepOff => [
                "admin-mail-off-subject",
                "admin-mail-off-title",
                "admin-mail-off-what",
                "admin-mail-off-then",
            ],
            Self::SecondStepReset => [
                "admin-mail-reset-subject",
                "admin-mail-reset-title",
                "admin-mail-reset-what",
                "admin-mail-reset-then",
            ],
            Self::Invitation { .. } => [
                "admin-mail-invitation-subject",
                "admin-mail-invitation-title",
                "admin-mail-invitation-what",
                "admin-mail-invitation-then",
            ],
            Self::PasswordReset { .. } => [
                "admin-mail-password-subject",
                "admin-mail-password-title",
                "admin-mail-password-what",
                "admin-mail-password-then",
            ],
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
            | Notice::SecondStepOff
            | Notice::SecondStepReset
            | Notice::PasswordReset { .. } => phrase,
        };
        phrase.to_string()
    };
    let [subject, title, what, then] = notice.phrases();
    let (label, url) = match notice {
        Notice::Invitation { url, .. } => ("admin-mail-invitation-button", url.clone()),
        Notice::PasswordReset { url } => ("admin-mail-password-button", url.clone()),
        _ => ("admin-mail-account-button", app.url("/admin/account")),
    };
    Letter {
        subject: say(subject),
        title: say(title),
        what: say(what),
        button: Button {
            label: say(label),
            open: say("admin-mail-account-open"),
            url,
        },
        then: say(then),
    }
}

fn browser_words(t: Translator, browser: Option<&str>) -> String {
    browser.map_or_else(|| t.say("admin-browser-unknown").to_string(), str::to_owned)
}
