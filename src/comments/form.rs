//! The form of a comment: what was typed, read into what the domain takes, or said what is wrong with it.

use serde::Deserialize;
use url::Url;

use super::content::Body;
use super::submit::{Author, Door, NewComment};
use super::{CommentId, ThreadKey};
use crate::address::{AddressError, DisplayName, EmailAddress};
use crate::config::Config;
use crate::i18n::{FieldError, Locale};
use crate::invisible::strip_invisible;
use crate::markdown::is_web_page;
use crate::page_key::{web_address, without_trackers};
use crate::token::TokenHash;
use crate::web::{ClientIp, WebError};

/// Characters of the longest title that is kept for a thread.
const LONGEST_TITLE: usize = 200;
/// Octets of the longest address of an author's page.
const LONGEST_URL: usize = 500;

/// What was typed, as it came.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Draft {
    pub thread: String,
    /// What the page is called and where it is, for threads that no feed knows.
    pub title: String,
    pub page_url: String,
    pub parent: String,
    pub name: String,
    pub email: String,
    pub url: String,
    pub body: String,
    pub notify: String,
    pub embed: String,
    pub form_token: String,
    pub website_url: String,
}

impl Draft {
    /// True when the box for reply notices is ticked.
    pub(super) fn wants_notices(&self) -> bool {
        self.notify == "yes"
    }

    /// The comment that is answered; a text that names none names one that cannot be there.
    pub(super) fn parent(&self) -> Option<CommentId> {
        let parent = self.parent.trim();
        (!parent.is_empty()).then(|| parent.parse().unwrap_or(CommentId(0)))
    }
}

/// A comment as a form or a program sends it, before anything is known to be right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw<'a> {
    pub thread: &'a str,
    pub title: &'a str,
    pub page_url: &'a str,
    pub parent: Option<CommentId>,
    pub name: &'a str,
    pub email: &'a str,
    pub url: &'a str,
    pub body: &'a str,
    pub notify: bool,
    pub trapped: bool,
}

impl<'a> From<&'a Draft> for Raw<'a> {
    fn from(draft: &'a Draft) -> Self {
        Self {
            thread: &draft.thread,
            title: &draft.title,
            page_url: &draft.page_url,
            parent: draft.parent(),
            name: &draft.name,
            email: &draft.email,
            url: &draft.url,
            body: &draft.body,
            notify: draft.wants_notices(),
            trapped: !draft.website_url.is_empty(),
        }
    }
}

impl Raw<'_> {
    /// The comment, or everything that is wrong with it.
    pub(super) fn read(
        self,
        door: Door,
        locale: Locale,
        ip: ClientIp,
        browser: Option<TokenHash>,
        config: &Config,
    ) -> Result<NewComment, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let thread = keep(thread(self.thread), &mut wrong);
        let body = Body::parse(self.body).map_err(|error| field("body", error.phrase()));
        let body = keep(body, &mut wrong);
        let name = keep(name(self.name), &mut wrong);
        let email = keep(email(self.email), &mut wrong);
        let url = keep(author_url(self.url), &mut wrong);
        let (Some(thread), Some(body), Some(name), Some(email), Some(url)) =
            (thread, body, name, email, url)
        else {
            return Err(wrong);
        };
        Ok(NewComment {
            title: title(self.title),
            // A thread keeps the first page that it is told: a stranger must not give it one elsewhere.
            page_url: page_url(self.thread)
                .or_else(|| page_url(self.page_url))
                .filter(|url| config.is_of_the_site(url)),
            thread,
            parent: self.parent,
            author: Author { name, email, url },
            body,
            notify: self.notify,
            locale,
            ip: ip.0,
            browser,
            door,
            trapped: self.trapped,
        })
    }
}

fn keep<T>(read: Result<T, FieldError>, wrong: &mut Vec<FieldError>) -> Option<T> {
    read.map_err(|error| wrong.push(error)).ok()
}

fn field(field: &'static str, key: &'static str) -> FieldError {
    FieldError { field, key }
}

/// The thread that a text names.
pub(super) fn thread(text: &str) -> Result<ThreadKey, FieldError> {
    text.parse()
        .map_err(|error: super::key::KeyError| field("thread", error.phrase()))
}

/// The same as an answer to a request: pages of other sites have no threads here.
pub(super) fn thread_or_refuse(text: &str, config: &Config) -> Result<ThreadKey, WebError> {
    let key = thread(text).map_err(|error| WebError::Invalid(vec![error]))?;
    match key.url() {
        Some(url) if !config.is_of_the_site(&url) => Err(WebError::ForeignPage {
            hosts: config.site_hosts(),
        }),
        _ => Ok(key),
    }
}

fn name(text: &str) -> Result<DisplayName, FieldError> {
    match DisplayName::parse(text) {
        Ok(Some(name)) => Ok(name),
        Ok(None) => Err(field("name", "comments-name-empty")),
        Err(_) => Err(field("name", "comments-name-too-long")),
    }
}

fn email(text: &str) -> Result<EmailAddress, FieldError> {
    text.parse().map_err(|error| {
        let key = match error {
            AddressError::Empty => "comments-email-empty",
            AddressError::TooLong => "comments-email-too-long",
            AddressError::Malformed => "comments-email-malformed",
        };
        field("email", key)
    })
}

/// People leave the `https://` away.
fn author_url(text: &str) -> Result<Option<Url>, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > LONGEST_URL {
        return Err(field("url", "comments-url-too-long"));
    }
    let whole = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let is_page = |url: &Url| {
        is_web_page(url.as_str())
            && url.host_str().is_some_and(|host| host.contains('.'))
            && url.username().is_empty()
            && url.password().is_none()
    };
    Url::parse(&whole)
        .ok()
        .filter(is_page)
        .map(Some)
        .ok_or(field("url", "comments-url-malformed"))
}

/// A title as one clean line; `None` where none was given.
pub(super) fn title(given: &str) -> Option<String> {
    let line = strip_invisible(given);
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let title: String = line.chars().take(LONGEST_TITLE).collect();
    (!title.is_empty()).then_some(title)
}

/// Where a page is, by the spelling that was given.
pub(super) fn page_url(text: &str) -> Option<Url> {
    let url = web_address(text).map(without_trackers)?;
    (url.as_str().len() <= ThreadKey::LONGEST).then_some(url)
}
