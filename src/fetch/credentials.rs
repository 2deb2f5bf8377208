//! Secrets of an address: the user name and password before the host, and keys in the query.
//! Invariant: [`shown_address`] holds no user name, no password and no value that looks like a key.

use std::fmt;

use url::Url;

/// Ends of names of secret parameters: `key`, `apiKey`, `access_token`, but not `keyword`.
const SECRET_NAMES: &[&str] = &[
    "key",
    "token",
    "secret",
    "password",
    "passwd",
    "pass",
    "pwd",
    "auth",
    "sig",
    "signature",
    "hash",
    "hmac",
    "credentials",
    "session",
    "sid",
    "ticket",
];
/// A value of this many characters, letters and digits mixed, counts as a secret whatever its name.
const KEY_LENGTH: usize = 16;
/// A path segment this long, letters and digits mixed, counts as a secret; shorter ones are names and numbers.
const PATH_KEY_LENGTH: usize = 20;
/// The replacement of a secret.
const MASK: &str = "…";

/// A user name and password, percent-encoded as before the `@` of an address (RFC 3986, section 3.2.1).
#[derive(Clone, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct UrlCredentials(String);

/// Logs never contain the credentials.
impl fmt::Debug for UrlCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UrlCredentials(…)")
    }
}

impl UrlCredentials {
    /// Returns the address with these credentials, for a request.
    pub(crate) fn put_into(&self, url: &Url) -> Url {
        let whole = url.as_str().replacen("://", &format!("://{}@", self.0), 1);
        Url::parse(&whole).unwrap_or_else(|_| url.clone())
    }
}

/// Returns the address without its credentials, and the credentials.
pub(crate) fn split(mut url: Url) -> (Url, Option<UrlCredentials>) {
    let (user, password) = (url.username(), url.password());
    let credentials = match (user, password) {
        ("", None) => None,
        (user, None) => Some(UrlCredentials(user.to_owned())),
        (user, Some(password)) => Some(UrlCredentials(format!("{user}:{password}"))),
    };
    strip(&mut url);
    (url, credentials)
}

/// Removes user name and password. An address without a host has none.
pub(crate) fn strip(url: &mut Url) {
    if url.has_host() {
        let _ = url.set_username("");
        let _ = url.set_password(None);
    }
}

/// Returns `to` with the credentials of `from`, if both are on one server and the connection is as safe.
pub(crate) fn carried(from: &Url, mut to: Url) -> Url {
    let is_same_server = to.host() == from.host()
        && (to.port_or_known_default() == from.port_or_known_default() || to.scheme() == "https")
        && !(from.scheme() == "https" && to.scheme() == "http");
    if is_same_server && to.username().is_empty() && to.password().is_none() {
        let _ = to.set_username(from.username());
        let _ = to.set_password(from.password());
    }
    to
}

/// Returns an address with its secrets masked. Other text is cut at its first question mark.
pub fn shown_address(address: &str) -> String {
    let whole = Url::parse(address.trim()).ok();
    let Some(mut url) = whole.filter(Url::has_host) else {
        let end = address.find('?').unwrap_or(address.len());
        let bare = &address[..end];
        // "user:password@host" without a scheme, as a person may type it.
        return bare
            .rsplit_once('@')
            .map_or(bare, |(_, host)| host)
            .to_owned();
    };
    strip(&mut url);
    url.set_fragment(None);
    let query = url.query().map(masked_query);
    url.set_query(None);
    let base = url.as_str();
    let start = base.find("://").map_or(0, |at| at + 3);
    let mut shown = base[..start].to_owned();
    for (at, step) in base[start..].split('/').enumerate() {
        if at > 0 {
            shown.push('/');
        }
        shown.push_str(if at > 0 && is_random(step, PATH_KEY_LENGTH) {
            MASK
        } else {
            step
        });
    }
    if let Some(query) = query {
        shown.push('?');
        shown.push_str(&query);
    }
    shown
}

pub(crate) fn masked_query(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) if is_secret(name, value) => format!("{name}={MASK}"),
        None if is_random(pair, KEY_LENGTH) => MASK.to_owned(),
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn is_secret(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // The number of a channel or a list is public, however long it is.
    let is_id = name == "id" || name.ends_with("_id") || name == "list";
    !value.is_empty()
        && (name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| SECRET_NAMES.iter().any(|end| word.ends_with(end)))
            || !is_id && is_random(value, KEY_LENGTH))
}

fn is_random(text: &str, length: usize) -> bool {
    text.len() >= length
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_is_shown_without_what_opens_it() {
        for (address, expected) in [
            (
                "https://kim:s3cret@notes.example/feed",
                "https://notes.example/feed",
            ),
            (
                "https://s3cret@notes.example/feed#x",
                "https://notes.example/feed",
            ),
            (
                "https://notes.example/feed?token=s3cret&cat=3",
                "https://notes.example/feed?token=…&cat=3",
            ),
            (
                "https://notes.example/?feed=rss2&api_key=abc",
                "https://notes.example/?feed=rss2&api_key=…",
            ),
            (
                "https://notes.example/?keyword=AI&accessToken=abc",
                "https://notes.example/?keyword=AI&accessToken=…",
            ),
            (
                "https://notes.example/f?u=9f8a7b6c5d4e3f2a1b0c",
                "https://notes.example/f?u=…",
            ),
            (
                "https://notes.example/f?9f8a7b6c5d4e3f2a1b0c",
                "https://notes.example/f?…",
            ),
            (
                "https://notes.example/private/9f8a7b6c5d4e3f2a1b0c/feed",
                "https://notes.example/private/…/feed",
            ),
            (
                "https://video.example/feeds?channel_id=UCabcdefghijklmnop12",
                "https://video.example/feeds?channel_id=UCabcdefghijklmnop12",
            ),
            (
                "https://notes.example/2026/11/30/a-long-name-of-a-post-7",
                "https://notes.example/2026/11/30/a-long-name-of-a-post-7",
            ),
            ("kim:s3cret@notes example", "notes example"),
        ] {
            assert_eq!(shown_address(address), expected, "{address}");
        }
    }

    #[test]
    fn credentials_are_put_back_as_they_were() {
        let whole = url("https://kim%40x:se%20cret@notes.example/feed?a=1");
        let (bare, credentials) = split(whole.clone());
        assert_eq!(bare.as_str(), "https://notes.example/feed?a=1");
        let credentials = credentials.unwrap();
        assert_eq!(credentials.put_into(&bare), whole);
        assert_eq!(format!("{credentials:?}"), "UrlCredentials(…)");
        assert_eq!(split(bare).1, None);
    }

    #[test]
    fn credentials_follow_a_redirect_on_the_same_server_only() {
        let from = url("http://kim:pw@notes.example/feed");
        let carried_to = |to: &str| carried(&from, url(to)).to_string();
        assert_eq!(
            carried_to("https://notes.example/a"),
            "https://kim:pw@notes.example/a"
        );
        assert_eq!(
            carried_to("https://other.example/a"),
            "https://other.example/a"
        );
        let safe = url("https://kim:pw@notes.example/feed");
        assert_eq!(
            carried(&safe, url("http://notes.example/a")).as_str(),
            "http://notes.example/a"
        );
    }
}
