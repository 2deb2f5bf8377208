//! SQL of votes.

use sqlx::types::Json;

use super::model::{GivenVote, Vote, VotedComment, VoterNetworks};
use crate::clock::Timestamp;
use crate::comments::model::{CommentId, ThreadId};
use crate::store::{Result, Tx};
use crate::{changed, on};

/// A public comment; its row stays locked.
pub(super) async fn lock_public(tx: &mut Tx, id: CommentId) -> Result<Option<VotedComment>> {
    const SQL: &str = "
        UPDATE comments SET learned = learned WHERE id = $1 AND status = 'approved'
        RETURNING browser, up, down";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).fetch_optional(conn))
}

/// The voter's vote on a comment.
pub(super) async fn vote_of(tx: &mut Tx, id: CommentId, voter: &str) -> Result<Option<Vote>> {
    const SQL: &str = "SELECT vote FROM comment_votes WHERE voter = $1 AND comment_id = $2";
    on!(tx, conn => sqlx::query_scalar(SQL).bind(voter).bind(id).fetch_optional(conn))
}

/// The voter's votes on the comments of a thread.
pub(super) async fn votes_of(
    tx: &mut Tx,
    thread: ThreadId,
    voter: &str,
) -> Result<Vec<(CommentId, Vote)>> {
    const SQL: &str = "
        SELECT v.comment_id, v.vote FROM comment_votes AS v JOIN comments AS c ON c.id = v.comment_id
        WHERE v.voter = $1 AND c.thread_id = $2";
    on!(tx, conn => sqlx::query_as(SQL).bind(voter).bind(thread).fetch_all(conn))
}

/// The votes on a comment after `since` from the same network, and from the same wide one.
pub(super) async fn of_networks(
    tx: &mut Tx,
    id: CommentId,
    networks: &VoterNetworks,
    since: Timestamp,
) -> Result<(i64, i64)> {
    const SQL: &str = "
        SELECT count(CASE WHEN network = $2 THEN 1 END), count(CASE WHEN wide_network = $3 THEN 1 END)
        FROM comment_votes WHERE comment_id = $1 AND voted_at > $4";
    on!(tx, conn => sqlx::query_as(SQL)
        .bind(id).bind(&networks.near).bind(&networks.wide).bind(since).fetch_one(conn))
}

pub(super) async fn set_vote(
    tx: &mut Tx,
    id: CommentId,
    voter: &str,
    networks: &VoterNetworks,
    vote: Option<Vote>,
    now: Timestamp,
) -> Result<()> {
    const SET: &str = "
        INSERT INTO comment_votes (voter, comment_id, vote, voted_at, network, wide_network) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (voter, comment_id) DO UPDATE SET vote = $3, voted_at = $4";
    let Some(vote) = vote else {
        return delete(tx, id, voter).await;
    };
    changed!(tx, conn => sqlx::query(SET)
        .bind(voter).bind(id).bind(vote).bind(now).bind(&networks.near).bind(&networks.wide).execute(conn))?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: CommentId, voter: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM comment_votes WHERE voter = $1 AND comment_id = $2";
    changed!(tx, conn => sqlx::query(SQL).bind(voter).bind(id).execute(conn))?;
    Ok(())
}

macro_rules! given_by {
    ($voters:literal) => {
        concat!(
            "SELECT v.voter, c.thread_id, t.key AS thread, v.comment_id, v.vote, v.voted_at
             FROM comment_votes AS v JOIN comments AS c ON c.id = v.comment_id JOIN threads AS t ON t.id = c.thread_id
             WHERE v.voter IN (",
            $voters,
            ") ORDER BY v.voted_at DESC, v.comment_id DESC LIMIT $2"
        )
    };
}

/// The newest votes of these voters.
pub(super) async fn given_by(tx: &mut Tx, voters: &[String], limit: i64) -> Result<Vec<GivenVote>> {
    let sql = tx.either(
        given_by!("SELECT value FROM json_each($1)"),
        given_by!("SELECT jsonb_array_elements_text($1)"),
    );
    on!(tx, conn => sqlx::query_as(sql).bind(Json(voters)).bind(limit).fetch_all(conn))
}

/// Takes votes out of the counts of a comment, and returns the rest.
pub(super) async fn subtract(tx: &mut Tx, id: CommentId, up: i64, down: i64) -> Result<(i64, i64)> {
    const SQL: &str =
        "UPDATE comments SET up = up - $2, down = down - $3 WHERE id = $1 RETURNING up, down";
    on!(tx, conn => sqlx::query_as(SQL).bind(id).bind(up).bind(down).fetch_one(conn))
}

/// Sets the counts and the rank of a comment.
pub(super) async fn set_counts(
    tx: &mut Tx,
    id: CommentId,
    up: i64,
    down: i64,
    rank: i64,
) -> Result<()> {
    const SQL: &str = "UPDATE comments SET up = $2, down = $3, best = $4 WHERE id = $1";
    changed!(tx, conn => sqlx::query(SQL).bind(id).bind(up).bind(down).bind(rank).execute(conn))?;
    Ok(())
}

const DELETE_ON_SQLITE: &str =
    "DELETE FROM comment_votes WHERE comment_id IN (SELECT value FROM json_each($1))";
const DELETE_ON_POSTGRES: &str = "
    DELETE FROM comment_votes
    WHERE comment_id IN (SELECT CAST(value AS BIGINT) FROM jsonb_array_elements_text($1))";

/// Deletes every vote on these comments.
pub(in crate::comments) async fn forget(tx: &mut Tx, ids: &[CommentId]) -> Result<()> {
    let sql = tx.either(DELETE_ON_SQLITE, DELETE_ON_POSTGRES);
    changed!(tx, conn => sqlx::query(sql).bind(Json(ids)).execute(conn))?;
    Ok(())
}
