//! Check of the consent record: every sealed event is unchanged, and no event waits long for its seal.

use futures_util::FutureExt as _;

use super::context::CheckContext;
use super::model::Check;
use crate::clock::{MINUTE, whole_minutes};
use crate::store;
use crate::subscribers::consent::chain::verify;
use crate::token::hex;

pub(super) const NAME: &str = "consents";

/// Seconds that an event may wait for its seal without a warning; a second or two is usual.
const LONGEST_WAIT: i64 = MINUTE;
/// Letters of a hash that tell it from any other.
const HASH_LETTERS: usize = 16;

pub(super) async fn check(context: &CheckContext<'_>) -> Check {
    let look = async {
        examine(context).await.unwrap_or_else(|error| {
            let fix = context.words().say("doctor-database-closed-fix");
            Check::fail(NAME, error, fix)
        })
    };
    context.in_time(NAME, look.boxed()).await
}

async fn examine(context: &CheckContext<'_>) -> store::Result<Check> {
    let words = context.words();
    let mut tx = context.app.read().await?;
    let report = verify(&mut tx).await?;
    if let Some(broken) = report.broken {
        let found = words
            .say("doctor-consents-broken")
            .with("event", broken.event.0)
            .with("after", broken.after.0)
            .with("what", broken.what);
        return Ok(Check::fail(
            NAME,
            found,
            words.say("doctor-consents-broken-fix"),
        ));
    }
    let now = context.app.now();
    let waiting = report.oldest_unsealed;
    if let Some((event, at)) = waiting.filter(|(_, at)| now.since(*at) > LONGEST_WAIT) {
        let found = words
            .say("doctor-consents-unsealed")
            .with("event", event.0)
            .with("minutes", whole_minutes(now.since(at)));
        return Ok(Check::warning(
            NAME,
            found,
            words.say("doctor-consents-unsealed-fix"),
        ));
    }
    let mut hash = hex(&report.hash);
    hash.truncate(HASH_LETTERS);
    Ok(Check::ok(
        NAME,
        words
            .say("doctor-consents-good")
            .with("events", report.events)
            .with("unsealed", waiting.map_or(0, |(event, _)| event.0))
            .with("hash", hash),
    ))
}
