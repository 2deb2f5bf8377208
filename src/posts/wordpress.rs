//! What WordPress says of its posts beside the feed, where its REST API is open: the whole of a post that is shown in pages or
//! cut at "more", whether it is behind a password, the author's own excerpt, and which terms are categories and which are tags.
//! Invariant: the feed says which posts there are; what the API says of others is not looked at.

use serde::Deserialize;
use url::Url;

use super::content::{Content, asks_for_password};
use super::feed::{Entry, ReadFeed, ToldBy, is_automatic};
use super::fetch::{FetchResponse, Fetcher, Validators};
use super::{aliases, credentials, dates, identity};
use crate::clock::{Timestamp, Zone};

/// Posts asked for at once; the API gives no more.
const MOST_POSTS: usize = 100;
/// What is read of a post; the rest of the answer would be ten times as long.
const FIELDS: &str = "id,link,guid,date_gmt,content,excerpt,categories";

/// What stands between two pages of a post.
const PAGE_BREAK: &str = "<!--nextpage-->";

/// A post as the API tells it (`/wp/v2/posts`).
#[derive(Debug, Deserialize)]
struct Post {
    id: i64,
    #[serde(default)]
    link: String,
    #[serde(default)]
    guid: Text,
    #[serde(default)]
    date_gmt: Option<String>,
    #[serde(default)]
    content: Text,
    #[serde(default)]
    excerpt: Text,
    /// The numbers of its categories; tags stand in a list of their own.
    categories: Option<Vec<i64>>,
}

#[derive(Debug, Default, Deserialize)]
struct Text {
    #[serde(default)]
    rendered: String,
    #[serde(default)]
    protected: bool,
}

/// The feed with what the API adds to its posts; the feed as it was where the API is closed. `target` is the feed's address
/// with its credentials, `api` what its server named as the API's.
pub(super) async fn completed(
    fetcher: &Fetcher,
    target: &Url,
    api: Option<Url>,
    mut feed: ReadFeed,
    zone: &Zone,
    now: Timestamp,
) -> ReadFeed {
    if feed.entries.is_empty() || api.is_none() && !feed.is_of_wordpress() {
        return feed;
    }
    for entry in &mut feed.entries {
        // The feed lists categories before tags, and a post has one category at least.
        entry.categories.truncate(1);
    }
    let Some(url) = api_of(&feed, target, api).map(|api| question(&api, &feed.entries)) else {
        return feed;
    };
    let url = credentials::carried(target, url);
    let body = match fetcher.fetch(&url, &Validators::default(), now).await {
        Ok(FetchResponse::Document(document)) => document.body,
        Ok(FetchResponse::Unchanged) => return feed,
        Err(failed) => {
            let url = credentials::shown(url.as_str());
            tracing::debug!(url, problem = %failed.problem, "WordPress's REST API is closed; the feed's words stand");
            return feed;
        }
    };
    let (kept, zone) = (feed.clone(), zone.clone());
    let home = feed.site_url.as_deref().map(Url::parse);
    let home = home.and_then(Result::ok);
    let completing = tokio::task::spawn_blocking(move || {
        // A security program may answer with a page.
        let posts: Vec<Post> = serde_json::from_slice(&body).unwrap_or_default();
        for entry in &mut feed.entries {
            if let Some(post) = posts.iter().take(MOST_POSTS).find(|post| post.is(entry)) {
                entry.aliases = post.aliases(home.as_ref());
                post.complete(entry, &zone);
            }
        }
        feed
    });
    completing.await.unwrap_or_else(|error| {
        tracing::error!(%error, "what WordPress says of its posts could not be read");
        kept
    })
}

/// Where the API is: where the server says, else where WordPress has it on the server of the feed.
fn api_of(feed: &ReadFeed, target: &Url, named: Option<Url>) -> Option<Url> {
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

/// The request for the posts of the feed: by their numbers where the ids tell them, else the newest.
fn question(api: &Url, entries: &[Entry]) -> Url {
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

impl Post {
    /// Whether the feed's entry is this post: by its number or its link; ids may be repeated.
    fn is(&self, entry: &Entry) -> bool {
        let is_same = |address: &str| {
            let url = entry.url.as_deref();
            url.is_some_and(|url| identity::url_key(url) == identity::url_key(address))
        };
        match &entry.url {
            Some(_) if !self.link.is_empty() => is_same(&self.link),
            _ => number_of(&entry.guid) == Some(self.id) || self.guid.rendered == entry.guid,
        }
    }

    /// The other addresses at which WordPress shows it: by its number, and each of its pages.
    fn aliases(&self, home: Option<&Url>) -> Vec<String> {
        let pages = self.content.rendered.matches(PAGE_BREAK).count() + 1;
        let mut aliases = aliases::of_pages(&self.link, pages);
        aliases.extend(home.and_then(|home| aliases::by_number(home, self.id)));
        aliases
    }

    fn complete(&self, entry: &mut Entry, zone: &Zone) {
        let html = &self.content.rendered;
        if let Some(categories) = &self.categories {
            entry.categories = std::mem::take(&mut entry.terms);
            entry.categories.truncate(categories.len());
        }
        if self.content.protected || asks_for_password(html) {
            entry.is_protected = true;
            entry.told_by = ToldBy::Api;
            entry.text.clear();
            entry.excerpt = None;
            return;
        }
        if let Some(date) = &self.date_gmt {
            entry.published_at = entry
                .published_at
                .or_else(|| dates::parse(&format!("{date}Z"), zone));
        }
        let text = Content::from_html(html).text();
        if text.is_empty() {
            // Plug-ins take the content out of the API; the feed's words stand.
            return;
        }
        entry.told_by = ToldBy::Api;
        entry.text = text;
        entry.is_whole = true;
        let excerpt = Content::from_html(&self.excerpt.rendered).text();
        let is_by_hand = !excerpt.is_empty() && !is_automatic(&self.excerpt.rendered, html);
        entry.excerpt = is_by_hand.then_some(excerpt);
    }
}
