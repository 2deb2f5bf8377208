//! Types of delivery: a claimed mail and its result, as the database has them.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use sqlx::types::Json;

use super::disposition::Disposition;
use crate::address::{self, DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::ids::{EditionId, MailId, SubscriberId};
use crate::message::EmailContent;
use crate::outbox::MailState;

/// A mail that this process has claimed.
#[derive(Clone, Debug, sqlx::FromRow, Deserialize)]
pub(super) struct ClaimedMail {
    pub id: MailId,
    pub kind: String,
    #[serde(deserialize_with = "address::stored")]
    pub recipient: EmailAddress,
    pub recipient_name: Option<DisplayName>,
    pub subscriber_id: Option<SubscriberId>,
    pub edition_id: Option<EditionId>,
    pub content: Option<Json<EmailContent>>,
    /// The domain of its Message-ID, where it shares no edition.
    pub message_domain: Option<String>,
    pub attempts: i64,
    pub created_at: Timestamp,
    /// The zone in whose nights it waits.
    pub night_zone: Option<String>,
    /// The token of its lease.
    #[sqlx(skip)]
    #[serde(skip)]
    pub token: Arc<str>,
    /// The time of the last check that it may be sent.
    #[sqlx(skip)]
    #[serde(skip)]
    pub asked_at: Timestamp,
    /// True when its reader left while the mail was held and came back in the same moment. The mail
    /// may not be sent.
    #[sqlx(default)]
    #[serde(skip)]
    pub has_left: bool,
    /// Failed attempts to reach a relay for it in this process.
    #[sqlx(skip)]
    #[serde(skip)]
    pub unreached: usize,
}

/// The nights in which a mail waits.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Nights {
    pub night_zone: Option<String>,
}

/// An edition with mails that wait.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub(super) struct WaitingEdition {
    pub id: EditionId,
    pub is_paused: bool,
    /// Mails a minute at most.
    pub rate: Option<i64>,
}

/// The result of a mail, for the database.
#[derive(Debug, Serialize)]
pub(super) struct MailResult {
    pub id: MailId,
    #[serde(serialize_with = "text")]
    pub token: Arc<str>,
    #[serde(serialize_with = "word")]
    pub state: MailState,
    pub result: Option<String>,
    /// The time of the next attempt.
    pub due_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    /// 1 when the mail was not begun, so that the attempt does not count.
    pub uncounted: i64,
    #[serde(skip)]
    pub edition: Option<EditionId>,
    /// True when the relay refused the mail for good. That is a bounce, like one that comes by
    /// mail.
    #[serde(skip)]
    pub is_refusal: bool,
}

fn text<S: Serializer>(text: &Arc<str>, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(text)
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands the field over by reference"
)]
fn word<S: Serializer>(state: &MailState, to: S) -> std::result::Result<S::Ok, S::Error> {
    to.serialize_str(state.as_str())
}

impl MailResult {
    /// The result of a mail with this disposition.
    pub(super) fn after_attempt(
        mail: &ClaimedMail,
        disposition: Disposition,
        now: Timestamp,
    ) -> Self {
        Self {
            id: mail.id,
            token: mail.token.clone(),
            state: disposition.state,
            result: Some(disposition.why),
            due_at: disposition.until,
            finished_at: (disposition.state != MailState::Deferred).then_some(now),
            uncounted: 0,
            edition: mail.edition_id,
            is_refusal: false,
        }
    }

    /// The result of a mail that was not begun and waits until `due_at`.
    pub(super) fn put_back(mail: &ClaimedMail, due_at: Timestamp) -> Self {
        Self {
            id: mail.id,
            token: mail.token.clone(),
            state: MailState::Queued,
            result: None,
            due_at: Some(due_at),
            finished_at: None,
            uncounted: 1,
            edition: mail.edition_id,
            is_refusal: false,
        }
    }
}

/// The latest moments that a correct clock writes.
#[derive(Clone, Copy, Debug)]
pub(super) struct LatestTimes {
    /// The due time of a queued mail.
    pub queued: Timestamp,
    /// The due time of a mail that a stranger caused: it waits for its turn, up to a day.
    pub in_turn: Timestamp,
    /// The due time of a deferred mail.
    pub deferred: Timestamp,
    /// The end of a lease.
    pub lease: Timestamp,
    /// The creation of a row. A later one was written by a clock that ran ahead.
    pub created: Timestamp,
}
