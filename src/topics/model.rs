//! A topic and its id.

pub use crate::ids::TopicId;

/// A topic that posts have and subscribers choose.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Topic {
    /// The id.
    pub id: TopicId,
    /// Its name in forms and JSON.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Shown on the sign-up page.
    pub offered: bool,
}
