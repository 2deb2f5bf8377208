//! The e-mail with the link that claims an address.

use askama::Template;

use crate::i18n::Translator;
use crate::message::{EmailContent, SiteFrame};

/// The facts of the e-mail.
pub(super) struct AuthorLinkMail<'a> {
    pub t: Translator,
    pub site: &'a SiteFrame,
    pub email: &'a str,
    /// When the link was asked for.
    pub asked: String,
    pub url: String,
    pub days: i64,
}

#[derive(Template)]
#[template(path = "emails/author-link/subject.txt")]
struct LinkSubject<'a> {
    mail: &'a AuthorLinkMail<'a>,
}

#[derive(Template)]
#[template(path = "emails/author-link/body.txt")]
struct LinkText<'a> {
    mail: &'a AuthorLinkMail<'a>,
}

#[derive(Template)]
#[template(path = "emails/author-link/body.html")]
struct LinkHtml<'a> {
    t: Translator,
    site: &'a SiteFrame,
    mail: &'a AuthorLinkMail<'a>,
}

impl AuthorLinkMail<'_> {
    pub(super) fn letter(&self) -> askama::Result<EmailContent> {
        let html = LinkHtml {
            t: self.t,
            site: self.site,
            mail: self,
        };
        EmailContent::render(&LinkSubject { mail: self }, &LinkText { mail: self }, &html)
    }
}
