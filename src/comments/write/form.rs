//! The form of a comment, and its parsing into a comment or into an error for each wrong field.

use std::net::IpAddr;

use serde::Deserialize;
use url::Url;

use super::content::CommentBody;
use crate::address::{DisplayName, EmailAddress};
use crate::comments::model::{Author, Channel, CommentId, NewComment};
use crate::comments::thread_key::{KeyError, ThreadKey};
use crate::config::Config;
use crate::i18n::{FieldError, Locale};
use crate::invisible::strip_invisible;
use crate::markdown::is_web_page;
use crate::page_key::{web_address, with_scheme, without_trackers};
use crate::token::TokenHash;
use crate::web::email_field;

/// Characters of the longest title of a thread.
const LONGEST_TITLE: usize = 200;

/// Bytes of the longest address of an author's page.
const LONGEST_URL: usize = 500;

/// The value of the ticked box for reply notices.
pub(in crate::comments) const NOTIFY: &str = "yes";

/// The fields of the form as they were typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::comments) struct CommentDraft {
    pub thread: String,
    /// The page's title and address, for threads that no feed knows.
    pub title: String,
    pub page_url: String,
    pub parent: String,
    pub name: String,
    pub email: String,
    pub url: String,
    pub body: String,
    pub notify: String,
    pub embed: String,
    /// The colour scheme of a frame.
    pub theme: String,
    /// The page of the site that the form leads back to.
    #[serde(rename = "return")]
    pub return_to: String,
    pub form_token: String,
    pub website_url: String,
    /// The solved challenge.
    pub proof: String,
    /// The button that was pressed to see the comment before it is posted.
    pub preview: String,
}

impl CommentDraft {
    /// True when the box for reply notices is ticked.
    pub(in crate::comments) fn wants_notices(&self) -> bool {
        self.notify == NOTIFY
    }

    /// The answered comment. A text that is not an id gives an id that never exists.
    pub(in crate::comments) fn parent(&self) -> Option<CommentId> {
        let parent = self.parent.trim();
        (!parent.is_empty()).then(|| parent.parse().unwrap_or(CommentId(0)))
    }

    /// Returns the comment, or an error for each wrong field.
    pub(in crate::comments) fn parse(
        &self,
        channel: Channel,
        locale: Locale,
        ip: IpAddr,
        browser: Option<TokenHash>,
        config: &Config,
    ) -> Result<NewComment, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let thread = keep(thread(&self.thread), &mut wrong);
        let body = CommentBody::parse(&self.body).map_err(|error| field("body", error.phrase()));
        let body = keep(body, &mut wrong);
        let name = keep(name(&self.name), &mut wrong);
        let email = keep(self.email(config), &mut wrong);
        let url = if config.comments.url_field {
            keep(author_url(&self.url), &mut wrong)
        } else {
            Some(None)
        };
        let (Some(thread), Some(body), Some(name), Some(email), Some(url)) =
            (thread, body, name, email, url)
        else {
            return Err(wrong);
        };
        Ok(NewComment {
            title: title(&self.title),
            // A thread keeps its first page, so a stranger must not give it a page of another site.
            page_url: page_url(&self.thread)
                .or_else(|| page_url(&self.page_url))
                .filter(|url| config.is_of_the_site(url)),
            thread,
            parent: self.parent(),
            author: Author { name, email, url },
            body,
            notify: self.wants_notices(),
            locale,
            ip,
            browser,
            channel,
            honeypot_filled: !self.website_url.is_empty(),
            solved: None,
            can_prove: false,
            asks_akismet: false,
            akismet: None,
        })
    }

    /// The address. Without one there is nowhere to send notices.
    fn email(&self, config: &Config) -> Result<Option<EmailAddress>, FieldError> {
        if self.email.trim().is_empty() && !config.comments.require_email {
            return if self.wants_notices() {
                Err(field("email", "comments-notify-needs-email"))
            } else {
                Ok(None)
            };
        }
        email_field::read(&self.email)
            .map(Some)
            .map_err(|key| field("email", key))
    }
}

fn keep<T>(read: Result<T, FieldError>, wrong: &mut Vec<FieldError>) -> Option<T> {
    read.map_err(|error| wrong.push(error)).ok()
}

fn field(field: &'static str, key: &'static str) -> FieldError {
    FieldError { field, key }
}

/// Parses the key of a thread.
pub(in crate::comments) fn thread(text: &str) -> Result<ThreadKey, FieldError> {
    text.parse()
        .map_err(|error: KeyError| field("thread", error.phrase()))
}

fn name(text: &str) -> Result<DisplayName, FieldError> {
    match DisplayName::parse(text) {
        Ok(Some(name)) => Ok(name),
        Ok(None) => Err(field("name", "comments-name-empty")),
        Err(_) => Err(field("name", "comments-name-too-long")),
    }
}

/// Parses the address of an author's page. `https://` may be missing.
pub(in crate::comments) fn author_url(text: &str) -> Result<Option<Url>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > LONGEST_URL {
        return Err(field("url", "comments-url-too-long"));
    }
    let is_page = |url: &Url| {
        is_web_page(url.as_str())
            && url.host_str().is_some_and(|host| host.contains('.'))
            && url.username().is_empty()
            && url.password().is_none()
    };
    Url::parse(&with_scheme(text))
        .ok()
        .filter(is_page)
        .map(Some)
        .ok_or(field("url", "comments-url-malformed"))
}

/// A title as one line; `None` for an empty one.
pub(in crate::comments) fn title(given: &str) -> Option<String> {
    let line = strip_invisible(given);
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = line.chars().take(LONGEST_TITLE).collect();
    (!title.is_empty()).then_some(title)
}

/// The address of a page in its given spelling, without tracking parameters.
pub(in crate::comments) fn page_url(text: &str) -> Option<Url> {
    let url = web_address(text).map(without_trackers)?;
    (url.as_str().len() <= ThreadKey::LONGEST).then_some(url)
}
