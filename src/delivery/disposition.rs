//! The disposition of a mail after an attempt: one table over the kinds of outcomes.

use crate::clock::{HOUR, MINUTE, Timestamp};
use crate::outbox::MailState;
use crate::random::Random;
use crate::smtp::DeliveryOutcome;

/// The next state of a mail, and the time of its next attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposition {
    /// The next state.
    pub state: MailState,
    /// The relay's answer or the reason.
    pub why: String,
    /// The time of the next attempt of a deferred mail.
    pub until: Option<Timestamp>,
}

/// Seconds after which a mail fails, unless it has had few attempts, as after a pause. RFC 5321
/// (section 4.5.4.1) asks for four to five days of a relay; a newsletter is out of date after two.
const GIVE_UP_AFTER: i64 = 48 * HOUR;

/// Attempts that every mail gets.
const LEAST_ATTEMPTS: i64 = 5;

/// Seconds until the next attempt of a mail that came too fast, and the seconds over which such
/// mails are spread.
const SOONEST: i64 = 2;

const SOON_SPREAD: i64 = 4;

/// Attempts that a mail that came too fast gets within seconds. One that is refused more often is
/// refused for another reason.
const MOST_SOON: i64 = 10;

/// Waits between attempts; the last one repeats.
const WAITS: [i64; 6] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];

/// The longest wait between attempts in seconds, with its spread.
pub const LONGEST_WAIT: i64 = 5 * HOUR;

/// Returns the disposition of a mail after its `attempts`th attempt.
pub fn decide(
    outcome: DeliveryOutcome,
    bulk: bool,
    attempts: i64,
    created: Timestamp,
    now: Timestamp,
    random: &Random,
) -> Disposition {
    let done = |state, why| Disposition {
        state,
        why,
        until: None,
    };
    match outcome {
        DeliveryOutcome::Accepted(reply) => done(MailState::Sent, reply.to_string()),
        DeliveryOutcome::PermanentFailure(reply) => done(MailState::Failed, reply.to_string()),
        // A digest that comes twice annoys. A confirmation that comes twice is better than none.
        DeliveryOutcome::Unanswered(why) if bulk => done(MailState::Unknown, why),
        DeliveryOutcome::TransientFailure(reply) => {
            defer(reply.to_string(), attempts, created, now, random)
        }
        DeliveryOutcome::Unreachable(why) | DeliveryOutcome::Unanswered(why) => {
            defer(why, attempts, created, now, random)
        }
    }
}

/// Returns the disposition of a mail that came too fast for a relay that takes others. Its first
/// ten attempts follow within seconds, the later ones by the schedule of other refusals.
pub fn too_fast(
    why: String,
    attempts: i64,
    created: Timestamp,
    now: Timestamp,
    random: &Random,
) -> Disposition {
    if attempts > MOST_SOON {
        return defer(why, attempts - MOST_SOON, created, now, random);
    }
    Disposition {
        state: MailState::Deferred,
        why,
        until: Some(now.plus(SOONEST + fraction_of(SOON_SPREAD, random.fraction()))),
    }
}

fn defer(
    why: String,
    attempts: i64,
    created: Timestamp,
    now: Timestamp,
    random: &Random,
) -> Disposition {
    let is_over = now.since(created) >= GIVE_UP_AFTER && attempts >= LEAST_ATTEMPTS;
    let (state, until) = if is_over {
        (MailState::Failed, None)
    } else {
        (MailState::Deferred, Some(now.plus(wait(attempts, random))))
    };
    Disposition { state, why, until }
}

/// Seconds until the next attempt. They grow, and are spread by up to a fifth, so that mails
/// deferred together are not tried together.
fn wait(attempts: i64, random: &Random) -> i64 {
    let step = usize::try_from(attempts - 1)
        .unwrap_or(0)
        .min(WAITS.len() - 1);
    let spread = random.fraction() / 5.0;
    WAITS[step] + fraction_of(WAITS[step], spread)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "hours in seconds, far below 2^52"
)]
fn fraction_of(seconds: i64, part: f64) -> i64 {
    (seconds as f64 * part) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_alone_comes_too_fast_is_given_up_in_the_end() {
        let (random, created) = (Random::seeded(1), Timestamp::from_unix(1_800_000_000));
        let (mut now, mut attempts, mut soon) = (created, 0, 0);
        loop {
            attempts += 1;
            let disposition = too_fast("slow down".into(), attempts, created, now, &random);
            let Some(until) = disposition.until else {
                assert_eq!(disposition.state, MailState::Failed);
                break;
            };
            soon += i64::from(until.since(now) < MINUTE);
            now = until;
        }
        assert_eq!(soon, MOST_SOON);
        assert!((20..40).contains(&attempts), "{attempts} attempts");
        let age = now.since(created);
        assert!((GIVE_UP_AFTER..GIVE_UP_AFTER + LONGEST_WAIT).contains(&age));
    }

    #[test]
    fn waits_grow_and_mails_deferred_together_are_spread_over_a_fifth() {
        let random = Random::seeded(1);
        for (attempt, least) in (1..).zip(WAITS) {
            let waits: Vec<i64> = (0..50).map(|_| wait(attempt, &random)).collect();
            let most = least + least / 5;
            assert!(
                waits.iter().all(|wait| (least..=most).contains(wait)),
                "{waits:?}"
            );
            let spread = waits.iter().max().zip(waits.iter().min());
            assert!(spread.is_some_and(|(last, first)| last - first > least / 10));
        }
    }

    #[test]
    fn a_mail_that_waited_for_days_is_not_given_up_for_a_slow_relay() {
        let (random, created) = (Random::seeded(1), Timestamp::from_unix(1_800_000_000));
        let late = created.plus(5 * GIVE_UP_AFTER);
        for attempts in 1..MOST_SOON + LEAST_ATTEMPTS {
            let disposition = too_fast("slow down".into(), attempts, created, late, &random);
            assert_eq!(disposition.state, MailState::Deferred, "{attempts}");
        }
    }
}
