//! Paths of a thread's page, of its feed, and of a comment on it.

use super::model::CommentId;
use super::thread_key::ThreadKey;

/// The path of a thread's page.
pub fn thread_path(thread: &ThreadKey) -> String {
    format!("/comments?{}", query(thread))
}

/// The path of the feed of all threads.
pub const SITE_FEED: &str = "/comments.atom";

/// The path of a thread's feed.
pub fn feed_path(thread: &ThreadKey) -> String {
    format!("{SITE_FEED}?{}", query(thread))
}

fn query(thread: &ThreadKey) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair("thread", thread.as_str())
        .finish()
}

/// The path of the page that shows this comment in its thread.
pub fn permalink(thread: &ThreadKey, comment: CommentId) -> String {
    format!(
        "{}&comment={comment}#comment-{comment}",
        thread_path(thread)
    )
}

/// The path of the form that asks for a link to claim an address. The link leads back to `return_to`, unless that is empty.
pub fn author_path(thread: &ThreadKey, return_to: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("thread", thread.as_str());
    if !return_to.is_empty() {
        query.append_pair("return", return_to);
    }
    format!("/comments/author?{}", query.finish())
}
