//! Times as export files write them.

use jiff::Timestamp as Moment;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::report::BadRecord;
use crate::clock::Timestamp;

/// The moment of the comment with this id, when its text is a time.
pub(super) fn of_comment(
    id: &str,
    text: &str,
    read: impl FnOnce(&str) -> Option<Timestamp>,
) -> Result<Timestamp, BadRecord> {
    read(text).ok_or_else(|| BadRecord::lost(id, format!("`{text}` is no time")))
}

/// The moment of a time of any form that we know: RFC 3339, with an offset behind a space, or without one in this zone.
pub(super) fn moment(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let offset = || Moment::strptime("%Y-%m-%d %H:%M:%S %z", text).ok();
    let with_offset = rfc3339(text).or_else(|| Some(of(offset()?)));
    with_offset.or_else(|| in_zone(text, zone))
}

/// The moment of `2026-03-01T00:30:00Z`.
pub(super) fn rfc3339(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(of)
}

/// The moment of `2026-03-01 00:30:00` in a zone; `None` for the zeros that stand for no time.
pub(super) fn in_zone(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let local = DateTime::strptime("%Y-%m-%d %H:%M:%S", text.get(..19)?).ok()?;
    let moment = local.to_zoned_datetime(zone.clone()).ok()?.timestamp();
    (local.year() >= 1970).then(|| of(moment))
}

fn of(moment: Moment) -> Timestamp {
    Timestamp::from_unix(moment.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_a_time_is_one_moment() {
        let seoul = TimeZone::get("Asia/Seoul").unwrap();
        let expected = Some(Timestamp::from_unix(1_772_325_000));
        for text in [
            "2026-03-01T00:30:00Z",
            "2026-03-01T00:30:00.123456789Z",
            "2026-03-01T09:30:00+09:00",
            "2026-03-01 09:30:00 +0900",
            "2026-03-01 09:30:00",
        ] {
            assert_eq!(moment(text, &seoul), expected, "{text}");
        }
        for none in [
            "",
            "0000-00-00 00:00:00",
            "yesterday",
            "2026-13-01 00:00:00",
        ] {
            assert_eq!(moment(none, &seoul), None, "{none}");
        }
    }
}
