//! The titles of threads' pages, as feeds know them.

use crate::comments::thread_key::ThreadKey;
use crate::posts;
use crate::store::{Result, Tx};

/// The title of the thread's page; `None` when no feed knows it.
pub async fn title(tx: &mut Tx, key: &ThreadKey) -> Result<Option<String>> {
    match key.url() {
        Some(url) => posts::title_of_url(tx, url.as_str()).await,
        None => Ok(None),
    }
}

/// The same for each of these threads, in their order.
pub async fn titles(tx: &mut Tx, keys: &[&ThreadKey]) -> Result<Vec<Option<String>>> {
    // A thread with an id of the site's choice has no address, and no post has an empty one.
    let url = |key: &&ThreadKey| key.url().map_or_else(String::new, String::from);
    let urls: Vec<String> = keys.iter().map(url).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    posts::titles_of_urls(tx, &urls).await
}
