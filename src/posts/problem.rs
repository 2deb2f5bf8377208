//! Why a feed could not be read, in words that name the way out.

use std::fmt;

use super::credentials;
use crate::i18n::{Locale, Translator};

/// Why a feed could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The text is no address.
    NotAnAddress,
    /// The address is neither http nor https.
    Scheme,
    /// The address leads into this machine or a private network.
    Private,
    /// No such host is known.
    UnknownHost,
    /// The host does not answer.
    Unreachable,
    /// TLS failed: the certificate is wrong, or the server speaks no TLS.
    Tls,
    /// The answer did not come in time.
    TooSlow,
    /// The answer is larger than so many megabytes.
    TooLarge(usize),
    /// It leads elsewhere again and again.
    Redirects,
    /// The server refused, with this status.
    Status(u16),
    /// The feed is read already, and the server refused the new user name and password with this status.
    NewCredentials(u16),
    /// The connection broke off.
    Interrupted,
    /// The document ends in the middle.
    Cut,
    /// The answer is empty.
    Empty,
    /// The answer is a web page that names no feed.
    WebPage,
    /// The answer is a web page that names this feed.
    NamesFeed(String),
    /// The answer is neither RSS nor Atom nor JSON Feed.
    NotAFeed,
    /// The document defines entities that grow or read files.
    Entities,
    /// The document is broken; what the parser says.
    Broken(String),
    /// The document is broken at this line; what the parser says.
    BrokenAt(usize, String),
    /// It has so many posts, and none of them says anything that could be read; it is polled all the same.
    NothingReadable(usize),
    /// Its entries are comments.
    OfComments,
    /// Reading it would cost more than a feed may; what there is too much of.
    TooComplex(&'static str),
    /// Reading it failed within this program.
    Internal,
}

impl Problem {
    /// The sentence for it, in the language of `translator`.
    pub fn say(&self, translator: Translator) -> String {
        explain(&self.code(), translator)
    }

    /// The word that the database keeps, with its detail after a blank; [`explain`] reads it.
    pub(super) fn code(&self) -> String {
        let (word, detail) = match self {
            Self::NotAnAddress => ("not-an-address", None),
            Self::Scheme => ("scheme", None),
            Self::Private => ("private", None),
            Self::UnknownHost => ("unknown-host", None),
            Self::Unreachable => ("unreachable", None),
            Self::Tls => ("tls", None),
            Self::TooSlow => ("too-slow", None),
            Self::TooLarge(megabytes) => ("too-large", Some(megabytes.to_string())),
            Self::Redirects => ("redirects", None),
            Self::Status(status) => ("status", Some(status.to_string())),
            Self::NewCredentials(status) => ("new-credentials", Some(status.to_string())),
            Self::Interrupted => ("interrupted", None),
            Self::Cut => ("cut", None),
            Self::Empty => ("empty", None),
            Self::WebPage => ("web-page", None),
            Self::NamesFeed(url) => ("names-feed", Some(credentials::shown(url))),
            Self::NotAFeed => ("not-a-feed", None),
            Self::Entities => ("entities", None),
            Self::Broken(why) => ("broken", Some(why.chars().take(200).collect())),
            Self::BrokenAt(line, why) => ("broken-at", Some(format!("{line} {why}"))),
            Self::NothingReadable(posts) => ("nothing-readable", Some(posts.to_string())),
            Self::OfComments => ("of-comments", None),
            Self::TooComplex(what) => ("too-complex", Some((*what).to_owned())),
            Self::Internal => ("internal", None),
        };
        match detail {
            Some(detail) => format!("{word} {detail}"),
            None => word.to_owned(),
        }
    }
}

/// The sentence for a problem that the database kept.
pub(super) fn explain(code: &str, translator: Translator) -> String {
    let (word, detail) = code.split_once(' ').unwrap_or((code, ""));
    let key = format!("posts-problem-{word}");
    let said = translator.say(&key);
    match detail.split_once(' ') {
        Some((line, why)) if word == "broken-at" => said.with("line", line).with("detail", why),
        _ => said.with("detail", detail),
    }
    .to_string()
}

/// English, for the command line and the log.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Locale::En.translator()))
    }
}

impl std::error::Error for Problem {}
