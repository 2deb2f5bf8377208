//! What opens a feed is kept apart from where it is, and never shown: a password in the address, a key in its query.
//! Invariant: [`shown`] and what it is made of hold no user name, no password and no value that looks like a key.

use std::fmt;

use url::Url;

use super::identity;

/// Ends of the names of parameters whose values open something: `key`, `apiKey`, `access_token`; not `keyword`.
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
/// A value of this many characters, letters and digits mixed, is taken for a key whatever its name.
const KEY_LENGTH: usize = 16;
/// A step of a path this long, letters and digits mixed, is taken for a key; shorter ones are names and numbers.
const PATH_KEY_LENGTH: usize = 20;
/// What stands in the place of a secret.
const MASK: &str = "…";

/// A user name with its password, percent-encoded, as they stand before the `@` of an address (RFC 3986, section 3.2.1).
#[derive(Clone, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Credentials(String);

/// Its words never reach a log.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

impl Credentials {
    /// The address with these credentials in it, for a request.
    pub(super) fn put_into(&self, url: &Url) -> Url {
        let whole = url.as_str().replacen("://", &format!("://{}@", self.0), 1);
        Url::parse(&whole).unwrap_or_else(|_| url.clone())
    }
}

/// The address without its credentials, and the credentials.
pub(super) fn split(mut url: Url) -> (Url, Option<Credentials>) {
    let (user, password) = (url.username(), url.password());
    let credentials = match (user, password) {
        ("", None) => None,
        (user, None) => Some(Credentials(user.to_owned())),
        (user, Some(password)) => Some(Credentials(format!("{user}:{password}"))),
    };
    strip(&mut url);
    (url, credentials)
}

/// Takes user name and password away. An address without a host has none.
pub(super) fn strip(url: &mut Url) {
    if url.has_host() {
        let _ = url.set_username("");
        let _ = url.set_password(None);
    }
}

/// The credentials of `from` put into `to`, where both are the same server and the way there is no less safe.
pub(super) fn carried(from: &Url, mut to: Url) -> Url {
    let is_same_server = to.host() == from.host()
        && (to.port_or_known_default() == from.port_or_known_default() || to.scheme() == "https")
        && !(from.scheme() == "https" && to.scheme() == "http");
    if is_same_server && to.username().is_empty() && to.password().is_none() {
        let _ = to.set_username(from.username());
        let _ = to.set_password(from.password());
    }
    to
}

/// An address as people may see it: secrets are masked. What is no address is shown up to its first question mark.
pub fn shown(address: &str) -> String {
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

fn masked_query(query: &str) -> String {
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

/// A link of a feed as readers may follow it: without user name and password, and without the secrets of the feed's own
/// address. `None` for the feed's own address, which is no page.
pub(super) fn for_readers(mut link: Url, feed: &Url) -> Option<Url> {
    strip(&mut link);
    let secrets = secret_pairs(feed);
    if let Some(query) = link.query().map(str::to_owned)
        && !secrets.is_empty()
    {
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| !secrets.contains(pair))
            .collect();
        let kept = kept.join("&");
        link.set_query((!kept.is_empty()).then_some(&kept));
    }
    (!is_feed_itself(&link, feed)).then_some(link)
}

fn secret_pairs(feed: &Url) -> Vec<&str> {
    let pairs = feed.query().unwrap_or_default().split('&');
    pairs.filter(|pair| masked_query(pair) != **pair).collect()
}

/// Whether the link leads to the feed and not to a page. At the root of a site only the same query tells.
fn is_feed_itself(link: &Url, feed: &Url) -> bool {
    let key = |url: &Url| {
        let mut url = url.clone();
        url.set_fragment(None);
        url
    };
    let (link, feed) = (key(link), key(feed));
    if link.host() != feed.host() || link.port() != feed.port() || link.path() != feed.path() {
        return false;
    }
    let is_same = identity::url_key(link.as_str()) == identity::url_key(feed.as_str());
    let without_secrets = {
        let secrets = secret_pairs(&feed);
        let pairs = feed.query().unwrap_or_default().split('&');
        let kept: Vec<&str> = pairs.filter(|pair| !secrets.contains(pair)).collect();
        kept.join("&")
    };
    let is_root = feed.path() == "/";
    is_same && (feed.query().is_some() || !is_root)
        || !is_root && link.query().unwrap_or_default() == without_secrets
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
            assert_eq!(shown(address), expected, "{address}");
        }
    }

    #[test]
    fn credentials_are_put_back_as_they_were() {
        let whole = url("https://kim%40x:se%20cret@notes.example/feed?a=1");
        let (bare, credentials) = split(whole.clone());
        assert_eq!(bare.as_str(), "https://notes.example/feed?a=1");
        let credentials = credentials.unwrap();
        assert_eq!(credentials.put_into(&bare), whole);
        assert_eq!(format!("{credentials:?}"), "Credentials(…)");
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

    #[test]
    fn a_link_never_leads_to_the_feed_and_carries_none_of_its_secrets() {
        let feed = url("https://notes.example/feed?token=s3cret&cat=3");
        let link = |text: &str| for_readers(feed.join(text).unwrap(), &feed).map(String::from);
        assert_eq!(link(""), None);
        assert_eq!(link("#note-2"), None);
        assert_eq!(link("/feed?cat=3"), None);
        assert_eq!(
            link("posts/1.html").as_deref(),
            Some("https://notes.example/posts/1.html")
        );
        assert_eq!(
            link("/view?id=7&token=s3cret").as_deref(),
            Some("https://notes.example/view?id=7")
        );
        assert_eq!(
            link("https://kim:pw@notes.example/1").as_deref(),
            Some("https://notes.example/1")
        );
        let plain = url("https://notes.example/?feed=rss2");
        assert_eq!(
            for_readers(url("https://notes.example/?p=3"), &plain)
                .map(String::from)
                .as_deref(),
            Some("https://notes.example/?p=3")
        );
        assert_eq!(
            for_readers(url("https://notes.example/"), &plain)
                .map(String::from)
                .as_deref(),
            Some("https://notes.example/")
        );
        assert_eq!(for_readers(plain.clone(), &plain), None);
    }
}
