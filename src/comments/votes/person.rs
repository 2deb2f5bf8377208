//! The votes of one person, found by the browsers of the person: their export and their erasure.

use super::model::{MyVote, Vote};
use super::vote::voter;
use super::{queries, wilson};
use crate::app::App;
use crate::comments::model::ThreadId;
use crate::store::{Result, Tx};
use crate::token::TokenHash;

/// The newest votes of these browsers.
pub async fn of_person(
    tx: &mut Tx,
    app: &App,
    browsers: &[TokenHash],
    limit: i64,
) -> Result<Vec<MyVote>> {
    let votes = queries::given_by(tx, &voters(app, browsers), limit).await?;
    let votes = votes.into_iter().map(|vote| MyVote {
        thread: vote.thread,
        comment: vote.comment_id,
        vote: vote.vote,
        voted_at: vote.voted_at,
    });
    Ok(votes.collect())
}

/// The threads in which these browsers voted.
pub async fn threads_of_person(
    tx: &mut Tx,
    app: &App,
    browsers: &[TokenHash],
) -> Result<Vec<ThreadId>> {
    let votes = queries::given_by(tx, &voters(app, browsers), i64::MAX).await?;
    Ok(votes.into_iter().map(|vote| vote.thread_id).collect())
}

/// Deletes the votes that these browsers gave, and takes them out of the counts of the comments.
pub async fn forget_person(tx: &mut Tx, app: &App, browsers: &[TokenHash]) -> Result<()> {
    for vote in queries::given_by(tx, &voters(app, browsers), i64::MAX).await? {
        queries::delete(tx, vote.comment_id, &vote.voter).await?;
        let (up, down) = match vote.vote {
            Vote::Up => (1, 0),
            Vote::Down => (0, 1),
        };
        let (up, down) = queries::subtract(tx, vote.comment_id, up, down).await?;
        queries::set_counts(tx, vote.comment_id, up, down, wilson::rank(up, down)).await?;
    }
    Ok(())
}

fn voters(app: &App, browsers: &[TokenHash]) -> Vec<String> {
    let voters = browsers.iter().map(|browser| voter(app, browser));
    voters.collect()
}
