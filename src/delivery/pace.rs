//! The pace that a relay takes, learnt from its answers. A refusal lowers it to what the relay took in the last second; calm
//! raises it again: quickly up to the pace that was refused last, slowly around it, and quickly again once it seems forgotten.

use std::time::Duration;

use tokio::time::Instant;

/// Refusals within this time are one: connections that were under way are refused together.
const TOGETHER: Duration = Duration::from_secs(1);
/// A pace is kept so long after a refusal before it grows.
const KEPT: Duration = Duration::from_secs(2);
/// After so long without a refusal the ceiling is forgotten: another process that shared the relay may have finished.
const CEILING_LASTS: Duration = Duration::from_secs(10);
/// The factor by which a pace grows in a second where more is likely to be taken, and where it is tried with care.
const QUICK_GROWTH: f64 = 1.5;
const SLOW_GROWTH: f64 = 1.02;
/// From this part of the ceiling on it grows slowly.
const NEAR_CEILING: f64 = 0.9;
/// The longest time between two accepted mails for which growth is counted.
const MOST_GROWTH: Duration = Duration::from_secs(1);
/// How late a mail may be without the next one waiting a whole interval again.
const SLACK: Duration = Duration::from_millis(100);
/// Less than what was taken in the last second: relays count in windows of their own.
const BELOW_TAKEN: f64 = 0.9;
/// The first pace at a relay that took nothing in the last second, in mails a second.
const FIRST: f64 = 1.0;
/// Mails a second at least, so that a relay that takes mail again is noticed.
const SLOWEST: f64 = 0.2;
/// A pace beyond this many mails a second is none.
const FASTEST: f64 = 500.0;
/// A relay that took a mail within this time takes mail: what it refuses for its pace is tried again in seconds.
const TAKES_MAIL: Duration = Duration::from_mins(1);
/// So many refusals in a row are tried again in seconds by a process that has not seen the relay take a mail: another process may
/// be using up what it takes.
const MOST_IN_A_ROW: u32 = 10;
/// Attempts of a mail that say something of the relay's pace: one that is refused more often is refused for itself, and would
/// slow all others down.
const MOST_TELLING: i64 = 3;
/// Parts of the last second in which accepted mails are counted.
const PARTS: usize = 10;

/// A learnt pace; none at first.
#[derive(Debug, Default)]
pub(super) struct RelayPace {
    /// Mails a second.
    rate: Option<f64>,
    /// The pace that was refused last; none where the relay took nothing before it.
    ceiling: Option<f64>,
    /// When the next mail may go.
    next: Option<Instant>,
    slowed_at: Option<Instant>,
    grown_at: Option<Instant>,
    taken_at: Option<Instant>,
    /// Refusals since then.
    refused: u32,
    /// Mails taken in each tenth of the last second, with the number of that tenth since the beginning.
    taken: [(u64, u32); PARTS],
    begun_at: Option<Instant>,
}

impl RelayPace {
    /// Takes a mail's place; the wait when there is none now.
    pub(super) fn take(&mut self, now: Instant) -> Option<Duration> {
        let rate = self.rate?;
        let next = self.next.unwrap_or(now);
        if next > now {
            return Some(next - now);
        }
        let due = self.next.map_or(now, |next| next.max(now - SLACK));
        self.next = Some(due + Duration::from_secs_f64(1.0 / rate));
        None
    }

    /// The relay took a mail.
    pub(super) fn accepted(&mut self, now: Instant) {
        self.taken_at = Some(now);
        self.refused = 0;
        let part = self.part(now);
        let slot = &mut self.taken[usize::try_from(part).unwrap_or(0) % PARTS];
        *slot = (part, if slot.0 == part { slot.1 + 1 } else { 1 });
        if let Some(rate) = self.rate {
            self.rate = Some(rate * self.growth(now)).filter(|rate| *rate < FASTEST);
        }
    }

    /// The factor by which the pace grows with a mail that was taken now.
    fn growth(&mut self, now: Instant) -> f64 {
        let grown_at = self.grown_at.replace(now).unwrap_or(now);
        let calm = self.slowed_at.map_or(Duration::MAX, |at| now - at);
        if calm < KEPT {
            return 1.0;
        }
        let is_near = |ceiling: f64| self.rate.is_some_and(|rate| rate >= NEAR_CEILING * ceiling);
        let each_second = if calm < CEILING_LASTS && self.ceiling.is_some_and(is_near) {
            SLOW_GROWTH
        } else {
            QUICK_GROWTH
        };
        each_second.powf((now - grown_at).min(MOST_GROWTH).as_secs_f64())
    }

    /// The relay refused a mail since they come too fast; it was the mail's `attempts`th attempt.
    pub(super) fn refused(&mut self, now: Instant, attempts: i64) {
        self.refused = self.refused.saturating_add(1);
        if attempts <= MOST_TELLING {
            self.slow_down(now);
        }
    }

    fn slow_down(&mut self, now: Instant) {
        if self.slowed_at.is_some_and(|at| now - at < TOGETHER) {
            return;
        }
        let taken = f64::from(self.taken_lately(now));
        let safe = taken * BELOW_TAKEN;
        let (rate, ceiling, pause) = match self.rate {
            // What is in the relay's window has to leave it first.
            None => (safe.max(FIRST), taken, TOGETHER),
            Some(rate) => {
                let lower = rate * BELOW_TAKEN;
                let ceiling = lower.max(safe);
                (safe.clamp(rate / 2.0, lower), ceiling, TOGETHER / 5)
            }
        };
        self.rate = Some(rate.max(SLOWEST));
        self.ceiling = Some(ceiling).filter(|ceiling| *ceiling > 0.0);
        self.next = Some(now + pause);
        self.slowed_at = Some(now);
        self.grown_at = Some(now);
    }

    /// True when the relay took a mail a short while ago, or may be taking those of another process.
    pub(super) fn takes_mail(&self, now: Instant) -> bool {
        self.refused <= MOST_IN_A_ROW || self.taken_at.is_some_and(|at| now - at < TAKES_MAIL)
    }

    /// Mails a second, once it was learnt.
    pub(super) fn rate(&self) -> Option<f64> {
        self.rate
    }

    fn taken_lately(&mut self, now: Instant) -> u32 {
        let part = self.part(now);
        let is_recent = |at: u64| at + PARTS as u64 > part;
        let recent = self.taken.iter().filter(|(at, _)| is_recent(*at));
        recent.map(|(_, mails)| mails).sum()
    }

    /// The number of this tenth of a second since the first look.
    fn part(&mut self, now: Instant) -> u64 {
        let begun = *self.begun_at.get_or_insert(now);
        u64::try_from((now - begun).as_millis() / (1_000 / PARTS as u128)).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;

    /// Sends `mails` to a relay that takes `most` in any second; the seconds that it takes, and how many were refused.
    fn course(mails: u32, most: usize) -> (f64, u32) {
        course_of(RelayPace::default(), Instant::now(), mails, most)
    }

    fn course_of(mut pace: RelayPace, start: Instant, mails: u32, most: usize) -> (f64, u32) {
        let mut window = VecDeque::new();
        let (mut sent, mut refused, mut now) = (0, 0, start);
        while sent < mails {
            if let Some(wait) = pace.take(now) {
                now += wait;
                continue;
            }
            // A mail takes a hundredth of a second.
            now += Duration::from_millis(10);
            while window
                .front()
                .is_some_and(|at| now - *at >= Duration::from_secs(1))
            {
                window.pop_front();
            }
            if window.len() < most {
                window.push_back(now);
                sent += 1;
                pace.accepted(now);
            } else {
                refused += 1;
                pace.refused(now, 1);
            }
        }
        ((now - start).as_secs_f64(), refused)
    }

    #[test]
    fn a_relay_that_takes_ten_a_second_gets_nearly_ten_a_second() {
        let (seconds, refused) = course(200, 10);
        assert!((19.0..24.0).contains(&seconds), "{seconds} s");
        assert!(refused < 12, "{refused} refused");
    }

    #[test]
    fn what_another_process_leaves_of_a_relay_is_taken_within_seconds() {
        let (mut pace, now) = (RelayPace::default(), Instant::now());
        pace.refused(now, 1);
        assert_eq!(pace.rate(), Some(FIRST), "the other one took everything");
        let (seconds, refused) = course_of(pace, now, 40, 10);
        assert!(seconds < 12.0, "{seconds} s");
        assert!(refused < 5, "{refused} refused");
    }

    #[test]
    fn a_pace_that_was_refused_is_approached_slowly() {
        let (mut pace, mut now) = (RelayPace::default(), Instant::now());
        for _ in 0..20 {
            pace.accepted(now);
        }
        pace.refused(now, 1);
        assert_eq!(pace.rate(), Some(18.0));
        for _ in 0..9 {
            now += Duration::from_secs(1);
            pace.accepted(now);
        }
        assert!((18.0..22.0).contains(&pace.rate().unwrap()), "{pace:?}");
        for _ in 0..5 {
            now += Duration::from_secs(1);
            pace.accepted(now);
        }
        assert!(pace.rate().unwrap() > 60.0, "{pace:?}");
    }

    #[test]
    fn a_relay_that_never_says_too_fast_has_no_pace() {
        let (seconds, refused) = course(1_000, 10_000);
        assert!(seconds < 11.0 && refused == 0);
    }

    #[test]
    fn a_relay_that_takes_nothing_is_not_asked_every_second() {
        let (mut pace, mut now) = (RelayPace::default(), Instant::now());
        for _ in 0..MOST_IN_A_ROW {
            pace.refused(now, 1);
            assert!(pace.takes_mail(now), "another process may be using it");
            now += Duration::from_secs(3);
        }
        pace.refused(now, 1);
        assert!(!pace.takes_mail(now), "a daily quota, say");
        pace.accepted(now);
        pace.refused(now, 1);
        assert!(pace.takes_mail(now));
    }

    #[test]
    fn one_mail_that_is_refused_again_and_again_does_not_slow_the_others_down() {
        let (mut pace, mut now) = (RelayPace::default(), Instant::now());
        let mut sent = 0;
        for tick in 1..=12_000 {
            now += Duration::from_millis(10);
            if pace.take(now).is_none() {
                sent += 1;
                pace.accepted(now);
            }
            // Every four seconds, for two minutes.
            if tick % 400 == 0 {
                pace.refused(now, tick / 400);
            }
        }
        assert!(sent > 8_000, "{sent} of 12000");
    }

    #[test]
    fn a_slow_relay_is_found_and_a_quick_one_is_not_kept_slow() {
        let (seconds, _) = course(30, 1);
        assert!((29.0..60.0).contains(&seconds), "{seconds} s");
        let mut pace = RelayPace::default();
        let mut now = Instant::now();
        pace.refused(now, 1);
        assert_eq!(pace.rate(), Some(FIRST));
        for _ in 0..400 {
            now += Duration::from_secs(1);
            pace.accepted(now);
        }
        assert_eq!(pace.rate(), None, "it grew until it was none");
    }
}
