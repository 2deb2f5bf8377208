//! What becomes of a mail after an attempt: one table over the kinds of answers.

use super::State;
use super::smtp::{EnhancedCode, Reply, asks_for_slower_pace};
use crate::clock::{HOUR, MINUTE, Timestamp};
use crate::random::Random;

/// How an attempt to hand a mail over ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The relay took responsibility for it; its reply.
    Accepted(Reply),
    /// The relay refused this mail for now (4xx); its reply.
    RefusedForNow(Reply),
    /// The relay refused this mail for good (5xx); its reply.
    RefusedForGood(Reply),
    /// No relay could be talked to: connection, greeting, TLS or sign-in failed, the line broke before the final dot could
    /// have left, or the relay closed it (421); not this mail's fault, and the relay has not got it.
    Unreachable(String),
    /// The final dot was sent, or may have been, and no answer came.
    Unanswered(String),
}

impl Verdict {
    /// True when the relay would take this mail at a slower pace: a 4xx in so many words, or a 421 that says the same. A
    /// recipient who gets too much mail from everybody (4.2.1) is not the relay.
    pub fn is_too_fast(&self) -> bool {
        match self {
            Self::RefusedForNow(reply) => {
                !reply.enhanced.is_some_and(EnhancedCode::is_about_mailbox)
                    && asks_for_slower_pace(&reply.text)
            }
            Self::Unreachable(why) => why
                .split_once(": 421 ")
                .is_some_and(|(_, words)| asks_for_slower_pace(words)),
            _ => false,
        }
    }
}

/// The state that follows, and when to try again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The next state.
    pub state: State,
    /// The relay's answer or the reason.
    pub why: String,
    /// For a deferred mail: when.
    pub until: Option<Timestamp>,
}

/// A mail that no relay takes for two days is given up (RFC 5321, section 4.5.4.1, asks for four to five days of a relay;
/// a newsletter two days old is no news), unless it was tried but a few times, as after a pause.
const GIVE_UP_AFTER: i64 = 48 * HOUR;
/// Attempts that every mail gets.
const LEAST_ATTEMPTS: i64 = 5;
/// Seconds after which a mail that came too fast is tried again, and over how many such mails are spread.
const SOONEST: i64 = 2;
const SOON_SPREAD: i64 = 4;
/// Attempts after which a mail that came too fast is tried again in seconds: whatever is refused more often than the others
/// is refused for itself.
const MOST_SOON: i64 = 10;
/// Waits between attempts; the last one repeats.
const WAITS: [i64; 6] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR];
/// No wait between attempts is longer, in seconds: the last one with its spread.
pub const LONGEST_WAIT: i64 = 5 * HOUR;

/// Decides over a mail after its `attempts`th attempt.
pub fn decide(
    verdict: Verdict,
    bulk: bool,
    attempts: i64,
    created: Timestamp,
    now: Timestamp,
    random: &Random,
) -> Fate {
    let done = |state, why| Fate {
        state,
        why,
        until: None,
    };
    match verdict {
        Verdict::Accepted(reply) => done(State::Sent, reply.to_string()),
        Verdict::RefusedForGood(reply) => done(State::Failed, reply.to_string()),
        // Sent twice, a digest annoys; sent twice, a confirmation is better than none.
        Verdict::Unanswered(why) if bulk => done(State::Unknown, why),
        Verdict::RefusedForNow(reply) => defer(reply.to_string(), attempts, created, now, random),
        Verdict::Unreachable(why) | Verdict::Unanswered(why) => {
            defer(why, attempts, created, now, random)
        }
    }
}

/// The fate of a mail that came too fast for a relay that takes others: again in some seconds after its first ten attempts,
/// and then by the schedule of every other refusal, from the schedule's start.
pub fn too_fast(
    why: String,
    attempts: i64,
    created: Timestamp,
    now: Timestamp,
    random: &Random,
) -> Fate {
    if attempts > MOST_SOON {
        return defer(why, attempts - MOST_SOON, created, now, random);
    }
    Fate {
        state: State::Deferred,
        why,
        until: Some(now.plus(SOONEST + fraction_of(SOON_SPREAD, random.fraction()))),
    }
}

fn defer(why: String, attempts: i64, created: Timestamp, now: Timestamp, random: &Random) -> Fate {
    let is_over = now.since(created) >= GIVE_UP_AFTER && attempts >= LEAST_ATTEMPTS;
    let (state, until) = if is_over {
        (State::Failed, None)
    } else {
        (State::Deferred, Some(now.plus(wait(attempts, random))))
    };
    Fate { state, why, until }
}

/// Seconds until the next attempt: growing, and spread by up to a fifth so that mails deferred together do not come back together.
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
            let fate = too_fast("slow down".into(), attempts, created, now, &random);
            let Some(until) = fate.until else {
                assert_eq!(fate.state, State::Failed);
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
    fn a_mail_that_waited_for_days_is_not_given_up_for_a_slow_relay() {
        let (random, created) = (Random::seeded(1), Timestamp::from_unix(1_800_000_000));
        let late = created.plus(5 * GIVE_UP_AFTER);
        for attempts in 1..MOST_SOON + LEAST_ATTEMPTS {
            let fate = too_fast("slow down".into(), attempts, created, late, &random);
            assert_eq!(fate.state, State::Deferred, "{attempts}");
        }
    }

    #[test]
    fn a_recipient_who_gets_too_much_mail_is_not_the_relays_pace() {
        let said = |code, subject, detail, text: &str| {
            let enhanced = Some(EnhancedCode {
                class: 4,
                subject,
                detail,
            });
            Verdict::RefusedForNow(Reply {
                code,
                enhanced,
                text: text.into(),
            })
        };
        for (subject, detail, text) in [
            (
                2,
                1,
                "The user you are trying to contact is receiving mail at a rate that prevents more",
            ),
            (2, 1, "Too many messages, try again later"),
            (7, 1, "Ratelimit \"to\" exceeded"),
            (7, 1, "Ratelimit \"bounce_to\" exceeded"),
            (3, 2, "STOREDRV.Deliver; recipient thread limit exceeded"),
            (7, 0, "This recipient gets too many messages at present"),
        ] {
            assert!(!said(450, subject, detail, text).is_too_fast(), "{text}");
        }
        for (subject, detail, text) in [
            (7, 0, "Throttling failure: Maximum sending rate exceeded."),
            (7, 1, "Ratelimit \"user\" exceeded"),
            (
                7,
                1,
                "<kim@example.org>: Recipient address rejected: sender rate limit exceeded",
            ),
            (4, 2, "Too many concurrent connections"),
        ] {
            assert!(said(454, subject, detail, text).is_too_fast(), "{text}");
        }
        let closed =
            Verdict::Unreachable("it closed: 421 4.7.0 Too many messages, slow down".into());
        assert!(closed.is_too_fast());
    }
}
