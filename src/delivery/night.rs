//! Advertising waits for the morning where it is night: from 21:00 to 08:00 in the reader's zone.

use jiff::ToSpan;

use super::context::SenderContext;
use super::model::{ClaimedMail, MailResult};
use super::queries::night as queries;
use super::queries::result::finish;
use crate::clock::{MINUTE, Timestamp, Zone};
use crate::store::{self, Result, Tx};

/// The local hour at which a night begins.
const EVENING: i8 = 21;
/// The local hour at which it ends.
const MORNING: i8 = 8;
/// Seconds in which a claimed mail is surely out: a night begins so much earlier.
const UNDER_WAY: i64 = 5 * MINUTE;

/// Mails that one statement puts off.
const STEP: u64 = 5000;

/// Puts off the due mails of every zone that has night until its morning, before a claim counts them against a rate.
pub(super) async fn put_off(context: &SenderContext) -> Result<()> {
    let mut zone = String::new();
    loop {
        let mut tx = context.store.read().await?;
        let now = store::now(&mut tx, &context.clock).await?;
        let Some(next) = queries::zone_after(&mut tx, &zone).await? else {
            return Ok(());
        };
        let morning = morning_of_zone(context, &next, now);
        let is_due = morning.is_some() && queries::is_due(&mut tx, &next, now).await?;
        drop(tx);
        zone = next;
        let Some(morning) = morning.filter(|_| is_due) else {
            continue;
        };
        loop {
            let mut tx = context.store.write().await?;
            let moved = queries::put_off(&mut tx, &zone, morning, now, STEP).await?;
            tx.commit().await?;
            if moved < STEP {
                break;
            }
        }
    }
}

/// Takes out the claimed mails whose readers have night, and puts them back until the morning.
pub(super) async fn without_nights(
    tx: &mut Tx,
    context: &SenderContext,
    mails: Vec<ClaimedMail>,
    now: Timestamp,
) -> Result<Vec<ClaimedMail>> {
    let (mut by_day, mut put_back) = (Vec::with_capacity(mails.len()), Vec::new());
    for mail in mails {
        match morning_of(context, &mail, now) {
            None => by_day.push(mail),
            Some(morning) => put_back.push(MailResult::put_back(&mail, morning)),
        }
    }
    if !put_back.is_empty() {
        let entries: Vec<&MailResult> = put_back.iter().collect();
        finish(tx, &entries, now).await?;
    }
    Ok(by_day)
}

/// The end of the night in which the mail's reader is.
pub(super) fn morning_of(
    context: &SenderContext,
    mail: &ClaimedMail,
    now: Timestamp,
) -> Option<Timestamp> {
    morning_of_zone(context, mail.night_zone.as_deref()?, now)
}

/// The end of the night in which this zone is. A zone that is not known any more has the site's nights.
fn morning_of_zone(context: &SenderContext, zone: &str, now: Timestamp) -> Option<Timestamp> {
    let zone = zone.parse().unwrap_or_else(|_| context.time_zone());
    morning_after(&zone, now)
}

/// The end of the night in which this moment is; `None` by day.
fn morning_after(zone: &Zone, now: Timestamp) -> Option<Timestamp> {
    let (here, soon) = (now.at(zone), now.plus(UNDER_WAY).at(zone));
    let date = if here.hour() < MORNING {
        here.date()
    } else if here.hour() >= EVENING || soon.hour() >= EVENING {
        here.date().checked_add(1.day()).ok()?
    } else {
        return None;
    };
    let morning = date.at(MORNING, 0, 0, 0);
    let morning = morning.to_zoned_datetime(zone.rules().clone()).ok()?;
    Some(Timestamp::from_unix(morning.timestamp().as_second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn morning(zone: &str, now: &str) -> Option<String> {
        let zone: Zone = zone.parse().unwrap();
        let morning = morning_after(&zone, now.parse().unwrap());
        morning.map(|moment| moment.at(&zone).strftime("%Y-%m-%d %H:%M %:z").to_string())
    }

    #[test]
    fn a_night_lasts_from_nine_in_the_evening_to_eight_in_the_morning() {
        let seoul = |now: &str| morning("Asia/Seoul", now);
        assert_eq!(seoul("2026-11-24T20:54:59+09:00"), None);
        let next = Some("2026-11-25 08:00 +09:00".to_owned());
        for night in [
            "24T20:55:00",
            "24T21:00:00",
            "24T23:59:59",
            "25T00:00:00",
            "25T07:59:59",
        ] {
            assert_eq!(seoul(&format!("2026-11-{night}+09:00")), next, "{night}");
        }
        assert_eq!(seoul("2026-11-25T08:00:00+09:00"), None);
        assert_eq!(seoul("2026-11-25T12:00:00+09:00"), None);
    }

    #[test]
    fn a_night_with_a_change_of_clocks_ends_at_the_local_hour() {
        let berlin = |now| morning("Europe/Berlin", now);
        assert_eq!(
            berlin("2027-03-27T21:00:00+01:00").as_deref(),
            Some("2027-03-28 08:00 +02:00")
        );
        assert_eq!(
            berlin("2027-10-30T21:00:00+02:00").as_deref(),
            Some("2027-10-31 08:00 +01:00")
        );
    }
}
