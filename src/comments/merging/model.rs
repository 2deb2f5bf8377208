//! Plain types of merging.

use crate::comments::model::ThreadId;

/// A thread by its key as it stands in the database.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct NamedThread {
    pub id: ThreadId,
    pub key: String,
}
