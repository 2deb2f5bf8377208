//! A circuit breaker leaves a relay alone for a while when it is down or refuses many mails.

use std::time::Duration;

use tokio::time::Instant;

/// Failures in a row that open the breaker.
const MAX_FAILURES: u32 = 3;
/// The first pause. Each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// Refusals for now among the last [`WATCHED_ANSWERS`] that open the breaker.
const MAX_REFUSALS: u32 = 10;
/// Answers after which refusals are counted anew.
const WATCHED_ANSWERS: u32 = 20;

/// The breaker of one relay.
#[derive(Debug, Default)]
pub(super) struct CircuitBreaker {
    failures: u32,
    open_until: Option<Instant>,
    /// Refusals for now, and all answers, since they were last counted anew.
    refused: u32,
    answered: u32,
    /// Pauses since the last success.
    pauses: u32,
}

impl CircuitBreaker {
    /// Returns the rest of the pause; `None` when the relay can be used.
    pub(super) fn pause(&self, now: Instant) -> Option<Duration> {
        self.open_until?.checked_duration_since(now)
    }

    /// True when the relay took nothing the last times that it was tried.
    pub(super) fn is_down(&self) -> bool {
        self.failures >= MAX_FAILURES
    }

    /// Counts an attempt in which the relay gave no answer. One that answers no dot is down as well: each further mail would be
    /// one that nobody knows about.
    pub(super) fn failed(&mut self, now: Instant) {
        self.failures += 1;
        if self.is_down() {
            self.open(now);
        }
    }

    /// Counts a refusal for now; true when there were so many that the breaker opens.
    pub(super) fn refused(&mut self, now: Instant) -> bool {
        self.failures = 0;
        self.refused += 1;
        self.answered += 1;
        let opens = self.refused >= MAX_REFUSALS;
        if opens {
            self.open(now);
            (self.refused, self.answered) = (0, 0);
        }
        self.count_anew();
        opens
    }

    /// Counts a mail that the relay took, or refused for good.
    pub(super) fn answered(&mut self) {
        self.failures = 0;
        self.pauses = 0;
        self.answered += 1;
        self.count_anew();
    }

    /// The relay takes other mails: what failed was no failure of its own.
    pub(super) fn reset_failures(&mut self) {
        self.failures = 0;
    }

    fn count_anew(&mut self) {
        if self.answered >= WATCHED_ANSWERS {
            (self.refused, self.answered) = (0, 0);
        }
    }

    fn open(&mut self, now: Instant) {
        if self.open_until.is_some_and(|until| until > now) {
            // Connections that were under way fail together: that is one failure.
            return;
        }
        let pause = FIRST_PAUSE * 2_u32.saturating_pow(self.pauses.min(10));
        self.pauses += 1;
        self.open_until = Some(now + pause.min(LONGEST_PAUSE));
    }
}
