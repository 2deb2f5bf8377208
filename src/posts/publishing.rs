//! The site's word that a page is new: the feeds of its site are polled at once.

use url::Url;

use super::feeds;
use super::model::Feed;
use super::polling;
use crate::app::App;
use crate::clock::Timestamp;
use crate::page_key::host;
use crate::store::{self, Tx};

/// Queues a poll of each feed of the page's site. Returns how many there are; `None` for a page of another site.
pub async fn poll_for_page(
    app: &App,
    tx: &mut Tx,
    page: &Url,
    now: Timestamp,
) -> store::Result<Option<usize>> {
    let mut feeds = feeds::all(tx).await?;
    if feeds.iter().any(|feed| is_of_site(feed, page)) {
        feeds.retain(|feed| is_of_site(feed, page));
    } else if !app.config().has_page(page) {
        return Ok(None);
    }
    // A page of the site whose feeds are all at other hosts, such as a feed service's: each may hold it.
    for feed in &feeds {
        feeds::ask_whole(tx, feed.id).await?;
        polling::enqueue(tx, feed.id, now).await?;
    }
    Ok(Some(feeds.len()))
}

/// True when the feed, or the site that it names, is at the page's host.
fn is_of_site(feed: &Feed, page: &Url) -> bool {
    let addresses = [Some(&feed.url), feed.site_url.as_ref()];
    let mut urls = addresses
        .into_iter()
        .flatten()
        .filter_map(|address| Url::parse(address).ok());
    urls.any(|url| host(&url) == host(page))
}
