//! SQL of flags.

use sqlx::types::Json;

use super::model::{FlagReason, FlaggableComment, MyFlag};
use crate::clock::Timestamp;
use crate::comments::model::CommentId;
use crate::store::{Result, Tx};
use crate::{changed, on};

pub(super) async fn flaggable(tx: &mut Tx, id: CommentId) -> Result<Option<FlaggableComment>> {
    const SQL: &str = "
        SELECT c.name, c.html, t.key AS thread_key FROM comments AS c JOIN threads AS t ON t.id = c.thread_id
        WHERE c.id = $1 AND c.status = 'approved'";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// The flags of a network on a comment, settled ones too.
pub(super) async fn of_network(tx: &mut Tx, id: CommentId, network: &str) -> Result<i64> {
    const SQL: &str = "SELECT count(*) FROM comment_flags WHERE comment_id = $1 AND network = $2";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).bind(network).fetch_one(conn))
}

/// Inserts a flag; a person has one a comment.
pub(super) async fn insert(
    tx: &mut Tx,
    id: CommentId,
    person: &str,
    network: &str,
    reason: FlagReason,
    now: Timestamp,
) -> Result<()> {
    const SQL: &str = "
        INSERT INTO comment_flags (comment_id, person, network, reason, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (comment_id, person) DO NOTHING";
    changed!(tx, conn => sqlx::query(SQL)
        .bind(id).bind(person).bind(network).bind(reason).bind(now).execute(conn))?;
    Ok(())
}

/// The reasons of the flags that no moderator settled, one a flag.
pub(super) async fn open_reasons(tx: &mut Tx, id: CommentId) -> Result<Vec<FlagReason>> {
    const SQL: &str = "SELECT reason FROM comment_flags WHERE comment_id = $1 AND NOT is_settled";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(id).fetch_all(conn))
}

macro_rules! of_people {
    ($people:literal) => {
        concat!(
            "SELECT t.key AS thread, f.comment_id AS comment, f.reason, f.created_at
             FROM comment_flags AS f JOIN comments AS c ON c.id = f.comment_id JOIN threads AS t ON t.id = c.thread_id
             WHERE f.person IN (",
            $people,
            ") ORDER BY f.created_at DESC, f.comment_id DESC LIMIT $2"
        )
    };
}

/// The newest reports of these people.
pub(super) async fn of_people(tx: &mut Tx, people: &[String], limit: i64) -> Result<Vec<MyFlag>> {
    let sql = tx.either(
        of_people!("SELECT value FROM json_each($1)"),
        of_people!("SELECT jsonb_array_elements_text($1)"),
    );
    on!(tx, conn => sqlx::query_as(sql).bind(Json(people)).bind(limit).fetch_all(conn))
}

const DELETE_ON_SQLITE: &str =
    "DELETE FROM comment_flags WHERE person IN (SELECT value FROM json_each($1))";
const DELETE_ON_POSTGRES: &str =
    "DELETE FROM comment_flags WHERE person IN (SELECT jsonb_array_elements_text($1))";

pub(super) async fn delete_people(tx: &mut Tx, people: &[String]) -> Result<()> {
    let sql = tx.either(DELETE_ON_SQLITE, DELETE_ON_POSTGRES);
    changed!(tx, conn => sqlx::query(sql).bind(Json(people)).execute(conn))?;
    Ok(())
}

/// Settles the flags of a comment that a moderator approved.
pub(in crate::comments) async fn settle(tx: &mut Tx, id: CommentId) -> Result<()> {
    const SQL: &str =
        "UPDATE comment_flags SET is_settled = TRUE WHERE comment_id = $1 AND NOT is_settled";
    changed!(tx, conn => sqlx::query(SQL).bind(id).execute(conn))?;
    Ok(())
}
