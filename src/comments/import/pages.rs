//! The pages of a file's comments: each address becomes the key of its thread.

use std::sync::Arc;

use url::Url;

use crate::clock::Timestamp;
use crate::comments::merging::PageMove;
use crate::comments::thread_key::ThreadKey;
use crate::comments::write::form::{page_url, title};

/// A page with comments.
#[derive(Debug)]
pub(super) struct Page {
    pub key: ThreadKey,
    pub title: Option<String>,
    pub url: Option<Url>,
    /// When its thread began, where the file says so.
    pub created_at: Option<Timestamp>,
}

/// How addresses of a file become pages.
#[derive(Clone, Debug)]
pub(super) struct Pages {
    pub moves: Vec<PageMove>,
    /// The site, for files that name pages by their paths.
    pub site: Option<Url>,
}

impl Pages {
    /// The page at this address, which is an id of the site's choice when it is no address. The error is for people.
    pub fn page(&self, address: &str, name: &str) -> Result<Arc<Page>, String> {
        let is_path = address.starts_with('/') && !address.starts_with("//");
        let whole = match &self.site {
            Some(site) if is_path => site.join(address).map(String::from).ok(),
            None if is_path => {
                return Err(format!(
                    "its page `{address}` is a path; set site.url and import again"
                ));
            }
            _ => None,
        };
        let address = whole.as_deref().unwrap_or(address);
        let key: ThreadKey = address
            .parse()
            .map_err(|_| format!("its page `{address}` is no address"))?;
        Ok(Arc::new(self.page_of(key, page_url(address), name)))
    }

    /// The page of a thread of ours, whose key and address stand in the file. The error is for people.
    pub fn of_thread(&self, key: &str, address: &str, name: &str) -> Result<Page, String> {
        let key: ThreadKey = key
            .parse()
            .map_err(|_| format!("its thread `{key}` is no key of a thread"))?;
        Ok(self.page_of(key, page_url(address), name))
    }

    fn page_of(&self, key: ThreadKey, url: Option<Url>, name: &str) -> Page {
        let moved = self.moves.iter().find_map(|moved| moved.of(key.as_str()));
        let (key, url) = match moved {
            Some(key) => (key.clone(), key.url()),
            None => (key, url),
        };
        Page {
            key,
            title: title(name),
            url,
            created_at: None,
        }
    }
}
