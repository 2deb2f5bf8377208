//! Problems of feeds, as sentences that name the way out.

use std::fmt;

use crate::fetch::{FetchError, shown_address};
use crate::i18n::{Locale, Translator};

/// Bytes of a megabyte, in which people read sizes.
const MEGABYTE: usize = 1024 * 1024;

/// The reason why a feed cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedProblem {
    /// The request failed.
    Fetch(FetchError),
    /// The feed was added before, and the server refused the new credentials with this status.
    NewCredentials(u16),
    /// The document ends in the middle.
    Cut,
    /// The answer is empty.
    Empty,
    /// The answer is a web page without a link to a feed.
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
    /// None of its entries, of which there are this many, has text or a link. The feed is polled all the same.
    NothingReadable(usize),
    /// Its entries are comments.
    OfComments,
    /// It exceeds this bound.
    TooComplex(&'static str),
    /// This program failed.
    Internal,
}

impl FeedProblem {
    /// Returns the sentence for people.
    pub fn say(&self, translator: Translator) -> String {
        explain(&self.code(), translator)
    }

    /// Returns the code for the database, with its detail after a blank; [`explain`] reads it.
    pub(super) fn code(&self) -> String {
        let (word, detail) = match self {
            Self::Fetch(error) => return code_of(error),
            Self::NewCredentials(status) => ("new-credentials", Some(status.to_string())),
            Self::Cut => ("cut", None),
            Self::Empty => ("empty", None),
            Self::WebPage => ("web-page", None),
            Self::NamesFeed(url) => ("names-feed", Some(shown_address(url))),
            Self::NotAFeed => ("not-a-feed", None),
            Self::Entities => ("entities", None),
            Self::Broken(why) => ("broken", Some(why.chars().take(200).collect())),
            Self::BrokenAt(line, why) => ("broken-at", Some(format!("{line} {why}"))),
            Self::NothingReadable(posts) => ("nothing-readable", Some(posts.to_string())),
            Self::OfComments => ("of-comments", None),
            Self::TooComplex(what) => ("too-complex", Some((*what).to_owned())),
            Self::Internal => ("internal", None),
        };
        with_detail(word, detail)
    }
}

impl From<FetchError> for FeedProblem {
    fn from(error: FetchError) -> Self {
        Self::Fetch(error)
    }
}

fn code_of(error: &FetchError) -> String {
    let (word, detail) = match error {
        FetchError::NotAnAddress => ("not-an-address", None),
        FetchError::Scheme => ("scheme", None),
        FetchError::Private => ("private", None),
        FetchError::UnknownHost => ("unknown-host", None),
        FetchError::Unreachable => ("unreachable", None),
        FetchError::Tls => ("tls", None),
        FetchError::TooSlow => ("too-slow", None),
        FetchError::TooLarge(bytes) => ("too-large", Some((bytes / MEGABYTE).to_string())),
        FetchError::Redirects => ("redirects", None),
        FetchError::Status(status) => ("status", Some(status.to_string())),
        FetchError::Interrupted => ("interrupted", None),
        FetchError::Internal => ("internal", None),
    };
    with_detail(word, detail)
}

fn with_detail(word: &str, detail: Option<String>) -> String {
    match detail {
        Some(detail) => format!("{word} {detail}"),
        None => word.to_owned(),
    }
}

/// Returns the sentence for a stored code.
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
impl fmt::Display for FeedProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(Locale::En.translator()))
    }
}

impl std::error::Error for FeedProblem {}
