//! A subscriber, what they want and what they chose.

use super::advertising::{AdvertisingChoice, AdvertisingConsent};
use super::fields::FieldId;
use crate::address::{DisplayName, EmailAddress};
use crate::clock::{Timestamp, Zone};
use crate::i18n::Locale;
use crate::topics::TopicId;

pub use crate::ids::SubscriberId;

/// The local hour of digests for subscribers who chose none.
pub const DEFAULT_HOUR: i64 = 7;

/// The state of a subscriber.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubscriberState {
    /// Asked for mail, and has not confirmed the address yet.
    Pending,
    /// Gets mail.
    Confirmed,
    /// Left.
    Unsubscribed,
    /// Mail to the address does not arrive.
    Bounced,
    /// Called our mail spam.
    Complained,
    /// Must never get mail.
    Suppressed,
}

crate::text_enum!(SubscriberState {
    Pending => "pending", Confirmed => "confirmed", Unsubscribed => "unsubscribed",
    Bounced => "bounced", Complained => "complained", Suppressed => "suppressed",
});

/// How often a subscriber gets mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// A mail for each post, as soon as it is out.
    EachPost,
    /// A digest a day.
    Daily,
    /// A digest a week.
    Weekly,
    /// A digest a month.
    Monthly,
}

crate::text_enum!(Cadence {
    EachPost => "each_post", Daily => "daily", Weekly => "weekly", Monthly => "monthly",
});

/// The day of a weekly digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WeeklyDay {
    /// The usual day.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

crate::text_enum!(WeeklyDay {
    Monday => "monday", Tuesday => "tuesday", Wednesday => "wednesday", Thursday => "thursday", Friday => "friday",
    Saturday => "saturday", Sunday => "sunday",
});

/// A subscriber.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Subscriber {
    /// The id.
    pub id: SubscriberId,
    /// The address, as it was written first.
    pub email: EmailAddress,
    /// The name, when one was given.
    pub name: Option<DisplayName>,
    /// The state.
    pub state: SubscriberState,
    /// The language of their mails.
    pub locale: Locale,
    /// How often they get mail.
    pub cadence: Cadence,
    /// The day of their weekly digest.
    pub weekly_day: WeeklyDay,
    /// The local hour at which digests come, 0 to 23.
    pub delivery_hour: i64,
    /// The time zone of that hour.
    #[sqlx(try_from = "String")]
    pub time_zone: Zone,
    /// The number of the last post that was considered for them.
    pub digest_window: i64,
    /// When the next digest is due; `None` until it is computed.
    pub next_digest_at: Option<Timestamp>,
    /// The end of their pause, while they want no mail.
    pub paused_until: Option<Timestamp>,
    /// When they first asked.
    pub created_at: Timestamp,
    /// When they last confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When they left.
    pub left_at: Option<Timestamp>,
    /// Their consent to advertising.
    #[sqlx(flatten)]
    pub advertising: AdvertisingConsent,
}

/// The day of weekly digests for subscribers who chose none.
pub const DEFAULT_DAY: WeeklyDay = WeeklyDay::Monday;

/// The cadence of subscribers who chose none.
pub const DEFAULT_CADENCE: Cadence = Cadence::Weekly;

/// Days for which a confirmation link is valid.
pub const CONFIRMATION_DAYS: i64 = 7;

/// A valid sign-up.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// The address.
    pub email: EmailAddress,
    /// The wishes.
    pub wishes: Wishes,
}

/// The wishes of a sign-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// Their name, when they gave one.
    pub name: Option<DisplayName>,
    /// The language of their mails.
    pub locale: Locale,
    /// How often.
    pub cadence: Cadence,
    /// The topics; empty means all.
    pub topics: Vec<TopicId>,
    /// What they agree to get of advertising.
    pub advertising: AdvertisingChoice,
    /// The answers to the site's own fields.
    pub fields: Vec<(FieldId, String)>,
}

/// The preferences of a subscriber.
#[derive(Clone, Debug)]
pub struct Preferences {
    /// How often.
    pub cadence: Cadence,
    /// The topics; empty means all.
    pub topics: Vec<TopicId>,
    /// The language of the mails.
    pub locale: Locale,
    /// The day of a weekly digest.
    pub weekly_day: WeeklyDay,
    /// The local hour at which digests come.
    pub delivery_hour: i64,
    /// The time zone of that hour.
    pub time_zone: Zone,
}

/// The text that a search reads: address, name, and the domain as people write it. It is lower case, since the engines fold
/// case differently.
pub(super) fn search_text(email: &EmailAddress, name: Option<&DisplayName>) -> String {
    let name = name.map_or("", DisplayName::as_str);
    let (domain, _) = idna::domain_to_unicode(email.domain());
    let domain = if domain == email.domain() {
        ""
    } else {
        domain.as_str()
    };
    format!("{email} {name} {domain}").trim_end().to_lowercase()
}
