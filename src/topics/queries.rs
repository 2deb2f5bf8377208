//! SQL of the topics.

use super::model::{Topic, TopicId};
use crate::clock::Timestamp;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn insert(
    tx: &mut Tx,
    slug: &str,
    name: &str,
    offered: bool,
    now: Timestamp,
) -> Result<TopicId> {
    // The update changes nothing; it makes RETURNING answer for a topic that is there already.
    const SQL: &str = "
        INSERT INTO topics (slug, name, offered, created_at) VALUES ($1, $2, $4, $3)
        ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug RETURNING id";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(slug).bind(name).bind(now).bind(offered).fetch_one(conn))
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Topic>> {
    const SQL: &str = "SELECT id, slug, name, offered FROM topics ORDER BY id";
    on!(tx, conn => sqlx::query_as(SQL).fetch_all(conn))
}

pub(super) async fn set_offered(tx: &mut Tx, id: TopicId, offered: bool) -> Result<bool> {
    const SQL: &str = "UPDATE topics SET offered = $2 WHERE id = $1";
    let changed = changed!(tx, conn => sqlx::query(SQL).bind(id).bind(offered).execute(conn))?;
    Ok(changed > 0)
}
