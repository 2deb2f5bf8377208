//! Aliases of a post's page: WordPress's `?p=31`, the second page of a long post, its short and AMP addresses.
//! Invariant: the site itself names an alias. It is on the post's host, and is never another post's address.

use dom_query::Document;
use url::Url;

use super::content::bounded;
use super::identity::url_key;
use super::model::PostId;
use super::queries;
use crate::clock::Timestamp;
use crate::jobs;
use crate::store::{Result, Tx};

/// The kind of the job that follows new aliases of a post. Its subject is the post's id.
pub const JOB: &str = "post-aliases";
/// Pages of one post; a novel has more.
const MOST_PAGES: usize = 100;
/// The end of the addresses of AMP pages below their posts.
const AMP: &str = "/amp";
/// Links of a page's head that are looked at.
const MOST_LINKS: usize = 20;

/// Returns the address of a post by its number, on the WordPress site at `home`.
pub(super) fn by_number(home: &Url, number: i64) -> Option<String> {
    let mut url = home.clone();
    url.set_query(Some(&format!("p={number}")));
    url.set_fragment(None);
    (number > 0).then(|| url.into())
}

/// Returns the addresses of the second and later pages of a post with this many pages.
pub(super) fn of_pages(link: &str, pages: usize) -> Vec<String> {
    let Ok(link) = Url::parse(link) else {
        return Vec::new();
    };
    let page = |number: usize| {
        let mut url = link.clone();
        if link.query().is_some() {
            url.query_pairs_mut()
                .append_pair("page", &number.to_string());
        } else {
            url.path_segments_mut()
                .ok()?
                .pop_if_empty()
                .push(&number.to_string());
        }
        Some(url.into())
    };
    (2..=pages.min(MOST_PAGES)).filter_map(page).collect()
}

/// Returns the short address, the AMP address and the second and later pages that a page at `url` names for itself.
pub(super) fn of_page(html: &str, url: &Url) -> Vec<String> {
    let mut addresses = of_head(html, url);
    addresses.extend(of_page_numbers(html, url));
    addresses
}

fn of_head(html: &str, url: &Url) -> Vec<String> {
    let head = html.find("<body").map_or(html, |at| &html[..at]);
    let document = Document::from(&head[..head.floor_char_boundary(256 * 1024)]);
    let links = document.select("link[rel=shortlink][href], link[rel=amphtml][href]");
    let nodes = links.nodes().iter().take(MOST_LINKS);
    let address = |href: &str| url.join(href.trim()).ok().map(String::from);
    nodes
        .filter_map(|link| address(&link.attr("href")?))
        .collect()
}

/// Returns the pages of a long post, as WordPress links them below its text. A link with a number elsewhere is another page.
fn of_page_numbers(html: &str, url: &Url) -> Vec<String> {
    if !html.contains("post-page-numbers") && !html.contains("page-links") {
        return Vec::new();
    }
    let document = Document::from(bounded(html).as_ref());
    let links = document.select("a.post-page-numbers[href], .page-links a[href]");
    let number = |address: &Url| {
        let parameter = address.query_pairs().find(|(name, _)| name == "page");
        let segment = address
            .path_segments()
            .and_then(|mut parts| parts.rfind(|part| !part.is_empty()));
        parameter.map_or_else(
            || segment.map(str::to_owned),
            |(_, value)| Some(value.into_owned()),
        )
    };
    let is_page = |address: &Url| {
        let number = number(address).and_then(|number| number.parse::<usize>().ok());
        number.is_some_and(|number| (2..=MOST_PAGES).contains(&number))
    };
    let addresses = links.nodes().iter().take(MOST_PAGES);
    addresses
        .filter_map(|link| url.join(link.attr("href")?.trim()).ok())
        .filter(is_page)
        .map(String::from)
        .collect()
}

/// Inserts the addresses as aliases of the post with this key. For new aliases a job joins the threads.
pub(super) async fn learn(
    tx: &mut Tx,
    post: PostId,
    key: &str,
    addresses: &[String],
    now: Timestamp,
) -> Result<()> {
    let mut is_new = false;
    for address in addresses {
        let alias = url_key(address);
        if is_vouched_for(key, &alias) {
            is_new |= queries::add_alias(tx, &alias, post).await?;
        }
    }
    if is_new {
        jobs::enqueue(tx, JOB, &post.0.to_string(), now).await?;
    }
    Ok(())
}

/// Returns true if the site of a page may name this alias. Both are on one host, and the alias is `?p=31` of a folder above
/// the page, or below the page, or has the page's parameters and more.
fn is_vouched_for(page: &str, alias: &str) -> bool {
    let parts = |key: &str| {
        let (path, query) = key.split_once('?').unwrap_or((key, ""));
        (path.trim_end_matches('/').to_owned(), query.to_owned())
    };
    let ((page_path, page_query), (path, query)) = (parts(page), parts(alias));
    let is_below = |path: &str, folder: &str| {
        path.strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
    };
    let number = query.strip_prefix("p=").unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && page_query.is_empty() && is_below(&page_path, &path) {
        return true;
    }
    let has_parameter = |wanted: &str| query.split('&').any(|found| found == wanted);
    let has_parameters = page_query.split('&').all(has_parameter);
    let is_part = path == page_path && query != page_query && !page_query.is_empty();
    let is_child = query == page_query && is_below(&path, &page_path);
    is_part && has_parameters || is_child
}

/// Returns those of the addresses that are aliases, each with its page's key as [`page_key`](crate::page_key::page_key)
/// writes it.
pub async fn pages_of(tx: &mut Tx, addresses: &[&str]) -> Result<Vec<(String, String)>> {
    let keys: Vec<String> = addresses.iter().map(|address| url_key(address)).collect();
    let found = queries::posts_of_aliases(tx, &keys).await?;
    let page_of = |(address, key): (&&str, &String)| {
        let (_, page) = found.iter().find(|(alias, _)| alias == key)?;
        Some(((*address).to_owned(), format!("https://{page}")))
    };
    Ok(addresses.iter().zip(&keys).filter_map(page_of).collect())
}

/// Returns those of the addresses that are the AMP pages of known posts, each with its post's page key. A post at such an address
/// is no AMP page.
pub async fn amp_pages_of(tx: &mut Tx, addresses: &[&str]) -> Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    for address in addresses {
        let key = url_key(address);
        let Some(page) = key.strip_suffix(AMP).filter(|page| page.contains('/')) else {
            continue;
        };
        if queries::title_of_url_key(tx, page).await?.is_some()
            && queries::title_of_url_key(tx, &key).await?.is_none()
        {
            pages.push(((*address).to_owned(), format!("https://{page}")));
        }
    }
    Ok(pages)
}

/// Returns the page key of a post, and those of its aliases.
pub async fn of_post(tx: &mut Tx, post: PostId) -> Result<Option<(String, Vec<String>)>> {
    let Some(own) = queries::key_of(tx, post).await? else {
        return Ok(None);
    };
    let whole = |key: String| format!("https://{key}");
    let aliases = queries::aliases_of(tx, post).await?;
    let aliases = aliases.into_iter().map(whole).collect();
    Ok(Some((whole(own), aliases)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_speaks_for_its_own_pages_alone() {
        let page = "blog.example/2026/hello";
        for (page, alias) in [
            (page, "blog.example/?p=31"),
            ("blog.example/ko/2026/hello", "blog.example/ko?p=31"),
            (page, "blog.example/2026/hello/2"),
            (page, "blog.example/2026/hello/amp"),
            ("blog.example/?p=31", "blog.example/?p=31&page=2"),
        ] {
            assert!(is_vouched_for(page, alias), "{alias}");
        }
        for (page, alias) in [
            (page, page),
            (page, "other.example/?p=31"),
            (page, "other.example/2026/hello/2"),
            (page, "blog.example/de/?p=31"),
            (page, "blog.example/?p=31&preview=1"),
            (page, "blog.example/?p="),
            (page, "blog.example/?page_id=31"),
            (page, "blog.example/amp"),
            (page, "blog.example/2026/hello-2"),
            (page, "blog.example/2026/hello?x=1"),
            (page, "blog.example.evil.example/2026/hello/2"),
            ("blog.example/?p=31", "blog.example/?p=32"),
            ("blog.example/?p=31", "blog.example/?p=32&page=2"),
        ] {
            assert!(!is_vouched_for(page, alias), "{alias}");
        }
    }

    #[test]
    fn the_pages_of_a_post_are_counted_from_two() {
        let pages = of_pages("https://blog.example/hello/", 3);
        assert_eq!(
            pages,
            [
                "https://blog.example/hello/2",
                "https://blog.example/hello/3"
            ]
        );
        assert!(of_pages("https://blog.example/hello", 1).is_empty());
        let plain = of_pages("https://blog.example/?p=31", 2);
        assert_eq!(plain, ["https://blog.example/?p=31&page=2"]);
        assert_eq!(of_pages("https://blog.example/hello", 10_000).len(), 99);
    }

    #[test]
    fn a_long_post_names_its_pages_by_the_links_below_its_text() {
        let page = "<body><a href='/hello/3/'>셋</a><div class='page-links'>쪽: <span class='post-page-numbers current'>1</span>\
                    <a href='https://blog.example/hello/2/' class='post-page-numbers'>2</a>\
                    <a href='/hello/4' class='post-page-numbers'>4</a><a href='/hello/next' class='post-page-numbers'>다음</a></div></body>";
        let url = Url::parse("https://blog.example/hello/").unwrap();
        assert_eq!(
            of_page(page, &url),
            [
                "https://blog.example/hello/2/",
                "https://blog.example/hello/4"
            ]
        );
        let plain = "<p class='page-links'><a href='/?p=31&amp;page=2'>2</a></p>";
        let url = Url::parse("https://blog.example/?p=31").unwrap();
        assert_eq!(of_page(plain, &url), ["https://blog.example/?p=31&page=2"]);
        let list = "<a rel='next' href='/archive/2/'>다음</a><nav class='pagination'><a href='/archive/3/'>3</a></nav>";
        let url = Url::parse("https://blog.example/archive/").unwrap();
        assert_eq!(of_page(list, &url), [""; 0]);
    }

    #[test]
    fn a_page_names_its_short_and_its_amp_address() {
        let page = "<html><head><link rel='shortlink' href='/?p=31'><link rel=\"amphtml\" href='https://blog.example/hello/amp/'>\
                    <link rel='canonical' href='/x'></head><body><link rel='shortlink' href='/?p=32'></body></html>";
        let url = Url::parse("https://blog.example/hello/").unwrap();
        assert_eq!(
            of_page(page, &url),
            [
                "https://blog.example/?p=31",
                "https://blog.example/hello/amp/"
            ]
        );
    }
}
