//! Voting: a browser sets, changes or takes back its vote on a public comment. The counts of the comment change with it.

use std::net::IpAddr;

use super::model::{Vote, VoteError, VoterNetworks, Votes};
use super::{queries, wilson};
use crate::app::App;
use crate::clock::{DAY, MINUTE};
use crate::comments::model::CommentId;
use crate::comments::thread::{self, ThreadState};
use crate::rate_limits::{Hit, Limit, customer_network, wide_network};
use crate::store::{Result, Tx};
use crate::token::{Purpose, TokenHash, hex};

/// Votes and changes of votes by one client.
const VOTES_OF_CLIENT: Limit = Limit {
    bucket: "votes-client",
    most: 60,
    window: 10 * MINUTE,
};

/// Browsers of one network whose votes on one comment count in a day: a household, not a program that throws its cookies away.
const VOTERS_OF_NETWORK: i64 = 3;

/// The same for the /48 around an IPv6 network: one customer may have all of it.
const VOTERS_OF_WIDE_NETWORK: i64 = 48;

/// Sets a browser's vote on a comment; `None` takes it back. A second call changes nothing.
pub async fn vote(
    tx: &mut Tx,
    app: &App,
    id: CommentId,
    browser: &TokenHash,
    vote: Option<Vote>,
    ip: IpAddr,
) -> std::result::Result<Votes, VoteError> {
    let now = app.now();
    thread::queries::lock_thread(tx, id).await?;
    let comment = queries::lock_public(tx, id)
        .await?
        .ok_or(VoteError::NoComment)?;
    if comment.browser.as_ref() == Some(browser) {
        return Err(VoteError::Own);
    }
    let voter = voter(app, browser);
    let before = queries::vote_of(tx, id, &voter).await?;
    let (mut up, mut down) = (comment.up, comment.down);
    let own = vote;
    if before == vote {
        return Ok(Votes { up, down, own });
    }
    if let Hit::Over { retry_after } = VOTES_OF_CLIENT.hit_client(tx, ip, now).await? {
        return Err(VoteError::TooMany { retry_after });
    }
    let networks = networks(app, ip);
    if before.is_none() {
        let (near, wide) = queries::of_networks(tx, id, &networks, now.plus(-DAY)).await?;
        if near >= VOTERS_OF_NETWORK || wide >= VOTERS_OF_WIDE_NETWORK {
            return Err(VoteError::Network);
        }
    }
    for (vote, change) in [(before, -1), (vote, 1)] {
        match vote {
            Some(Vote::Up) => up += change,
            Some(Vote::Down) => down += change,
            None => {}
        }
    }
    queries::set_vote(tx, id, &voter, &networks, vote, now).await?;
    queries::set_counts(tx, id, up, down, wilson::rank(up, down)).await?;
    Ok(Votes { up, down, own })
}

/// The votes of a browser in a thread.
pub async fn of_browser(
    tx: &mut Tx,
    app: &App,
    thread: &ThreadState,
    browser: Option<&TokenHash>,
) -> Result<Vec<(CommentId, Vote)>> {
    match (thread.id(), browser) {
        (Some(thread), Some(browser)) => queries::votes_of(tx, thread, &voter(app, browser)).await,
        _ => Ok(Vec::new()),
    }
}

/// What the database knows a voter by. Without the installation's secret nobody finds the comments of the same browser.
pub(super) fn voter(app: &App, browser: &TokenHash) -> String {
    keyed(app, browser.as_str())
}

fn networks(app: &App, ip: IpAddr) -> VoterNetworks {
    VoterNetworks {
        near: keyed(app, &customer_network(ip).to_string()),
        wide: wide_network(ip).map(|network| keyed(app, &network.to_string())),
    }
}

fn keyed(app: &App, text: &str) -> String {
    hex(&app.signer().keyed_hash(Purpose::Voter, text)[..16])
}
