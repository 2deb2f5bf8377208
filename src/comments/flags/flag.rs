//! A reader's flag. Repeated flags, and those beyond a network's share, get the same answer and count for nothing.

use std::net::IpAddr;

use super::model::{FlagReason, FlaggableComment};
use super::person::keyed;
use super::queries;
use crate::app::App;
use crate::clock::DAY;
use crate::comments::model::CommentId;
use crate::comments::{moderation, thread};
use crate::rate_limits::{Hit, Limit, customer_network, wide_network};
use crate::store::{Result, Tx};
use crate::token::TokenHash;

/// Flags of one network on one comment: a household has some people, and one IPv6 customer may have a whole /48.
const OF_NETWORK: i64 = 2;

/// Flags of one client on all comments.
const OF_CLIENT: Limit = Limit {
    bucket: "comment-flags",
    most: 20,
    window: DAY,
};

/// The comment, when it is public.
pub async fn flaggable(tx: &mut Tx, id: CommentId) -> Result<Option<FlaggableComment>> {
    queries::flaggable(tx, id).await
}

/// Counts a reader's flag, and holds the comment when there are enough. `browser` stands for the person.
pub async fn flag(
    tx: &mut Tx,
    app: &App,
    id: CommentId,
    browser: &TokenHash,
    ip: IpAddr,
    reason: FlagReason,
) -> Result<()> {
    let now = app.now();
    let threshold = i64::try_from(app.config().comments.flag_threshold).unwrap_or(i64::MAX);
    if threshold == 0 || queries::flaggable(tx, id).await?.is_none() {
        return Ok(());
    }
    if OF_CLIENT.hit_client(tx, ip, now).await? != Hit::Within {
        return Ok(());
    }
    let person = keyed(app, browser.as_str());
    let widest = wide_network(ip).unwrap_or_else(|| customer_network(ip));
    let network = keyed(app, &widest.to_string());
    thread::queries::lock_thread(tx, id).await?;
    if queries::of_network(tx, id, &network).await? >= OF_NETWORK {
        return Ok(());
    }
    queries::insert(tx, id, &person, &network, reason, now).await?;
    let open = queries::open_reasons(tx, id).await?;
    if i64::try_from(open.len()).unwrap_or(i64::MAX) >= threshold {
        moderation::hold_flagged(tx, app, id, open).await?;
    }
    Ok(())
}
