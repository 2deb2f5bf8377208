//! A tag and its id.

use serde::{Deserialize, Serialize};

/// The row id of a tag.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type,
)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct TagId(pub i64);

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ReaderTag {
    /// The id.
    pub id: TagId,
    /// Its name as it was written first.
    pub name: String,
}
