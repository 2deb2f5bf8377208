//! Threads of pages with several addresses: each leads to the one thread of the page, where its site names them, and so does the
//! AMP page of a known post.

use super::merging;
use super::thread::{self, ThreadState};
use super::thread_key::ThreadKey;
use crate::app::App;
use crate::jobs::{JobError, JobResult};
use crate::posts::{PostId, aliases};
use crate::store::{Result, Tx};

/// The key of the page that has this address among others; the key as it is where no post is known to have it. A thread that began
/// at an AMP page before its post was known is joined to the post's, since only a comment may change something.
pub(super) async fn page_to_write(tx: &mut Tx, named: &ThreadKey) -> Result<ThreadKey> {
    let key = page_of(tx, named).await?;
    if let Some(page) = post_of_amp_page(tx, &key).await? {
        merging::join(tx, &key, &page).await?;
        return Ok(page);
    }
    Ok(key)
}

async fn page_of(tx: &mut Tx, key: &ThreadKey) -> Result<ThreadKey> {
    let keys = pages_of(tx, std::slice::from_ref(key)).await?;
    Ok(keys.into_iter().next().unwrap_or_else(|| key.clone()))
}

async fn post_of_amp_page(tx: &mut Tx, key: &ThreadKey) -> Result<Option<ThreadKey>> {
    let pages = aliases::amp_pages_of(tx, &[key.as_str()]).await?;
    Ok(pages
        .into_iter()
        .next()
        .and_then(|(_, page)| page.parse().ok()))
}

/// The state of the thread of that page.
pub(super) async fn state_of(tx: &mut Tx, named: &ThreadKey) -> Result<ThreadState> {
    let key = page_of(tx, named).await?;
    thread::state(tx, key).await
}

/// The keys of the pages of each of these, in their order.
pub(super) async fn pages_of(tx: &mut Tx, keys: &[ThreadKey]) -> Result<Vec<ThreadKey>> {
    let addresses: Vec<&str> = keys.iter().map(ThreadKey::as_str).collect();
    let pages = aliases::pages_of(tx, &addresses).await?;
    let page = |key: &ThreadKey| {
        let (_, page) = pages.iter().find(|(alias, _)| alias == key.as_str())?;
        page.parse().ok()
    };
    let mut found = Vec::with_capacity(keys.len());
    for key in keys {
        let page = match page(key) {
            Some(page) => Some(page),
            None => post_of_amp_page(tx, key).await?,
        };
        let page = page.unwrap_or_else(|| key.clone());
        // A thread of its own is shown as long as it is there.
        let has_own = page != *key
            && pages.iter().all(|(alias, _)| alias != key.as_str())
            && thread::queries::thread(tx, key).await?.is_some();
        found.push(if has_own { key.clone() } else { page });
    }
    Ok(found)
}

/// Joins the threads of a post's other addresses to its own; `post` is the job's subject.
pub async fn join_threads(app: App, post: String) -> JobResult {
    let id = post
        .parse()
        .map_err(|_| JobError::GiveUp(format!("`{post}` is not a post's id")))?;
    let mut tx = app.write().await?;
    let Some((own, others)) = aliases::of_post(&mut tx, PostId(id)).await? else {
        return Ok(());
    };
    let Ok(page) = own.parse::<ThreadKey>() else {
        return Ok(());
    };
    for alias in others.iter().filter_map(|alias| alias.parse().ok()) {
        merging::join(&mut tx, &alias, &page).await?;
    }
    Ok(tx.commit().await?)
}
