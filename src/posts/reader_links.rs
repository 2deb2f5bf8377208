//! Links of a feed as readers may follow them: without credentials and without the secrets of the feed's own address.

use url::Url;

use super::identity;
use crate::fetch::{masked_query, strip};

/// Returns the link without user name and password, and without the secrets of the feed's own address. Returns `None` for
/// the feed's own address, which is not a page.
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

/// Returns true if the link leads to the feed and not to a page. At the root of a site only the query decides.
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
