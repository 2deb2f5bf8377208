//! A move of pages: one page, all pages below a prefix, or a host.

use crate::comments::thread_key::ThreadKey;
use crate::page_key::{page_key, web_address, with_scheme};

/// A move of pages.
#[derive(Clone, Debug)]
pub struct PageMove {
    from: String,
    to: String,
    /// False for a single page.
    with_pages_below: bool,
}

/// An invalid move.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageMoveError {
    /// An argument is neither the address of a web page nor a host.
    #[error(
        "{0} is not an address; write a page, a prefix that ends in /, or a host, such as https://blog.example.org/old/"
    )]
    NoAddress(String),
}

impl PageMove {
    /// Parses a move from `old` to `new`: a page, a prefix that ends in `/`, or a host.
    pub fn parse(old: &str, new: &str) -> std::result::Result<Self, PageMoveError> {
        let key = |text: &str| {
            let has_dot = |url: &url::Url| {
                url.host_str()
                    .is_some_and(|host| host.contains('.') || host == "localhost")
            };
            web_address(&with_scheme(text))
                .filter(has_dot)
                .and_then(|url| page_key(url.as_str()))
                .ok_or_else(|| PageMoveError::NoAddress(text.to_owned()))
        };
        let is_host = |text: &str| {
            with_scheme(text)
                .split_once("://")
                .is_some_and(|(_, rest)| !rest.contains(['/', '?']))
        };
        Ok(Self {
            from: key(old)?.trim_end_matches('/').to_owned(),
            to: key(new)?.trim_end_matches('/').to_owned(),
            with_pages_below: old.trim().ends_with('/') || is_host(old),
        })
    }

    /// The key of a page after the move; `None` for a page that stays. When a prefix moves below itself, pages that are
    /// there stay, so a second run moves nothing.
    pub(in crate::comments) fn of(&self, key: &str) -> Option<ThreadKey> {
        let is_there = self.to != self.from && is_at_or_below(key, &self.to);
        if is_there && is_at_or_below(&self.to, &self.from) {
            return None;
        }
        let rest = key.strip_prefix(&self.from)?;
        let is_page = rest.is_empty() || rest == "/";
        let is_below = self.with_pages_below && rest.starts_with(['/', '?']);
        (is_page || is_below).then(|| format!("{}{rest}", self.to).parse().ok())?
    }
}

fn is_at_or_below(key: &str, beginning: &str) -> bool {
    key.strip_prefix(beginning)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(old: &str, new: &str, key: &str) -> Option<String> {
        let moved = PageMove::parse(old, new).unwrap();
        moved.of(key).map(|key| key.to_string())
    }

    #[test]
    fn a_page_a_folder_and_a_host_move() {
        let old = "https://old.example/2026/post";
        let page = after(old, "https://new.example/p/1", old);
        assert_eq!(page.as_deref(), Some("https://new.example/p/1"));
        assert_eq!(
            after(
                old,
                "https://new.example/p/1",
                "https://old.example/2026/post/2"
            ),
            None
        );
        let folder = after(
            "http://www.old.example/2026/",
            "https://old.example/archive/",
            old,
        );
        assert_eq!(folder.as_deref(), Some("https://old.example/archive/post"));
        let host = after(
            "old.example",
            "blog.new.example",
            "https://old.example/?p=7",
        );
        assert_eq!(host.as_deref(), Some("https://blog.new.example/?p=7"));
        assert_eq!(
            after("old.example", "new.example", "https://old.example.org/a"),
            None
        );
        assert_eq!(
            after(
                "https://old.example/a/",
                "https://b.example/",
                "https://old.example/ab"
            ),
            None
        );
    }

    #[test]
    fn what_moved_below_its_old_place_moves_no_further() {
        let moved = |key| after("blog.example", "https://blog.example/blog/", key);
        let page = moved("https://blog.example/a");
        assert_eq!(page.as_deref(), Some("https://blog.example/blog/a"));
        for there in [
            "https://blog.example/blog/a",
            "https://blog.example/blog",
            "https://blog.example/blog?p=7",
        ] {
            assert_eq!(moved(there), None, "{there}");
        }
        let near = moved("https://blog.example/blogroll");
        assert_eq!(near.as_deref(), Some("https://blog.example/blog/blogroll"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "post-42", "javascript:alert(1)", "https://"] {
            assert!(
                PageMove::parse(text, "https://a.example/").is_err(),
                "{text}"
            );
            assert!(
                PageMove::parse("https://a.example/", text).is_err(),
                "{text}"
            );
        }
    }
}
