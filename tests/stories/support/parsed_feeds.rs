//! Feeds as texts, parsed without a server.

use gudok::clock::Zone;
use gudok::posts::feed::{FeedEntry, ParsedFeed, read};
use gudok::posts::problem::FeedProblem;
use url::Url;

pub fn parsed(document: &str) -> Result<ParsedFeed, FeedProblem> {
    let base: Url = "https://site.example/feed".parse().expect("a URL");
    let zone: Zone = "Asia/Seoul".parse().expect("a zone");
    read(document.as_bytes(), None, &base, &zone, &|| false)
}

pub fn feed(document: &str) -> ParsedFeed {
    parsed(document).unwrap_or_else(|problem| panic!("{problem}: {document}"))
}

/// The only post of an RSS 2.0 feed.
pub fn rss(item: &str) -> FeedEntry {
    let mut feed = feed(&format!(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' \
         xmlns:xhtml='http://www.w3.org/1999/xhtml' xmlns:media='http://search.yahoo.com/mrss/' xmlns:content='http://purl.org/rss/1.0/modules/content/'>\
         <channel><title>소식</title><link>https://site.example/</link><item>{item}</item></channel></rss>"
    ));
    assert_eq!(feed.entries.len(), 1);
    feed.entries.remove(0)
}

pub fn atom(entry: &str) -> FeedEntry {
    let mut feed = feed(&format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'><title>소식</title><id>urn:f</id><entry><id>urn:1</id>{entry}</entry></feed>"
    ));
    feed.entries.remove(0)
}
