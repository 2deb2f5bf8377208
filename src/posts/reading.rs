//! Reading of posts: the page if the feed carries only a beginning, then the summary, then the number. Each post is read once.

use std::collections::BTreeMap;

use dom_smoothie::{Config, Readability};
use url::Url;

use super::content::{PostContent, nesting, post_asks_for_password};
use super::feed::is_by_hand;
use super::model::{Feed, SummaryBy};
use super::records::{SummarisedPost, UnreadPost};
use super::summary::{self, summarise};
use super::withholding::mails_known_since;
use super::{aliases, charset, client, identity, queries};
use crate::app::App;
use crate::fetch::{FetchClient, Fetched, FetchedDocument, Validators, shown_address};
use crate::store::Result;

/// Pages of one feed that one poll requests; the next poll continues.
const MOST_PAGES: usize = 10;
/// Elements of the largest page that is read.
const MOST_ELEMENTS: usize = 50_000;
/// Characters of a beginning that replaces a summary.
const BEGINNING: usize = 300;
/// Characters of a text that are kept.
const LONGEST_TEXT: usize = 200_000;

/// Reads the unread posts of `feed`, and numbers those that may be mailed.
pub(super) async fn read_waiting(app: &App, client: &FetchClient, feed: &Feed) -> Result<()> {
    let waiting = queries::unread(&mut app.read().await?, feed.id).await?;
    let mut pages = 0;
    let mut failures = BTreeMap::new();
    for post in waiting {
        let page = if !post.wants_page {
            None
        } else if pages < MOST_PAGES {
            if pages > 0 {
                client::pause().await;
            }
            pages += 1;
            match page_of(app, client, &post).await {
                Ok(page) => page,
                Err(error) => {
                    let failed: &mut (usize, String) = failures.entry(error).or_default();
                    failed.0 += 1;
                    failed.1.clone_from(&post.url);
                    None
                }
            }
        } else {
            continue;
        };
        if post.is_protected && page.is_none() {
            // Its page asked for a password, and only its page opens it.
            continue;
        }
        let (read, aliases) = read(post.clone(), page).await;
        let mut tx = app.write().await?;
        let key = identity::url_key(&post.url);
        aliases::learn(&mut tx, post.id, &key, &aliases, app.now()).await?;
        let now = app.now();
        let mut is_due = queries::finish(&mut tx, &post, &read, now).await?;
        if is_due.is_some() && post.is_protected && !read.is_protected {
            let since = mails_known_since(now);
            let opened = queries::unprotect(&mut tx, post.id, Some(now), since, now);
            is_due = Some(opened.await?);
        }
        if is_due == Some(true) {
            let number = queries::next_number(&mut tx).await?;
            queries::set_number(&mut tx, post.id, number).await?;
        }
        tx.commit().await?;
    }
    for (error, (pages, url)) in failures {
        let url = shown_address(&url);
        tracing::warn!(
            feed = feed.id.0,
            pages,
            url,
            error,
            "pages of posts could not be read; their excerpts stay"
        );
    }
    Ok(())
}

/// Returns the post's page; `None` for an address that is none. The error says why the page cannot be fetched.
async fn page_of(
    app: &App,
    client: &FetchClient,
    post: &UnreadPost,
) -> std::result::Result<Option<FetchedDocument>, String> {
    let Ok(url) = Url::parse(&post.url) else {
        return Ok(None);
    };
    match client::get(client, &url, &Validators::default(), app.now()).await {
        Ok(Fetched::Document(page)) => Ok(Some(page)),
        Ok(Fetched::Unchanged) => Ok(None),
        Err(failure) => Err(failure.error.to_string()),
    }
}

/// Reads a post on a blocking thread, since hostile pages take longer than milliseconds.
async fn read(post: UnreadPost, page: Option<FetchedDocument>) -> (SummarisedPost, Vec<String>) {
    let kept = post.clone();
    tokio::task::spawn_blocking(move || read_now(post, page.as_ref()))
        .await
        .unwrap_or_else(|error| {
            tracing::error!(%error, "a post could not be summarised; its beginning replaces the summary");
            (beginning(kept.text, kept.excerpt), Vec::new())
        })
}

/// Returns the summarised post, and the other addresses that its page names.
fn read_now(post: UnreadPost, page: Option<&FetchedDocument>) -> (SummarisedPost, Vec<String>) {
    let html = page.map(|page| charset::decode(&page.body, page.content_type.as_deref()));
    let own = page
        .zip(html.as_deref())
        .filter(|(page, _)| identity::url_key(page.url.as_str()) == identity::url_key(&post.url));
    let aliases = own.map(|(page, html)| aliases::of_page(html, &page.url));
    (summarised(post, html), aliases.unwrap_or_default())
}

fn summarised(post: UnreadPost, page: Option<String>) -> SummarisedPost {
    if page.as_deref().is_some_and(post_asks_for_password) {
        return SummarisedPost::protected();
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
        return SummarisedPost {
            summary: written.clone(),
            summary_by: Some(SummaryBy::Author),
            text,
            excerpt,
            is_protected: false,
        };
    }
    let content = PostContent {
        title: None,
        paragraphs: text.split("\n\n").map(str::to_owned).collect(),
    };
    let chosen = summarise(&post.title, &content, summary::SENTENCES).text();
    if chosen.is_empty() {
        return beginning(text, excerpt);
    }
    SummarisedPost {
        text,
        excerpt,
        summary: chosen,
        summary_by: Some(SummaryBy::Extract),
        is_protected: false,
    }
}

fn beginning(text: String, excerpt: Option<String>) -> SummarisedPost {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let summary = match line.char_indices().nth(BEGINNING) {
        None => line,
        Some((limit, _)) => {
            let end = line[..limit].rfind(' ').unwrap_or(limit);
            format!("{}…", &line[..end])
        }
    };
    SummarisedPost {
        summary_by: (!summary.is_empty()).then_some(SummaryBy::Beginning),
        summary,
        text,
        excerpt,
        is_protected: false,
    }
}

/// Returns the post in a page: the part that WordPress marks, else the part that looks like an article, else all text.
fn article_of(html: &str) -> PostContent {
    if let Some(marked) = PostContent::from_wordpress_page(html) {
        return marked;
    }
    let html = nesting::bounded(html);
    let config = Config {
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let article = Readability::new(html.as_ref(), None, Some(config))
        .and_then(|mut page| page.parse())
        .map(|article| PostContent::from_html(&article.content));
    match article {
        Ok(article) if !article.is_empty() => article,
        _ => PostContent::from_html(&html),
    }
}
