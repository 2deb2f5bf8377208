//! When a relay's trouble is said in the log: once when it begins, then at growing intervals, and once when it has ended.

use std::time::Duration;

use tokio::time::Instant;

/// The first interval; each further line waits four times as long.
const FIRST: Duration = Duration::from_mins(1);
/// The longest interval.
const LONGEST: Duration = Duration::from_hours(6);

/// A relay's trouble as the log knows it.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    is_said: bool,
    /// When the last line was written, and how long the next one waits.
    last: Option<(Instant, Duration)>,
}

impl Trouble {
    /// An attempt failed; true when that is to be said now.
    pub(super) fn begins(&mut self, now: Instant) -> bool {
        let pause = match self.last {
            Some((said, pause)) if now - said < pause => return false,
            // After a good while it is another trouble.
            Some((said, pause)) if now - said < pause * 8 => (pause * 4).min(LONGEST),
            _ => FIRST,
        };
        self.last = Some((now, pause));
        self.is_said = true;
        true
    }

    /// An attempt succeeded; true when the end of a trouble is to be said.
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
        let mut trouble = Trouble::default();
        assert!(!trouble.ends(), "nothing was said");
        let said: Vec<u64> = (0..24 * 60)
            .filter(|minute| trouble.begins(start + Duration::from_mins(*minute)))
            .collect();
        assert_eq!(said, [0, 1, 5, 21, 85, 341, 701, 1_061, 1_421]);
        assert!(trouble.ends());
        assert!(!trouble.ends());
        let again = start + Duration::from_hours(24);
        assert!(
            !trouble.begins(again),
            "a relay that comes and goes is not said each time"
        );
        assert!(trouble.begins(again + Duration::from_hours(72)));
    }
}
