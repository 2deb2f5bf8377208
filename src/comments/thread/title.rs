//! The title of a thread's page, as a feed knows it.

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
