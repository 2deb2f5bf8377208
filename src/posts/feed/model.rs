//! A feed and its entries after parsing.

use crate::clock::Timestamp;

/// A parsed feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedFeed {
    /// The title, or an empty text.
    pub title: String,
    /// The address of its site.
    pub site_url: Option<String>,
    /// The program that wrote it.
    pub generator: Option<String>,
    /// The entries in order, without empty ones.
    pub entries: Vec<FeedEntry>,
    /// The number of entries if all of them are empty, else 0.
    pub unreadable: usize,
}

/// The source of an entry's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntrySource {
    /// The feed alone.
    #[default]
    Feed,
    /// The site's API, which knows passwords too.
    Api,
}

/// An entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedEntry {
    /// The id, or an empty text.
    pub guid: String,
    /// The address of its page.
    pub url: Option<String>,
    /// The title, or an empty text.
    pub title: String,
    /// The author.
    pub author: Option<String>,
    /// Its text, or the beginning of it.
    pub text: String,
    /// True if `text` is complete.
    pub is_whole: bool,
    /// The summary beside the text, unless it is the text's beginning.
    pub excerpt: Option<String>,
    /// The author's date.
    pub published_at: Option<Timestamp>,
    /// Its categories.
    pub categories: Vec<String>,
    /// True if the source may have cut `categories` short.
    pub is_short_of_categories: bool,
    /// All its terms, tags included.
    pub terms: Vec<String>,
    /// True if readers need a password for it. It has no text then, and is never mailed.
    pub is_protected: bool,
    /// The source of the text.
    pub source: EntrySource,
    /// Other addresses of its page that the site names.
    pub aliases: Vec<String>,
}

impl ParsedFeed {
    /// Returns true if WordPress wrote it: it says so, or each entry has an id such as `https://blog.example/?p=31`. Plug-ins and
    /// themes remove the name of the program, to tell attackers less.
    pub(in crate::posts) fn is_of_wordpress(&self) -> bool {
        let generator = self.generator.as_deref().unwrap_or_default();
        generator.to_ascii_lowercase().contains("wordpress")
            || !self.entries.is_empty() && self.entries.iter().all(FeedEntry::has_number)
    }
}

impl FeedEntry {
    /// Returns true if WordPress made its id: `?p=31`, or `?post_type=news&p=31`.
    fn has_number(&self) -> bool {
        let is_web = self.guid.starts_with("https://") || self.guid.starts_with("http://");
        let query = self.guid.split_once('?').map(|(_, query)| query);
        let mut parts = query.into_iter().flat_map(|query| query.split(['&', ';']));
        is_web
            && parts.any(|part| {
                let number = part.strip_prefix("p=").unwrap_or_default();
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(ids: &[&str]) -> ParsedFeed {
        let entry = |id: &&str| FeedEntry {
            guid: (*id).to_owned(),
            ..FeedEntry::default()
        };
        ParsedFeed {
            entries: ids.iter().map(entry).collect(),
            ..ParsedFeed::default()
        }
    }

    #[test]
    fn wordpress_is_known_by_its_ids_where_its_name_is_removed() {
        for ids in [
            &["https://blog.example/?p=31"][..],
            &[
                "http://blog.example/?p=1",
                "https://blog.example/?post_type=news&#038;p=2",
            ],
            &["https://blog.example/?post_type=news&p=2"],
        ] {
            assert!(feed(ids).is_of_wordpress(), "{ids:?}");
        }
        for ids in [
            &[][..],
            &["https://blog.example/?p=31", "https://blog.example/a"],
            &["https://blog.example/?p=new"],
            &["https://blog.example/?page=31"],
            &["?p=31"],
            &["31"],
        ] {
            assert!(!feed(ids).is_of_wordpress(), "{ids:?}");
        }
    }
}
