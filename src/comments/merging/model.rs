//! Plain types of merging.

use crate::comments::model::ThreadId;

/// A thread with its key as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct NamedThread {
    pub id: ThreadId,
    pub key: String,
}
