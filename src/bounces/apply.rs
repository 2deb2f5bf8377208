//! Applies findings to addresses. Anybody can write a mail that looks like a bounce, so its effect depends on its proof.
//!
//! Some reports prove that they are about a mail of ours, by the signed return path or by the Message-ID that only the
//! reader knows. Some come from a mail service whose signature was checked. The others prove nothing.

use super::leaving;
use super::model::{ApplyOutcome, BounceReason, BounceReport, Class, Effect, Finding};
use super::queries::{self, NewBounce};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::message::verp;
use crate::outbox::{self, ReportedMail, suppression};
use crate::store::{Result, Tx};
use crate::subscribers::departures::{self, DepartureReason};
use crate::subscribers::{self, SubscriberId, SubscriberState};

/// Days after which a soft bounce weighs half.
pub const HALF_LIFE_IN_DAYS: i64 = 30;
/// Soft bounces, weighed by age, that suppress an address: six days of daily mail, nine weeks of weekly mail.
pub const MOST_SOFT: f64 = 5.0;
/// Soft bounces of one address within this time are one: a full mailbox refuses every mail of a day.
const SOFT_APART: i64 = DAY;
/// Soft bounces older than this weigh too little to count.
const SOFT_KEPT: i64 = 6 * HALF_LIFE_IN_DAYS * DAY;

/// The origin of findings.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// A mail that anybody may have written, named by a hash of it.
    Mail {
        /// The hash of the mail.
        name: &'a str,
    },
    /// A call of a mail service whose signature was checked.
    Service {
        /// The name of the service.
        source: &'static str,
        /// The name of the call.
        name: &'a str,
    },
    /// The relay's own answer to a mail of ours.
    Relay(&'a ReportedMail),
}

/// The address that a finding is about, and whether that is proved.
struct Target {
    address: EmailAddress,
    subscriber: Option<SubscriberId>,
    is_proven: bool,
}

/// Applies a report once; a second time it does nothing. Returns the outcome of each finding. Several findings about one mail of
/// ours are one.
pub async fn apply_report(
    tx: &mut Tx,
    app: &App,
    origin: Origin<'_>,
    report: &BounceReport,
) -> Result<Vec<ApplyOutcome>> {
    if matches!(origin, Origin::Mail { .. })
        && let Some(outcome) = leaving::apply(tx, app, report).await?
    {
        return Ok(vec![outcome]);
    }
    let ours = match origin {
        Origin::Relay(sent) => Some(sent.clone()),
        _ => mail_of_ours(tx, app, report).await?,
    };
    let mut done = Vec::new();
    if let Some(sent) = ours {
        // One mail, one recipient, whatever addresses it was forwarded to: the worst that is said counts.
        if let Some(finding) = report
            .findings
            .iter()
            .max_by_key(|finding| weight(finding.class))
        {
            // A notice to a commenter names no subscriber, and yet its address may be one's.
            let subscriber = match sent.subscriber_id {
                Some(id) => Some(id),
                None => {
                    (subscribers::find_by_email(tx, &sent.recipient).await?).map(|them| them.id)
                }
            };
            let target = Target {
                address: sent.recipient,
                subscriber,
                is_proven: true,
            };
            done.push(apply_finding(tx, app, origin, finding, target, 0).await?);
        }
        return Ok(done);
    }
    for (index, finding) in report.findings.iter().enumerate() {
        done.push(match target_of(tx, origin, finding).await? {
            Some(target) => apply_finding(tx, app, origin, finding, target, index).await?,
            None => ApplyOutcome::Nobody,
        });
    }
    Ok(done)
}

/// The mail of ours that the report is about, if the report proves it.
async fn mail_of_ours(
    tx: &mut Tx,
    app: &App,
    report: &BounceReport,
) -> Result<Option<ReportedMail>> {
    for path in &report.return_paths {
        if let Some(id) = verp::read(app.signer(), path)
            && let Some(sent) = outbox::find(tx, id).await?
        {
            return Ok(Some(sent));
        }
    }
    for id in &report.message_ids {
        if let Some(sent) = outbox::find_by_message_id(tx, app.signer(), id.trim()).await? {
            return Ok(Some(sent));
        }
    }
    Ok(None)
}

/// The target of a finding without such a proof: an address that a service names, or a subscriber, who got at least a
/// confirmation. A stranger's report about anybody else has no target.
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
                subscriber: subscriber.map(|subscriber| subscriber.id),
                is_proven: is_service,
            }));
        }
    }
    Ok(None)
}

async fn apply_finding(
    tx: &mut Tx,
    app: &App,
    origin: Origin<'_>,
    finding: &Finding,
    target: Target,
    index: usize,
) -> Result<ApplyOutcome> {
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
        finding.reason == BounceReason::Unsubscribe && app.config().mail.bounce_address.is_none();
    let is_guess = !target.is_proven && !is_wish;
    let effect = match finding.class {
        Class::None => Effect::Noted,
        _ if finding.is_delay => Effect::Noted,
        Class::Complaint if !is_guess => Effect::Complained,
        Class::Hard if !is_guess => Effect::Bounced,
        _ if !is_about_address(finding.reason) => Effect::Noted,
        _ => soft(tx, &address_hash, now).await?,
    };
    let new = NewBounce {
        dedupe_key: &dedupe_key,
        source,
        recipient: &target.address,
        address_hash: &address_hash,
        subscriber: target.subscriber,
        finding,
        effect,
    };
    if !queries::insert(tx, &new, now).await? {
        return Ok(ApplyOutcome::Known);
    }
    suppress(tx, app, &target, finding, effect).await?;
    Ok(ApplyOutcome::New(effect))
}

/// Counts a soft bounce; enough of them suppress the address.
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

/// The weight of a soft bounce at an age in seconds.
#[expect(clippy::cast_precision_loss, reason = "seconds of half a year fit")]
fn weight_at_age(seconds: i64) -> f64 {
    0.5_f64.powf(seconds as f64 / (HALF_LIFE_IN_DAYS * DAY) as f64)
}

/// True unless the reason lies with us or our mail, which is not the reader's fault, or is somebody's wish.
fn is_about_address(reason: BounceReason) -> bool {
    !matches!(
        reason,
        BounceReason::Blocked
            | BounceReason::Auth
            | BounceReason::Sender
            | BounceReason::Policy
            | BounceReason::Spam
            | BounceReason::Virus
            | BounceReason::Content
            | BounceReason::Rate
            | BounceReason::Relaying
            | BounceReason::TooBig
            // Somebody's wish that is not proved: the address takes mail.
            | BounceReason::Unsubscribe
    )
}

async fn suppress(
    tx: &mut Tx,
    app: &App,
    target: &Target,
    finding: &Finding,
    effect: Effect,
) -> Result<()> {
    let (state, reason) = match effect {
        Effect::Bounced => (
            SubscriberState::Bounced,
            suppression::SuppressionReason::Bounced,
        ),
        Effect::Complained => (
            SubscriberState::Complained,
            suppression::SuppressionReason::Complained,
        ),
        Effect::Counted | Effect::Noted => return Ok(()),
    };
    if effect == Effect::Complained {
        let left = DepartureReason::Left;
        departures::remember(tx, app.signer(), &target.address, left, app.now()).await?;
    }
    // The subscriber first: a fan-out that holds them is waited for, and its mail is there to be dropped.
    if let Some(subscriber) = target.subscriber {
        subscribers::block(tx, subscriber, state, finding.reason.as_str(), app.now()).await?;
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

/// The order of findings about one mail: the worst counts.
fn weight(class: Class) -> u8 {
    match class {
        Class::None => 0,
        Class::Soft => 1,
        Class::Hard => 2,
        Class::Complaint => 3,
    }
}
