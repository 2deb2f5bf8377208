//! The e-mail to owners when attack mode begins.

use askama::Template;

use super::model::ProtectedForm;
use crate::app::App;
use crate::i18n::{Locale, Translator};
use crate::message::{EmailContent, SiteFrame};

/// The facts of the mail.
pub(super) struct AttackLetter {
    form: ProtectedForm,
    /// Posts in ten to twenty minutes.
    posts: i64,
    link: String,
}

#[derive(Template)]
#[template(path = "emails/attack/subject.txt")]
struct Subject<'a> {
    t: Translator,
    site: &'a SiteFrame,
    letter: &'a AttackLetter,
}

#[derive(Template)]
#[template(path = "emails/attack/body.txt")]
struct Text<'a> {
    t: Translator,
    site: &'a SiteFrame,
    letter: &'a AttackLetter,
}

#[derive(Template)]
#[template(path = "emails/attack/body.html")]
struct Html<'a> {
    t: Translator,
    site: &'a SiteFrame,
    letter: &'a AttackLetter,
}

impl AttackLetter {
    /// The mail to one owner.
    pub(super) fn write(
        app: &App,
        form: ProtectedForm,
        posts: i64,
        locale: Locale,
    ) -> askama::Result<EmailContent> {
        let t = locale.translator();
        let site = &app.site_frame();
        let letter = &Self {
            form,
            posts,
            link: app.url("/admin/attack-mode"),
        };
        EmailContent::render(
            &Subject { t, site, letter },
            &Text { t, site, letter },
            &Html { t, site, letter },
        )
    }

    fn subject_key(&self) -> &'static str {
        match self.form {
            ProtectedForm::Comments => "attack-mail-subject-comments",
            ProtectedForm::SignUps => "attack-mail-subject-sign-ups",
        }
    }

    fn what_key(&self) -> &'static str {
        match self.form {
            ProtectedForm::Comments => "attack-mail-what-comments",
            ProtectedForm::SignUps => "attack-mail-what-sign-ups",
        }
    }
}
