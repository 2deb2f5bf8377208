//! Paths of a thread's page and of a comment on it.

use super::model::CommentId;
use super::thread_key::ThreadKey;

/// The path of a thread's page.
pub fn thread_path(thread: &ThreadKey) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("thread", thread.as_str())
        .finish();
    format!("/comments?{query}")
}

/// The path of the page that shows this comment in its thread.
pub fn permalink(thread: &ThreadKey, comment: CommentId) -> String {
    format!(
        "{}&comment={comment}#comment-{comment}",
        thread_path(thread)
    )
}
