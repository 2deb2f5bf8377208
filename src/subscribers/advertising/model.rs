//! What a reader agrees to get of advertising, and the notices about it.

use jiff::ToSpan;

use crate::address::EmailAddress;
use crate::clock::{DAY, Timestamp, Zone};
use crate::config::{Compliance, Config};
use crate::ids::SubscriberId;
use crate::subscribers::consent::Action;

/// What a reader agrees to get of advertising.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AdvertisingChoice {
    /// None.
    #[default]
    None,
    /// Advertising between 08:00 and 21:00.
    Day,
    /// Advertising at any hour.
    Night,
}

crate::text_enum!(AdvertisingChoice { None => "none", Day => "day", Night => "night" });

impl AdvertisingChoice {
    /// The choice of two boxes. Only the law of Korea has them; the one for nights counts with the other alone.
    pub fn ticked(config: &Config, advertising: &str, night: &str) -> Self {
        match (config.site.compliance, advertising, night) {
            (Compliance::Kr, "yes", "yes") => Self::Night,
            (Compliance::Kr, "yes", _) => Self::Day,
            _ => Self::None,
        }
    }

    /// True where they agree to advertising.
    pub const fn is_given(self) -> bool {
        !matches!(self, Self::None)
    }

    /// True where they agree to advertising at night.
    pub const fn is_at_night(self) -> bool {
        matches!(self, Self::Night)
    }
}

/// Since when a reader agrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct AdvertisingConsent {
    /// To advertising.
    pub advertising_at: Option<Timestamp>,
    /// To advertising at night.
    pub night_advertising_at: Option<Timestamp>,
}

impl AdvertisingConsent {
    /// What they agree to.
    pub fn choice(self) -> AdvertisingChoice {
        match (self.advertising_at, self.night_advertising_at) {
            (None, _) => AdvertisingChoice::None,
            (Some(_), None) => AdvertisingChoice::Day,
            (Some(_), Some(_)) => AdvertisingChoice::Night,
        }
    }
}

/// The kind of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// The result of a consent, a refusal or a withdrawal (제50조제7항).
    Result,
    /// The question, every two years, whether a consent still stands (제50조제8항).
    Confirmation,
}

crate::text_enum!(NoticeKind { Result => "result", Confirmation => "confirmation" });

/// The state of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeState {
    /// Its mail is to be written.
    Due,
    /// Its mail is in the outbox.
    Queued,
    /// A relay accepted its mail.
    Sent,
    /// Its mail was given up.
    Failed,
    /// Its mail was not sent: the address takes no mail.
    Dropped,
}

crate::text_enum!(NoticeState {
    Due => "due", Queued => "queued", Sent => "sent", Failed => "failed", Dropped => "dropped",
});

/// A notice that is to be mailed.
pub(super) struct NewNotice<'a> {
    pub subscriber: SubscriberId,
    pub kind: NoticeKind,
    pub acts: &'a [Action],
    pub said_at: Timestamp,
    pub due_at: Timestamp,
}

/// A notice.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Notice {
    /// Its number.
    pub id: i64,
    /// Whom it is for; `None` once they are erased.
    pub subscriber_id: Option<SubscriberId>,
    /// Their address now.
    pub email: Option<EmailAddress>,
    /// Its kind.
    pub kind: NoticeKind,
    /// The acts that it tells, with spaces between.
    pub acts: String,
    /// When the person said so.
    pub said_at: Timestamp,
    /// Until when the law wants it.
    pub due_at: Timestamp,
    /// Its state.
    pub state: NoticeState,
    /// When its mail had a result.
    pub settled_at: Option<Timestamp>,
}

impl Notice {
    /// True when the law's time has passed and no relay took the mail, though the address takes mail.
    pub fn is_late(&self, now: Timestamp) -> bool {
        let is_open = !matches!(self.state, NoticeState::Sent | NoticeState::Dropped);
        is_open && self.due_at < now
    }
}

/// Days in which the result has to be told (시행령 제62조의2).
pub(super) const RESULT_DAYS: i64 = 14;

/// Years after which a consent is asked about again (시행령 제62조의3).
const YEARS: i64 = 2;

/// Days before that day at which the question goes out: a mail that fails can be repeated.
const LEAD_DAYS: i64 = 30;

/// The days on which a consent is to be confirmed: the same date every two years, from its beginning in this zone.
pub(super) fn next_confirmation(given: Timestamp, zone: &Zone, after: Timestamp) -> Timestamp {
    let date = given.at(zone).date();
    let mut day = given;
    for period in 1..=50 {
        // 29 February becomes the 28th.
        let Ok(anniversary) = date.checked_add((YEARS * period).years()) else {
            break;
        };
        let Ok(moment) = anniversary.to_zoned_datetime(zone.rules().clone()) else {
            break;
        };
        day = Timestamp::from_unix(moment.timestamp().as_second());
        if day > after {
            break;
        }
    }
    day
}

/// When the question for this day goes out.
pub(super) fn asked_for(day: Timestamp) -> Timestamp {
    day.plus(-LEAD_DAYS * DAY)
}

/// The day for which a question that goes out at this time is.
pub(super) fn day_of(asked: Timestamp) -> Timestamp {
    asked.plus(LEAD_DAYS * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confirmed(given: &str, after: &str) -> String {
        let zone: Zone = "Asia/Seoul".parse().unwrap();
        let (given, after) = (given.parse().unwrap(), after.parse().unwrap());
        let day = next_confirmation(given, &zone, after);
        day.at(&zone).strftime("%Y-%m-%d %H:%M").to_string()
    }

    #[test]
    fn a_consent_is_confirmed_on_its_own_date_every_two_years() {
        let given = "2026-11-24T23:30:00+09:00";
        assert_eq!(confirmed(given, given), "2028-11-24 00:00");
        assert_eq!(
            confirmed(given, "2028-11-24T00:00:00+09:00"),
            "2030-11-24 00:00"
        );
        assert_eq!(
            confirmed(given, "2035-01-01T00:00:00+09:00"),
            "2036-11-24 00:00"
        );
    }

    #[test]
    fn a_consent_of_the_29th_of_february_is_confirmed_on_the_28th() {
        let given = "2028-02-29T09:00:00+09:00";
        assert_eq!(confirmed(given, given), "2030-02-28 00:00");
        assert_eq!(
            confirmed(given, "2030-03-01T00:00:00+09:00"),
            "2032-02-29 00:00"
        );
    }
}
