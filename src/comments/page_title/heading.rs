//! The title in a page's head: `og:title`, else `<title>`, without the name of the site around it.

use dom_query::Document;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::posts::content::bounded;

/// Bytes of a page in which its head is searched.
const HEAD: usize = 1024 * 1024;
/// Characters of the longest title that is read.
const LONGEST: usize = 500;
/// Characters that separate a title from the site's name.
const SEPARATORS: &[char] = &[
    '|', '-', '–', '—', ':', '·', '•', '»', '«', '›', '‹', '｜', '/', '~',
];
/// Separators without blanks around them; a hyphen without blanks belongs to a word.
const CLEAR: &[char] = &['|', '｜', '»', '«'];
/// Letters of the shortest parameter that a title must not repeat.
const TELLING: usize = 3;

/// The title of the page at `address`; `None` for a page without its own title.
///
/// A search page repeats the words of its address. Such a title comes from a stranger, not from the site, and does not count.
pub(super) fn read(html: &str, address: &Url, site: &str) -> Option<String> {
    let page = Document::from(bounded(beginning(html)).as_ref());
    if is_listing(&page, address) {
        return None;
    }
    let shared = meta(&page, "meta[property=\"og:title\"]");
    let window = Some(page.select("head > title").text().to_string());
    let names: Vec<String> = [
        Some(site.to_owned()),
        meta(&page, "meta[property=\"og:site_name\"]"),
    ]
    .into_iter()
    .flatten()
    .map(|name| folded(&name))
    .filter(|name| !name.is_empty())
    .collect();
    [shared, window]
        .into_iter()
        .flatten()
        .map(|title| title.trim().chars().take(LONGEST).collect::<String>())
        .map(|title| without_site(&title, &names).to_owned())
        .find(|title| !title.is_empty() && !names.contains(&folded(title)))
        .filter(|title| !repeats(title, address))
}

/// The head of a page, without its body.
fn beginning(html: &str) -> &str {
    let beginning = &html[..html.floor_char_boundary(HEAD)];
    let body = beginning.to_ascii_lowercase().find("<body");
    &beginning[..body.unwrap_or(beginning.len())]
}

fn meta(page: &Document, selector: &str) -> Option<String> {
    page.select(selector)
        .attr("content")
        .map(|text| text.to_string())
}

/// True for a search page, by its address or by `noindex`.
fn is_listing(page: &Document, address: &Url) -> bool {
    let is_search = address
        .path_segments()
        .is_some_and(|mut parts| parts.any(|part| part.eq_ignore_ascii_case("search")));
    is_search
        || meta(page, "meta[name=robots]")
            .is_some_and(|robots| robots.to_ascii_lowercase().contains("noindex"))
}

fn repeats(title: &str, address: &Url) -> bool {
    let title = folded(title);
    address
        .query_pairs()
        .map(|(_, value)| folded(&value))
        .any(|value| value.chars().count() >= TELLING && title.contains(&value))
}

/// The title without a site's name before or after it.
fn without_site<'a>(title: &'a str, names: &[String]) -> &'a str {
    let is_name = |part: &str| names.contains(&folded(part));
    for (start, end) in separators(title) {
        let (head, tail) = (title[..start].trim(), title[end..].trim());
        if is_name(tail) {
            return head;
        }
        if is_name(head) {
            return tail;
        }
    }
    title
}

/// The runs of separators in a title, as byte ranges.
fn separators(title: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, found) in title.match_indices(SEPARATORS) {
        let end = at + found.len();
        match runs.last_mut() {
            Some(last) if last.1 == at => last.1 = end,
            _ => runs.push((at, end)),
        }
    }
    runs.retain(|(start, end)| {
        let run = &title[*start..*end];
        let has_blanks = title[..*start].ends_with(char::is_whitespace)
            && title[*end..].starts_with(char::is_whitespace);
        has_blanks || run == "::" || run.contains(CLEAR)
    });
    runs
}

/// The text for comparison: composed, in lower case, with single blanks.
fn folded(text: &str) -> String {
    let text: String = text.nfkc().collect::<String>().to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(head: &str) -> Option<String> {
        title_at("https://blog.example.org/2026/post", head)
    }

    fn title_at(address: &str, head: &str) -> Option<String> {
        let html =
            format!("<!doctype html><html><head>{head}</head><body><h1>몸</h1></body></html>");
        read(&html, &address.parse().unwrap(), "인공지능 읽기")
    }

    #[test]
    fn a_title_loses_the_sites_name_before_or_behind_it() {
        for window in [
            "봄의 기록 | 인공지능 읽기",
            "봄의 기록|인공지능 읽기",
            "봄의 기록 - 인공지능  읽기",
            "봄의 기록 &#8211; 인공지능 읽기",
            "인공지능 읽기 :: 봄의 기록",
            "인공지능 읽기::봄의 기록",
            "봄의 기록 » 인공지능 읽기",
            " 봄의 기록 ",
        ] {
            let found = title(&format!("<title>{window}</title>"));
            assert_eq!(found.as_deref(), Some("봄의 기록"), "{window}");
        }
        let named = "<meta property=\"og:site_name\" content=\"AI Reading\"><title>A-B: x - y — AI READING</title>";
        assert_eq!(title(named).as_deref(), Some("A-B: x - y"));
        assert_eq!(
            title("<title>인공지능 읽기를 끝내며 - 1부</title>").as_deref(),
            Some("인공지능 읽기를 끝내며 - 1부")
        );
    }

    #[test]
    fn what_the_page_shares_comes_before_its_windows_title() {
        let both = "<meta property=\"og:title\" content=\"봄 &amp; 여름\"><title>창</title>";
        assert_eq!(title(both).as_deref(), Some("봄 & 여름"));
        let lazy = "<meta property=\"og:title\" content=\"인공지능 읽기\"><title>봄 - 인공지능 읽기</title>";
        assert_eq!(title(lazy).as_deref(), Some("봄"));
        assert_eq!(
            title("<title>인공지능 읽기</title>"),
            None,
            "the site's name is not a page's"
        );
        assert_eq!(title(""), None);
    }

    #[test]
    fn a_page_that_repeats_its_asker_gives_no_title() {
        let found = "<title>“싸게 사세요” 검색 결과 - 인공지능 읽기</title>";
        let asked = "https://blog.example.org/?s=%EC%8B%B8%EA%B2%8C+%EC%82%AC%EC%84%B8%EC%9A%94";
        assert_eq!(title_at(asked, found), None);
        assert_eq!(title_at("https://blog.example.org/search/x", found), None);
        assert_eq!(
            title(&format!(
                "<meta name=\"robots\" content=\"NoIndex, follow\">{found}"
            )),
            None
        );
        let post = "<title>7월의 기록</title>";
        assert_eq!(
            title_at("https://blog.example.org/?p=7", post).as_deref(),
            Some("7월의 기록")
        );
    }

    #[test]
    fn any_page_is_read_in_bounded_time() {
        let deep = "<div><b>".repeat(200_000);
        assert_eq!(
            title(&format!("<title>깊은 글</title></head><body>{deep}")).as_deref(),
            Some("깊은 글")
        );
    }
}
