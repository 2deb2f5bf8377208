//! Subscribers: nobody gets mail who has not confirmed by a click, and whoever left stays gone until they come back themselves.

pub mod confirmation;
pub mod consent;
pub mod departures;
pub mod directory;
pub mod due;
mod emails;
pub mod export;
pub(crate) mod fields;
pub mod import;
pub mod leave;
pub mod links;
pub mod panel;
pub mod preferences;
mod queries;
pub mod routes;
pub mod schedule;
pub mod sign_up;
pub mod strangers;
pub mod topics;

use crate::address::{DisplayName, EmailAddress};
use crate::clock::{Timestamp, Zone};
use crate::i18n::Locale;
use crate::store::{self, Tx};
use crate::web::WebError;

pub use crate::ids::SubscriberId;
pub use due::{
    Due, Step, advance, count_due, due, due_after, expect_due, next_due, recompute_next_digest,
};
pub use leave::{erase, leave, turn_away, welcome_back};
pub use sign_up::subscribe;

/// The local hour at which digests come to those who named none.
pub const USUAL_HOUR: i64 = 7;

/// Where a subscriber stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
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

crate::text_enum!(State {
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

/// A subscriber.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Subscriber {
    /// Its row.
    pub id: SubscriberId,
    /// The address, as it was written first.
    pub email: EmailAddress,
    /// The name, when one was given.
    pub name: Option<DisplayName>,
    /// Where they stand.
    pub state: State,
    /// The language of their mails.
    pub locale: Locale,
    /// How often they get mail.
    pub cadence: Cadence,
    /// The local hour at which digests come, 0 to 23.
    pub delivery_hour: i64,
    /// Where that hour is counted.
    #[sqlx(try_from = "String")]
    pub time_zone: Zone,
    /// The number of the last post that was considered for them.
    pub digest_window: i64,
    /// When the next digest is due; `None` until it is computed.
    pub next_digest_at: Option<Timestamp>,
    /// When they first asked.
    pub created_at: Timestamp,
    /// When they last confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// When they left.
    pub left_at: Option<Timestamp>,
}

/// Why a verb that mails somebody failed: nothing that the person did.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A mail could not be written.
    #[error("a mail could not be written: {0}")]
    EmailContent(#[from] askama::Error),
    /// Too many mails wait for their turn already.
    #[error("too many sign-ups wait for their mail; try again in {retry_after} seconds")]
    Crowded {
        /// Seconds.
        retry_after: i64,
    },
}

impl From<Error> for WebError {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::Crowded { retry_after } => Self::TooMany { retry_after },
            Error::EmailContent(error) => {
                tracing::error!(%error, "a mail could not be written");
                Self::Internal
            }
        }
    }
}

/// The subscriber of this row.
pub async fn find(tx: &mut Tx, id: SubscriberId) -> store::Result<Option<Subscriber>> {
    queries::find(tx, id).await
}

/// The subscriber of this address, however it is spelled.
pub async fn find_by_email(tx: &mut Tx, email: &EmailAddress) -> store::Result<Option<Subscriber>> {
    queries::find_by_key(tx, &email.key()).await
}

/// What a search looks in: address, name, and the domain as people write it; in lower case, since the engines fold case
/// differently.
fn search_text(email: &EmailAddress, name: Option<&DisplayName>) -> String {
    let name = name.map_or("", DisplayName::as_str);
    let (domain, _) = idna::domain_to_unicode(email.domain());
    let domain = if domain == email.domain() {
        ""
    } else {
        domain.as_str()
    };
    format!("{email} {name} {domain}").trim_end().to_lowercase()
}
