//! The REST API of WordPress, where it is open. It has whole posts, passwords, the author's excerpts, and categories apart
//! from tags.
//! Invariant: the feed decides which posts there are. Other posts of the API are ignored.

use serde::Deserialize;
use url::Url;

use super::content::{PostContent, asks_for_password};
use super::feed::{EntrySource, FeedEntry, ParsedFeed, is_automatic};
use super::{aliases, client, dates, identity};
use crate::clock::{Timestamp, Zone};
use crate::fetch::{FetchClient, Fetched, FetchedDocument, Validators, carried, shown_address};

/// Posts of one request, at most; the API gives no more.
const MOST_POSTS: usize = 100;
/// Fields of a post that are requested; the others would make the answer ten times as long.
const FIELDS: &str = "id,link,guid,date_gmt,content,excerpt,categories";

/// The mark between two pages of a post.
const PAGE_BREAK: &str = "<!--nextpage-->";

/// A post in an answer of the API (`/wp/v2/posts`).
#[derive(Debug, Deserialize)]
struct WordPressPost {
    id: i64,
    #[serde(default)]
    link: String,
    #[serde(default)]
    guid: RenderedText,
    #[serde(default)]
    date_gmt: Option<String>,
    #[serde(default)]
    content: RenderedText,
    #[serde(default)]
    excerpt: RenderedText,
    /// Ids of its categories; tags have a list of their own.
    categories: Option<Vec<i64>>,
}

#[derive(Debug, Default, Deserialize)]
struct RenderedText {
    #[serde(default)]
    rendered: String,
    #[serde(default)]
    protected: bool,
}

/// Returns the feed completed by the API, or unchanged if the API is closed. `target` is the feed's address with its
/// credentials, `api` the address that the server names.
pub(super) async fn completed(
    client: &FetchClient,
    target: &Url,
    api: Option<Url>,
    mut feed: ParsedFeed,
    zone: &Zone,
    now: Timestamp,
) -> ParsedFeed {
    if feed.entries.is_empty() || api.is_none() && !feed.is_of_wordpress() {
        return feed;
    }
    for entry in &mut feed.entries {
        // The feed lists categories before tags, and a post has one category at least.
        entry.categories.truncate(1);
        entry.is_short_of_categories = true;
    }
    let Some(url) = api_of(&feed, target, api).map(|api| posts_request(&api, &feed.entries)) else {
        return feed;
    };
    let url = carried(target, url);
    let body = match client::get(client, &url, &Validators::default(), now).await {
        Ok(Fetched::Document(document)) => document.body,
        Ok(Fetched::Unchanged) => return feed,
        Err(failure) => {
            let url = shown_address(url.as_str());
            tracing::debug!(url, error = %failure.error, "WordPress's REST API is closed; the feed's text stays");
            return feed;
        }
    };
    let (kept, zone) = (feed.clone(), zone.clone());
    let home = feed.site_url.as_deref().map(Url::parse);
    let home = home.and_then(Result::ok);
    let completing = tokio::task::spawn_blocking(move || {
        // A security program may answer with a page.
        let posts: Vec<WordPressPost> = serde_json::from_slice(&body).unwrap_or_default();
        for entry in &mut feed.entries {
            if let Some(post) = posts.iter().take(MOST_POSTS).find(|post| post.is(entry)) {
                entry.aliases = post.aliases(home.as_ref());
                post.complete(entry, &zone);
            }
        }
        feed
    });
    completing.await.unwrap_or_else(|error| {
        tracing::error!(%error, "an answer of WordPress's REST API could not be read");
        kept
    })
}

/// The API that a server names: `Link: <…>; rel="https://api.w.org/"`.
pub(super) fn api_named_by(document: &FetchedDocument) -> Option<Url> {
    document.links.iter().find_map(|link| {
        let (address, rest) = link.strip_prefix('<')?.split_once('>')?;
        let is_api = rest.contains("api.w.org");
        document.url.join(address).ok().filter(|_| is_api)
    })
}

/// Returns the address of the API: the one that the server names, else WordPress's default on the feed's server.
fn api_of(feed: &ParsedFeed, target: &Url, named: Option<Url>) -> Option<Url> {
    if named.is_some() {
        return named;
    }
    let site = feed
        .site_url
        .as_deref()
        .and_then(|url| Url::parse(url).ok());
    let home = site.filter(|site| site.host() == target.host() && site.port() == target.port());
    let home = home.map_or_else(|| "/".to_owned(), |home| home.path().to_owned());
    target
        .join(&format!("{}/wp-json/", home.trim_end_matches('/')))
        .ok()
}

/// Returns the address of a request for the feed's posts: by number if the ids name them, else the newest.
fn posts_request(api: &Url, entries: &[FeedEntry]) -> Url {
    let mut url = api.clone();
    let route = api.query_pairs().find(|(name, _)| name == "rest_route");
    if let Some((_, route)) = route {
        // Sites without permalinks have the API in a parameter.
        let route = format!("{}/wp/v2/posts", route.trim_end_matches('/'));
        url.query_pairs_mut()
            .clear()
            .append_pair("rest_route", &route);
    } else {
        url.set_path(&format!("{}/wp/v2/posts", api.path().trim_end_matches('/')));
        url.set_query(None);
    }
    let count = entries.len().clamp(10, MOST_POSTS);
    let ids: Vec<String> = entries
        .iter()
        .take(MOST_POSTS)
        .filter_map(|entry| number_of(&entry.guid).map(|id| id.to_string()))
        .collect();
    {
        let mut query = url.query_pairs_mut();
        query.append_pair("per_page", &count.to_string());
        query.append_pair("_fields", FIELDS);
        if ids.len() == entries.len().min(MOST_POSTS) {
            query.append_pair("include", &ids.join(","));
        }
    }
    url
}

/// The number in `https://blog.example/?p=31`.
fn number_of(guid: &str) -> Option<i64> {
    let url = Url::parse(guid).ok()?;
    let (_, number) = url.query_pairs().find(|(name, _)| name == "p")?;
    number.parse().ok()
}

impl WordPressPost {
    /// Returns true if the feed's entry is this post, by link or number. Ids may repeat.
    fn is(&self, entry: &FeedEntry) -> bool {
        let is_same = |address: &str| {
            let url = entry.url.as_deref();
            url.is_some_and(|url| identity::url_key(url) == identity::url_key(address))
        };
        match &entry.url {
            Some(_) if !self.link.is_empty() => is_same(&self.link),
            _ => number_of(&entry.guid) == Some(self.id) || self.guid.rendered == entry.guid,
        }
    }

    /// Returns the other addresses at which WordPress shows the post: by number, and each of its pages.
    fn aliases(&self, home: Option<&Url>) -> Vec<String> {
        let pages = self.content.rendered.matches(PAGE_BREAK).count() + 1;
        let mut aliases = aliases::of_pages(&self.link, pages);
        aliases.extend(home.and_then(|home| aliases::by_number(home, self.id)));
        aliases
    }

    fn complete(&self, entry: &mut FeedEntry, zone: &Zone) {
        let html = &self.content.rendered;
        if let Some(categories) = &self.categories {
            entry.categories = std::mem::take(&mut entry.terms);
            entry.categories.truncate(categories.len());
            entry.is_short_of_categories = false;
        }
        if self.content.protected || asks_for_password(html) {
            entry.is_protected = true;
            entry.source = EntrySource::Api;
            entry.text.clear();
            entry.excerpt = None;
            return;
        }
        if let Some(date) = &self.date_gmt {
            entry.published_at = entry
                .published_at
                .or_else(|| dates::parse(&format!("{date}Z"), zone));
        }
        let text = PostContent::from_html(html).text();
        if text.is_empty() {
            // Plug-ins take the content out of the API; the feed's words stand.
            return;
        }
        entry.source = EntrySource::Api;
        entry.text = text;
        entry.is_whole = true;
        let excerpt = PostContent::from_html(&self.excerpt.rendered).text();
        let is_by_hand = !excerpt.is_empty() && !is_automatic(&self.excerpt.rendered, html);
        entry.excerpt = is_by_hand.then_some(excerpt);
    }
}
