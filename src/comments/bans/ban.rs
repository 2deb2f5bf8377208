//! Adding, finding and removing bans. Each change leaves a line in the audit log.

use std::net::IpAddr;

use super::model::{Ban, BanId, NewBan};
use super::pattern::BanPattern;
use super::queries;
use crate::address::EmailAddress;
use crate::admin::audit::{self, Actor};
use crate::app::App;
use crate::clock::Timestamp;
use crate::comments::model::{Author, CommentId};
use crate::store::{Result, Tx};

/// The bans in force, newest first.
pub async fn list(tx: &mut Tx, now: Timestamp) -> Result<Vec<Ban>> {
    queries::in_force(tx, now).await
}

/// Adds a ban, or changes the one with the same pattern. Bans that have ended are deleted.
pub async fn add(tx: &mut Tx, app: &App, by: impl Into<Actor<'_>>, ban: &NewBan) -> Result<BanId> {
    let now = app.now();
    queries::delete_ended(tx, now).await?;
    let id = queries::upsert(tx, ban, now).await?;
    let act = if ban.is_shadow {
        "ban-shadow"
    } else {
        "ban-add"
    };
    audit::record(tx, by, act, &subject(id), now).await?;
    Ok(id)
}

/// Removes a ban; false when there is none.
pub async fn remove(tx: &mut Tx, app: &App, by: impl Into<Actor<'_>>, id: BanId) -> Result<bool> {
    if !queries::delete(tx, id).await? {
        return Ok(false);
    }
    audit::record(tx, by, "ban-remove", &subject(id), app.now()).await?;
    Ok(true)
}

/// What the audit log calls a ban. It names nobody, since an erasure would have to find it there.
fn subject(id: BanId) -> String {
    format!("ban:{}", id.0)
}

/// The ban on this author; an open one before a shadow ban.
pub(in crate::comments) async fn find(
    tx: &mut Tx,
    author: &Author,
    ip: IpAddr,
    now: Timestamp,
) -> Result<Option<Ban>> {
    let domain = author.email.as_ref().map_or("", EmailAddress::domain);
    let domain = format!("@{domain}");
    let candidates = queries::candidates(tx, &author.email_key(), &domain, now).await?;
    let bans = |ban: &Ban| {
        let pattern = BanPattern::parse(ban.kind, &ban.pattern);
        pattern.is_ok_and(|pattern| pattern.bans(author, ip))
    };
    Ok(candidates.into_iter().find(bans))
}

/// Shows a comment to its author alone, as one that waits.
pub(in crate::comments) async fn mark_shadowed(tx: &mut Tx, comment: CommentId) -> Result<()> {
    queries::mark_shadowed(tx, comment).await
}

/// Deletes the bans of a person who is erased: of the address, and of the names and networks of the person's comments. Those of
/// many people stay.
pub(in crate::comments) async fn forget_person(
    tx: &mut Tx,
    email: &EmailAddress,
    comments: &[(&str, Option<IpAddr>)],
) -> Result<()> {
    queries::delete_address(tx, &email.key()).await?;
    for ban in queries::of_networks_and_names(tx).await? {
        let Ok(pattern) = BanPattern::parse(ban.kind, &ban.pattern) else {
            continue;
        };
        let mut persons = comments.iter();
        if persons.any(|(name, ip)| pattern.is_of_person(name, *ip)) {
            queries::delete(tx, ban.id).await?;
        }
    }
    Ok(())
}

/// Deletes the bans that have ended.
pub(in crate::comments) async fn forget_ended(tx: &mut Tx, now: Timestamp) -> Result<()> {
    queries::delete_ended(tx, now).await
}
