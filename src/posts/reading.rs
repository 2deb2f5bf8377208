//! Each post is read once: its page where the feed carries a beginning only, then its summary, then its number.

use dom_smoothie::{Config, Readability};
use url::Url;

use super::content::{Content, nesting, post_asks_for_password};
use super::feed::is_by_hand;
use super::feeds::Feed;
use super::fetch::{Document, FetchResponse, Fetcher, Validators};
use super::queries::{self, Read, Unread};
use super::summary::{self, summarise};
use super::{SummaryBy, aliases, charset, credentials, identity};
use crate::app::App;
use crate::store::Result;

/// Pages of one feed that are fetched at a time; the next poll goes on.
const MOST_PAGES: usize = 10;
/// Elements of a page that is worth reading.
const MOST_ELEMENTS: usize = 50_000;
/// Characters of a beginning that stands for a summary.
const BEGINNING: usize = 300;
/// Characters of a text that are kept.
const LONGEST_TEXT: usize = 200_000;

/// Reads the posts of `feed` that wait for it, and gives those that may be mailed their numbers.
pub(super) async fn read_waiting(app: &App, fetcher: &Fetcher, feed: &Feed) -> Result<()> {
    let waiting = queries::unread(&mut app.read().await?, feed.id).await?;
    let mut pages = 0;
    for post in waiting {
        let page = if !post.wants_page {
            None
        } else if pages < MOST_PAGES {
            if pages > 0 {
                fetcher.pause().await;
            }
            pages += 1;
            page_of(app, fetcher, &post).await
        } else {
            continue;
        };
        if post.is_protected && page.is_none() {
            // Its page asked for a password; only its page says that it is open.
            continue;
        }
        let (read, aliases) = read(post.clone(), page).await;
        let mut tx = app.write().await?;
        let key = identity::url_key(&post.url);
        aliases::learn(&mut tx, post.id, &key, &aliases, app.now()).await?;
        if queries::finish(&mut tx, &post, &read, app.now()).await? {
            let number = queries::take_number(&mut tx).await?;
            queries::set_number(&mut tx, post.id, number).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The post's page; `None` when it cannot be had, and then the feed's words stand.
async fn page_of(app: &App, fetcher: &Fetcher, post: &Unread) -> Option<Document> {
    let url = Url::parse(&post.url).ok()?;
    match fetcher.fetch(&url, &Validators::default(), app.now()).await {
        Ok(FetchResponse::Document(page)) => Some(page),
        Ok(FetchResponse::Unchanged) => None,
        Err(failed) => {
            tracing::warn!(url = credentials::shown(&post.url), problem = %failed.problem, "a post's page could not be read; its excerpt stands");
            None
        }
    }
}

/// Reading takes milliseconds of a processor, for hostile pages more: beside the requests, not among them.
async fn read(post: Unread, page: Option<Document>) -> (Read, Vec<String>) {
    let kept = post.clone();
    tokio::task::spawn_blocking(move || read_now(post, page.as_ref()))
        .await
        .unwrap_or_else(|error| {
            tracing::error!(%error, "a post could not be summarised; its beginning stands");
            (beginning(kept.text, kept.excerpt), Vec::new())
        })
}

/// The post as it is read, and the other addresses that its page names.
fn read_now(post: Unread, page: Option<&Document>) -> (Read, Vec<String>) {
    let html = page.map(|page| charset::decode(&page.body, page.content_type.as_deref()));
    let own = page
        .zip(html.as_deref())
        .filter(|(page, _)| identity::url_key(page.url.as_str()) == identity::url_key(&post.url));
    let aliases = own.map(|(page, html)| aliases::of_page(html, &page.url));
    (summarised(post, html), aliases.unwrap_or_default())
}

fn summarised(post: Unread, page: Option<String>) -> Read {
    if page.as_deref().is_some_and(post_asks_for_password) {
        return Read::protected();
    }
    let from_page = page
        .map(|page| article_of(&page).text())
        .filter(|text| text.chars().count() > post.text.chars().count());
    let mut excerpt = post.excerpt;
    let text = match from_page {
        Some(text) => {
            // Only beside the whole text does it show that the feed's words were written for it.
            if excerpt.is_none() && is_by_hand(&post.text, false, &text) {
                excerpt = Some(post.text);
            }
            text.chars().take(LONGEST_TEXT).collect()
        }
        None => post.text,
    };
    if let Some(written) = &excerpt {
        return Read {
            summary: written.clone(),
            summary_by: Some(SummaryBy::Author),
            text,
            excerpt,
            is_protected: false,
        };
    }
    let content = Content {
        title: None,
        paragraphs: text.split("\n\n").map(str::to_owned).collect(),
    };
    let chosen = summarise(&post.title, &content, summary::SENTENCES).text();
    if chosen.is_empty() {
        return beginning(text, excerpt);
    }
    Read {
        text,
        excerpt,
        summary: chosen,
        summary_by: Some(SummaryBy::Extract),
        is_protected: false,
    }
}

fn beginning(text: String, excerpt: Option<String>) -> Read {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let summary = match line.char_indices().nth(BEGINNING) {
        None => line,
        Some((limit, _)) => {
            let end = line[..limit].rfind(' ').unwrap_or(limit);
            format!("{}…", &line[..end])
        }
    };
    Read {
        summary_by: (!summary.is_empty()).then_some(SummaryBy::Beginning),
        summary,
        text,
        excerpt,
        is_protected: false,
    }
}

/// The post in a page: what WordPress marks as the author's, else what reads like an article, else all that the page says.
fn article_of(html: &str) -> Content {
    if let Some(marked) = Content::from_wordpress_page(html) {
        return marked;
    }
    let html = nesting::bounded(html);
    let config = Config {
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let article = Readability::new(html.as_ref(), None, Some(config))
        .and_then(|mut page| page.parse())
        .map(|article| Content::from_html(&article.content));
    match article {
        Ok(article) if !article.is_empty() => article,
        _ => Content::from_html(&html),
    }
}
