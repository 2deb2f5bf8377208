//! What names a thread: two spellings of one page's address are one thread.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use url::Url;

/// The name of a thread: a page's canonical address, or an id of the site's choice.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
#[sqlx(transparent)]
pub struct ThreadKey(String);

/// Why a text names no thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing was written.
    #[error("a thread is named by its page's address or by an id")]
    Empty,
    /// Longer than [`ThreadKey::LONGEST`].
    #[error("the name of a thread has at most {} octets", ThreadKey::LONGEST)]
    TooLong,
    /// It contains characters that no address and no id has.
    #[error("the name of a thread has no control characters")]
    Malformed,
}

impl KeyError {
    /// The translation's key that says what is wrong.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Empty => "comments-thread-missing",
            Self::TooLong => "comments-thread-too-long",
            Self::Malformed => "comments-thread-malformed",
        }
    }
}

/// Parameters that say where a reader came from, not what they read; all that begin with `utm_` too.
const TRACKERS: &[&str] = &["fbclid", "gclid", "mc_cid", "mc_eid", "igshid"];

impl ThreadKey {
    /// Octets of the longest key: PostgreSQL indexes at most 2,704.
    pub const LONGEST: usize = 2_000;

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key as an address, where it is one.
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
        let key = web_address(text).map_or_else(|| text.to_owned(), canonical);
        if key.len() > Self::LONGEST {
            return Err(KeyError::TooLong);
        }
        Ok(Self(key))
    }
}

fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// Parsing lower-cases scheme and host and drops a default port; the rest that names no other page is dropped here.
fn canonical(mut url: Url) -> String {
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let kept: Vec<&str> = url
        .query()
        .unwrap_or("")
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracker(pair))
        .collect();
    let query = kept.join("&");
    url.set_query((!query.is_empty()).then_some(&query));
    upper_case_escapes(url.as_str())
}

fn is_tracker(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or("").to_ascii_lowercase();
    name.starts_with("utm_") || TRACKERS.contains(&name.as_str())
}

/// WordPress writes Hangul in addresses as `%ea%b0%80`, browsers as `%EA%B0%80`; they are equal (RFC 3986, section 6.2.2.1).
fn upper_case_escapes(url: &str) -> String {
    let mut left = 0;
    url.chars()
        .map(|c| {
            if c == '%' {
                left = 2;
                return c;
            }
            let in_escape = left > 0;
            left = (left - 1).max(0);
            if in_escape { c.to_ascii_uppercase() } else { c }
        })
        .collect()
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
    fn spellings_of_one_address_are_one_thread() {
        let canonical = "https://blog.example.org/2026/%EA%B5%AC%EB%8F%85/";
        for spelling in [
            "https://blog.example.org/2026/구독/",
            "HTTPS://Blog.Example.org:443/2026/%ea%b5%ac%eb%8f%85/#comments",
            "https://blog.example.org/2026/%EA%B5%AC%EB%8F%85/?utm_source=mail&fbclid=x",
            " https://blog.example.org/2026/구독/? ",
        ] {
            assert_eq!(key(spelling), canonical, "{spelling}");
        }
    }

    #[test]
    fn what_may_be_another_page_stays_apart() {
        assert_eq!(
            key("https://a.example/?p=7&utm_medium=x"),
            "https://a.example/?p=7"
        );
        assert_ne!(
            key("https://a.example/post"),
            key("https://a.example/post/")
        );
        assert_ne!(key("http://a.example/"), key("https://a.example/"));
    }

    #[test]
    fn an_id_of_the_sites_choice_stays_as_it_is() {
        assert_eq!(key("post-42"), "post-42");
        assert_eq!(key("방명록"), "방명록");
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
    }
}
