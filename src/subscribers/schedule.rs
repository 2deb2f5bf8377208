//! The time of a reader's next digest, by cadence, local hour and time zone. It is always later than `now`.

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, ZonedDateTime};

use super::model::{Cadence, WeeklyDay};
use crate::clock::{DAY, HOUR, Timestamp, Zone};

/// The next moment of a cadence after `now`: every day, on `day` of the week or on the first of the month, at the local hour.
/// `None` for readers of each post.
pub fn next_after(
    cadence: Cadence,
    day: WeeklyDay,
    local_hour: i64,
    zone: &Zone,
    now: Timestamp,
) -> Option<Timestamp> {
    let today = now.at(zone).date();
    let (first, step) = match cadence {
        Cadence::EachPost => return None,
        Cadence::Daily => (Some(today), 1.day()),
        Cadence::Weekly => (latest(weekday(day), today), 1.week()),
        Cadence::Monthly => (Some(today.first_of_month()), 1.month()),
    };
    let mut date = first;
    // Today's hour may have passed, and a clock change may move tomorrow's a little: the third try is never needed.
    for _ in 0..3 {
        let moment = date.and_then(|date| at_hour(date, local_hour, zone));
        if let Some(moment) = moment.filter(|moment| *moment > now) {
            return Some(moment);
        }
        date = date.and_then(|date| date.checked_add(step).ok());
    }
    // The end of the calendar, year 9999: nobody is left waiting without a date.
    Some(now.plus(DAY))
}

/// The longest time until the next digest of a cadence, in seconds, with a clock change.
pub fn longest(cadence: Cadence) -> i64 {
    let days = match cadence {
        Cadence::EachPost => 0,
        Cadence::Daily => 1,
        Cadence::Weekly => 7,
        Cadence::Monthly => 31,
    };
    days * DAY + 2 * HOUR
}

/// The latest date of a weekday, up to `today`.
fn latest(day: Weekday, today: Date) -> Option<Date> {
    let days = i64::from(today.weekday().since(day));
    today.checked_sub(days.days()).ok()
}

fn weekday(day: WeeklyDay) -> Weekday {
    match day {
        WeeklyDay::Monday => Weekday::Monday,
        WeeklyDay::Tuesday => Weekday::Tuesday,
        WeeklyDay::Wednesday => Weekday::Wednesday,
        WeeklyDay::Thursday => Weekday::Thursday,
        WeeklyDay::Friday => Weekday::Friday,
        WeeklyDay::Saturday => Weekday::Saturday,
        WeeklyDay::Sunday => Weekday::Sunday,
    }
}

/// The moment of a local hour. A skipped hour becomes the next one, and a repeated hour counts the first time (RFC 5545, section
/// 3.3.5).
pub(super) fn at_hour(date: Date, hour: i64, zone: &Zone) -> Option<Timestamp> {
    let hour = i8::try_from(hour.clamp(0, 23)).ok()?;
    let moment: ZonedDateTime = date
        .at(hour, 0, 0, 0)
        .to_zoned_datetime(zone.rules().clone())
        .ok()?;
    Some(Timestamp::from_unix(moment.timestamp().as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The next moment after a local one, as local time with its offset.
    fn next(cadence: Cadence, hour: i64, zone: &str, after: &str) -> String {
        next_on(WeeklyDay::Monday, cadence, hour, zone, after)
    }

    fn next_on(day: WeeklyDay, cadence: Cadence, hour: i64, zone: &str, after: &str) -> String {
        let zone: Zone = zone.parse().unwrap();
        let now: Timestamp = after.parse().unwrap();
        let moment = next_after(cadence, day, hour, &zone, now).unwrap();
        assert!(moment > now);
        moment.at(&zone).strftime("%Y-%m-%d %H:%M %:z").to_string()
    }

    #[test]
    fn each_post_waits_for_no_hour() {
        let zone: Zone = "Asia/Seoul".parse().unwrap();
        let now = Timestamp::from_unix(1_795_478_400);
        assert_eq!(
            next_after(Cadence::EachPost, WeeklyDay::Monday, 8, &zone, now),
            None
        );
    }

    #[test]
    fn daily_is_today_before_the_hour_and_tomorrow_from_it_on() {
        let at = |after| next(Cadence::Daily, 8, "Asia/Seoul", after);
        assert_eq!(at("2026-11-24T07:59:59+09:00"), "2026-11-24 08:00 +09:00");
        assert_eq!(at("2026-11-24T08:00:00+09:00"), "2026-11-25 08:00 +09:00");
        assert_eq!(at("2026-11-24T23:30:00+09:00"), "2026-11-25 08:00 +09:00");
        assert_eq!(at("2026-12-31T09:00:00+09:00"), "2027-01-01 08:00 +09:00");
    }

    #[test]
    fn midnight_and_the_last_hour_are_hours_too() {
        assert_eq!(
            next(Cadence::Daily, 0, "Asia/Seoul", "2026-11-24T00:00:00+09:00"),
            "2026-11-25 00:00 +09:00"
        );
        assert_eq!(
            next(
                Cadence::Daily,
                23,
                "Asia/Seoul",
                "2026-11-24T22:59:59+09:00"
            ),
            "2026-11-24 23:00 +09:00"
        );
    }

    #[test]
    fn weekly_is_monday() {
        let at = |after| next(Cadence::Weekly, 8, "Asia/Seoul", after);
        assert_eq!(at("2026-11-24T09:00:00+09:00"), "2026-11-30 08:00 +09:00");
        assert_eq!(at("2026-11-29T23:59:59+09:00"), "2026-11-30 08:00 +09:00");
        assert_eq!(at("2026-11-30T07:00:00+09:00"), "2026-11-30 08:00 +09:00");
        assert_eq!(at("2026-11-30T08:00:00+09:00"), "2026-12-07 08:00 +09:00");
    }

    #[test]
    fn weekly_is_the_day_that_the_reader_chose() {
        let on = |day, after| next_on(day, Cadence::Weekly, 8, "Asia/Seoul", after);
        let tuesday = "2026-11-24T09:00:00+09:00";
        for (day, expected) in [
            (WeeklyDay::Monday, "2026-11-30 08:00 +09:00"),
            (WeeklyDay::Tuesday, "2026-12-01 08:00 +09:00"),
            (WeeklyDay::Wednesday, "2026-11-25 08:00 +09:00"),
            (WeeklyDay::Sunday, "2026-11-29 08:00 +09:00"),
        ] {
            assert_eq!(on(day, tuesday), expected, "{day}");
        }
        let early = "2026-11-24T07:00:00+09:00";
        assert_eq!(on(WeeklyDay::Tuesday, early), "2026-11-24 08:00 +09:00");
    }

    #[test]
    fn monthly_is_the_first() {
        let at = |after| next(Cadence::Monthly, 8, "Asia/Seoul", after);
        assert_eq!(at("2026-11-24T09:00:00+09:00"), "2026-12-01 08:00 +09:00");
        assert_eq!(at("2026-12-01T07:59:00+09:00"), "2026-12-01 08:00 +09:00");
        assert_eq!(at("2026-12-01T08:00:00+09:00"), "2027-01-01 08:00 +09:00");
        assert_eq!(at("2027-01-31T09:00:00+09:00"), "2027-02-01 08:00 +09:00");
    }

    #[test]
    fn the_readers_day_counts_and_not_the_servers() {
        // Monday morning in Kathmandu, 45 minutes off the full hours, is still Sunday evening in UTC.
        assert_eq!(
            next(
                Cadence::Weekly,
                6,
                "Asia/Kathmandu",
                "2026-11-29T23:00:00+00:00"
            ),
            "2026-11-30 06:00 +05:45"
        );
        assert_eq!(
            next(
                Cadence::Daily,
                6,
                "Asia/Kathmandu",
                "2026-11-30T00:15:00+00:00"
            ),
            "2026-12-01 06:00 +05:45"
        );
    }

    #[test]
    fn an_hour_that_spring_skips_is_taken_an_hour_later() {
        let at = |after| next(Cadence::Daily, 2, "America/New_York", after);
        assert_eq!(at("2026-03-08T00:30:00-05:00"), "2026-03-08 03:00 -04:00");
        assert_eq!(at("2026-03-08T03:00:00-04:00"), "2026-03-09 02:00 -04:00");
    }

    #[test]
    fn an_hour_that_autumn_repeats_is_taken_once() {
        let at = |after| next(Cadence::Daily, 1, "America/New_York", after);
        assert_eq!(at("2026-11-01T00:30:00-04:00"), "2026-11-01 01:00 -04:00");
        assert_eq!(at("2026-11-01T01:00:00-04:00"), "2026-11-02 01:00 -05:00");
        assert_eq!(at("2026-11-01T01:30:00-05:00"), "2026-11-02 01:00 -05:00");
    }

    #[test]
    fn the_local_hour_stays_when_the_clock_changes() {
        let at = |after| next(Cadence::Weekly, 8, "America/New_York", after);
        assert_eq!(at("2026-03-02T09:00:00-05:00"), "2026-03-09 08:00 -04:00");
        assert_eq!(at("2026-10-26T09:00:00-04:00"), "2026-11-02 08:00 -05:00");
    }
}
