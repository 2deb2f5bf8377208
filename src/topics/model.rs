//! A topic, as posts are about it and subscribers choose it.

pub use crate::ids::TopicId;

/// Something that subscribers may choose.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Topic {
    /// Its row.
    pub id: TopicId,
    /// Its name in forms and JSON.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Shown on the sign-up page.
    pub offered: bool,
}
