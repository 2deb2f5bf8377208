//! The key of a thread: the key of its page, which is the same for all spellings of an address, or an id that the site chooses.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::page_key::{page_key, web_address};

/// The key of a thread: a page's canonical address, or an id that the site chooses.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
#[sqlx(transparent)]
pub struct ThreadKey(String);

/// A text that is not the key of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text is empty.
    #[error("a thread is named by its page's address or by an id")]
    Empty,
    /// Longer than [`ThreadKey::LONGEST`].
    #[error(
        "the name of a thread has at most {} bytes, an address as its page's key",
        ThreadKey::LONGEST
    )]
    TooLong,
    /// The text has control characters.
    #[error("the name of a thread has no control characters")]
    Malformed,
}

impl KeyError {
    /// The key of the phrase that explains the error.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Empty => "comments-thread-missing",
            Self::TooLong => "comments-thread-too-long",
            Self::Malformed => "comments-thread-malformed",
        }
    }
}

impl ThreadKey {
    /// Bytes of the longest key, not of the address as somebody wrote it; PostgreSQL indexes at most 2,704.
    pub const LONGEST: usize = 2_000;

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key as an address; `None` for an id.
    pub fn url(&self) -> Option<Url> {
        web_address(&self.0)
    }
}

impl FromStr for ThreadKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.is_empty() {
            return Err(KeyError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(KeyError::Malformed);
        }
        let key = page_key(text).unwrap_or_else(|| text.nfc().collect());
        if key.len() > Self::LONGEST {
            return Err(KeyError::TooLong);
        }
        Ok(Self(key))
    }
}

impl fmt::Display for ThreadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ThreadKey {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        text.parse::<ThreadKey>().unwrap().to_string()
    }

    #[test]
    fn an_address_is_named_by_its_pages_key() {
        let post = key("http://www.blog.example.org/2026/구독/?utm_source=mail#comments");
        assert_eq!(post, "https://blog.example.org/2026/%EA%B5%AC%EB%8F%85");
        assert_ne!(key("https://a.example/?p=7"), key("https://a.example/?p=8"));
    }

    #[test]
    fn an_id_of_the_sites_choice_stays_as_it_is() {
        assert_eq!(key("post-42"), "post-42");
        assert_eq!(key("방명록"), "방명록");
        assert_eq!(
            key("\u{1107}\u{1161}\u{11bc}명록"),
            "방명록",
            "composed or not"
        );
        assert_eq!(key("javascript:alert(1)"), "javascript:alert(1)");
        assert!(
            "javascript:alert(1)"
                .parse::<ThreadKey>()
                .unwrap()
                .url()
                .is_none()
        );
    }

    #[test]
    fn no_name_a_control_character_and_an_endless_name_are_refused() {
        assert_eq!("  ".parse::<ThreadKey>(), Err(KeyError::Empty));
        assert_eq!("a\nb".parse::<ThreadKey>(), Err(KeyError::Malformed));
        assert!("x".repeat(2_000).parse::<ThreadKey>().is_ok());
        assert_eq!(
            "x".repeat(2_001).parse::<ThreadKey>(),
            Err(KeyError::TooLong)
        );
        let long = format!("https://a.example/{}", "가".repeat(300));
        assert_eq!(
            long.parse::<ThreadKey>(),
            Err(KeyError::TooLong),
            "counted as it is kept"
        );
        let full = "x".repeat(2_000 - "https://a.example/".len());
        let written = format!("http://www.a.example/{full}/?utm_source=y#z");
        assert_eq!(key(&written).len(), 2_000);
        let short = format!("http://a.example/{full}x");
        assert_eq!(short.len(), 2_000);
        assert_eq!(
            short.parse::<ThreadKey>(),
            Err(KeyError::TooLong),
            "https has a byte more"
        );
    }
}
