//! Log messages about a relay's outage: one when it begins, then at growing intervals, and one when
//! it ends.

use std::time::Duration;

use tokio::time::Instant;

/// The first interval; each further line waits four times as long.
const FIRST: Duration = Duration::from_mins(1);

/// The longest interval.
const LONGEST: Duration = Duration::from_hours(6);

/// The outage of one relay as the log shows it.
#[derive(Debug, Default)]
pub(super) struct OutageLog {
    is_said: bool,
    /// The time of the last message, and the interval until the next one.
    last: Option<(Instant, Duration)>,
}

impl OutageLog {
    /// Records a failed attempt; true when a message is due.
    pub(super) fn begins(&mut self, now: Instant) -> bool {
        let pause = match self.last {
            Some((said, pause)) if now - said < pause => return false,
            // After a long time it is a new outage.
            Some((said, pause)) if now - said < pause * 8 => (pause * 4).min(LONGEST),
            _ => FIRST,
        };
        self.last = Some((now, pause));
        self.is_said = true;
        true
    }

    /// Records a success; true when an outage ends.
    pub(super) fn ends(&mut self) -> bool {
        std::mem::take(&mut self.is_said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_is_said_at_its_beginning_at_growing_intervals_and_at_its_end() {
        let start = Instant::now();
        let mut outage = OutageLog::default();
        assert!(!outage.ends(), "nothing was said");
        let said: Vec<u64> = (0..24 * 60)
            .filter(|minute| outage.begins(start + Duration::from_mins(*minute)))
            .collect();
        assert_eq!(said, [0, 1, 5, 21, 85, 341, 701, 1_061, 1_421]);
        assert!(outage.ends());
        assert!(!outage.ends());
        let again = start + Duration::from_hours(24);
        assert!(
            !outage.begins(again),
            "a relay that comes and goes is not said each time"
        );
        assert!(outage.begins(again + Duration::from_hours(72)));
    }
}
