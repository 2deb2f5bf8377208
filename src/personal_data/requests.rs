//! Requests for a copy of one's data or for its erasure, with the day until which the law wants an answer. A request keeps the
//! address only while it is open.

use jiff::ToSpan;
use jiff::civil::Date;

use super::model::{DataRequest, RequestKind, RequestSource};
use super::queries;
use crate::address::EmailAddress;
use crate::clock::{Timestamp, Zone};
use crate::store::{Result, Tx};

/// Months in which a request is to be answered (GDPR, Article 12(3)).
const MONTHS: i64 = 1;

/// The moment at which a day begins in this zone, and the day until which a request of it is to be answered.
fn times(day: Date, zone: &Zone) -> Option<(Timestamp, Timestamp)> {
    let start = |day: Date| {
        let moment = day.to_zoned_datetime(zone.rules().clone()).ok()?;
        Some(Timestamp::from_unix(moment.timestamp().as_second()))
    };
    Some((start(day)?, start(day.checked_add(MONTHS.months()).ok()?)?))
}

/// Writes down a request that came on this day. Returns its number; `None` for a day in the future, or one that is no day.
pub async fn write_down(
    tx: &mut Tx,
    kind: RequestKind,
    address: &EmailAddress,
    day: Date,
    zone: &Zone,
    now: Timestamp,
) -> Result<Option<i64>> {
    let Some((asked, due)) = times(day, zone).filter(|(asked, _)| *asked <= now) else {
        return Ok(None);
    };
    let source = RequestSource::Owner;
    let id = queries::insert(tx, kind, Some(address), source, asked, due, None).await?;
    Ok(Some(id))
}

/// Records an erasure that a person made on their own page: it is answered at once.
pub async fn record_own(tx: &mut Tx, zone: &Zone, now: Timestamp) -> Result<()> {
    let due = times(now.at(zone).date(), zone).map_or(now, |(_, due)| due);
    let (kind, source) = (RequestKind::Erasure, RequestSource::Own);
    queries::insert(tx, kind, None, source, now, due, Some(now)).await?;
    Ok(())
}

/// Marks a request as answered and forgets its address. Returns false when it was already, or is not there.
pub async fn finish(tx: &mut Tx, id: i64, now: Timestamp) -> Result<bool> {
    queries::finish(tx, id, now).await
}

/// Marks every request of this address as answered, since nothing of the person is left.
pub(super) async fn finish_of(tx: &mut Tx, address: &EmailAddress, now: Timestamp) -> Result<()> {
    queries::finish_of(tx, &address.key(), now).await
}

/// Open requests, the most urgent first, then answered ones, newest first.
pub async fn list(tx: &mut Tx, most: i64) -> Result<Vec<DataRequest>> {
    queries::list(tx, most).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_due_on_the_same_day_of_the_next_month_or_its_last() {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let due = |day: &str| {
            let (_, due) = times(day.parse().unwrap(), &zone).unwrap();
            due.at(&zone).strftime("%Y-%m-%d").to_string()
        };
        assert_eq!(due("2026-11-24"), "2026-12-24");
        assert_eq!(due("2027-01-31"), "2027-02-28");
    }
}
