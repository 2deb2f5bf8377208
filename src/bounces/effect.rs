//! What a finding does. Anybody can write a mail that looks like a bounce, so what it may do depends on what it proves:
//! that it is about a mail of ours (its signed return path, or the Message-ID that only its reader knows), that it comes from
//! a mail service whose signature was checked, or nothing.

use super::Effect;
use super::queries::{self, New};
use super::reading::{Class, Finding, Reading, Reason};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::delivery::{self, Sent, suppression, verp};
use crate::store::{Result, Tx};
use crate::subscribers::{self, State, SubscriberId};

/// Days after which a soft bounce weighs half.
pub const HALF_LIFE_IN_DAYS: i64 = 30;
/// Soft bounces, weighed by age, at which an address is taken off: six days of daily mail, nine weeks of weekly mail.
pub const MOST_SOFT: f64 = 5.0;
/// Soft bounces of one address within this time are one: a full mailbox refuses every mail of a day.
const SOFT_APART: i64 = DAY;
/// Soft bounces older than this weigh too little to be looked at.
const SOFT_KEPT: i64 = 6 * HALF_LIFE_IN_DAYS * DAY;

/// Where findings come from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// A mail that anybody may have written, named by a hash of it.
    Mail {
        /// Tells this mail from every other.
        name: &'a str,
    },
    /// A call of a mail service whose signature was checked.
    Service {
        /// Which.
        source: &'static str,
        /// Tells this call from every other.
        name: &'a str,
    },
    /// The relay's own answer to a mail of ours.
    Relay(&'a Sent),
}

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// It was new, and had this effect.
    New(Effect),
    /// It was taken before.
    Known,
    /// It proves to be about nobody here.
    Nobody,
}

/// Whom a finding is about, and what it proves.
struct Target {
    address: EmailAddress,
    subscriber: Option<i64>,
    is_proven: bool,
}

/// Applies what was read, once; a second time it does nothing. Gives what became of each finding; several about one mail of
/// ours are one.
pub async fn take(
    tx: &mut Tx,
    app: &App,
    origin: Origin<'_>,
    reading: &Reading,
) -> Result<Vec<Did>> {
    let ours = match origin {
        Origin::Relay(sent) => Some(sent.clone()),
        _ => mail_of_ours(tx, app, reading).await?,
    };
    let mut done = Vec::new();
    if let Some(sent) = ours {
        // One mail, one recipient, whatever addresses it was forwarded to: the worst that is said counts.
        if let Some(finding) = reading
            .findings
            .iter()
            .max_by_key(|finding| weight(finding.class))
        {
            // A notice to a commenter names no subscriber, and yet its address may be one's.
            let subscriber = match sent.subscriber_id {
                Some(id) => Some(id),
                None => {
                    (subscribers::find_by_email(tx, &sent.recipient).await?).map(|them| them.id.0)
                }
            };
            let target = Target {
                address: sent.recipient,
                subscriber,
                is_proven: true,
            };
            done.push(apply(tx, app, origin, finding, target, 0).await?);
        }
        return Ok(done);
    }
    for (index, finding) in reading.findings.iter().enumerate() {
        done.push(match target_of(tx, origin, finding).await? {
            Some(target) => apply(tx, app, origin, finding, target, index).await?,
            None => Did::Nobody,
        });
    }
    Ok(done)
}

/// The mail that the report is about, when it proves to be one of ours.
async fn mail_of_ours(tx: &mut Tx, app: &App, reading: &Reading) -> Result<Option<Sent>> {
    for path in &reading.return_paths {
        if let Some(id) = verp::read(app.signer(), path)
            && let Some(sent) = delivery::sent(tx, id).await?
        {
            return Ok(Some(sent));
        }
    }
    for id in &reading.message_ids {
        if let Some(sent) = delivery::sent_as(tx, app.signer(), id.trim()).await? {
            return Ok(Some(sent));
        }
    }
    Ok(None)
}

/// Whom a finding without such a proof is about: an address that a service names, or a subscriber, who was mailed at least
/// to confirm. A stranger's word about anybody else is nothing.
async fn target_of(tx: &mut Tx, origin: Origin<'_>, finding: &Finding) -> Result<Option<Target>> {
    for address in [&finding.recipient, &finding.original]
        .into_iter()
        .flatten()
    {
        let subscriber = subscribers::find_by_email(tx, address).await?;
        let is_service = matches!(origin, Origin::Service { .. });
        if subscriber.is_some() || is_service {
            return Ok(Some(Target {
                address: address.clone(),
                subscriber: subscriber.map(|subscriber| subscriber.id.0),
                is_proven: is_service,
            }));
        }
    }
    Ok(None)
}

async fn apply(
    tx: &mut Tx,
    app: &App,
    origin: Origin<'_>,
    finding: &Finding,
    target: Target,
    index: usize,
) -> Result<Did> {
    let now = app.now();
    let address_hash = suppression::hash_of(app.signer(), &target.address);
    let (source, dedupe_key) = match origin {
        Origin::Mail { name } => ("import", format!("mail:{name}:{index}")),
        Origin::Service { source, name } => (source, format!("{source}:{name}:{index}")),
        Origin::Relay(sent) => ("smtp", format!("smtp:{}", sent.id.0)),
    };
    // Anybody can write a report: without a mark of ours it is a guess, which counts as a soft bounce. Somebody's own wish to
    // leave is believed as long as no return path of ours could prove it.
    let is_wish =
        finding.reason == Reason::Unsubscribe && app.config().mail.bounce_address.is_none();
    let is_guess = !target.is_proven && !is_wish;
    let effect = match finding.class {
        Class::None => Effect::Noted,
        _ if finding.is_delay => Effect::Noted,
        Class::Complaint if !is_guess => Effect::Complained,
        Class::Hard if !is_guess => Effect::Bounced,
        _ if !is_about_address(finding.reason) => Effect::Noted,
        _ => soft(tx, &address_hash, now).await?,
    };
    let new = New {
        dedupe_key: &dedupe_key,
        source,
        recipient: &target.address,
        address_hash: &address_hash,
        subscriber: target.subscriber,
        finding,
        effect,
    };
    if !queries::insert(tx, &new, now).await? {
        return Ok(Did::Known);
    }
    take_off(tx, app, &target, finding, effect).await?;
    Ok(Did::New(effect))
}

/// A soft bounce counts, or is the one too many.
async fn soft(tx: &mut Tx, address_hash: &str, now: Timestamp) -> Result<Effect> {
    let times = queries::soft_since(tx, address_hash, now.plus(-SOFT_KEPT)).await?;
    if times.iter().any(|at| now.since(*at) < SOFT_APART) {
        return Ok(Effect::Noted);
    }
    let so_far: f64 = times.iter().map(|at| weight_at_age(now.since(*at))).sum();
    Ok(if so_far + 1.0 >= MOST_SOFT {
        Effect::Bounced
    } else {
        Effect::Counted
    })
}

/// A soft bounce's weight after so many seconds.
#[expect(clippy::cast_precision_loss, reason = "seconds of half a year fit")]
fn weight_at_age(seconds: i64) -> f64 {
    0.5_f64.powf(seconds as f64 / (HALF_LIFE_IN_DAYS * DAY) as f64)
}

/// What is wrong with us or our mail is not the reader's fault, however often it happens.
fn is_about_address(reason: Reason) -> bool {
    !matches!(
        reason,
        Reason::Blocked
            | Reason::Auth
            | Reason::Sender
            | Reason::Policy
            | Reason::Spam
            | Reason::Virus
            | Reason::Content
            | Reason::Rate
            | Reason::Relaying
            | Reason::TooBig
    )
}

async fn take_off(
    tx: &mut Tx,
    app: &App,
    target: &Target,
    finding: &Finding,
    effect: Effect,
) -> Result<()> {
    let (state, reason) = match effect {
        Effect::Bounced => (State::Bounced, suppression::Reason::Bounced),
        Effect::Complained => (State::Complained, suppression::Reason::Complained),
        Effect::Counted | Effect::Noted => return Ok(()),
    };
    // The subscriber first: a fan-out that holds them is waited for, and its mail is there to be dropped.
    if let Some(subscriber) = target.subscriber {
        subscribers::turn_away(
            tx,
            SubscriberId(subscriber),
            state,
            finding.reason.as_str(),
            app.now(),
        )
        .await?;
    }
    suppression::add(
        tx,
        app.signer(),
        &target.address,
        reason,
        target.subscriber,
        app.now(),
    )
    .await?;
    Ok(())
}

/// Which of several findings about one mail counts.
fn weight(class: Class) -> u8 {
    match class {
        Class::None => 0,
        Class::Soft => 1,
        Class::Hard => 2,
        Class::Complaint => 3,
    }
}
