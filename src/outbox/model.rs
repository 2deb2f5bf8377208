//! Types of the outbox: states, new mails, editions and counts.

use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::ids::{EditionId, MailId, SubscriberId};
use crate::message::{EmailContent, SharedContent};

/// The state of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailState {
    /// It waits for its first attempt.
    Queued,
    /// A sender holds it.
    Leased,
    /// A relay accepted it.
    Sent,
    /// It waits for another attempt.
    Deferred,
    /// It was given up, with the reason.
    Failed,
    /// It was handed over without a reply of the relay. The owner decides.
    Unknown,
    /// It was not sent: the reader left, or it was cancelled.
    Dropped,
}

crate::text_enum!(MailState {
    Queued => "queued", Leased => "leased", Sent => "sent", Deferred => "deferred",
    Failed => "failed", Unknown => "unknown", Dropped => "dropped",
});

/// The content of a mail: its own, or that of an edition with the reader's links.
#[derive(Clone, Debug)]
pub enum MailContent {
    /// A mail for one person.
    Own(Box<EmailContent>),
    /// An edition. Bulk mail is sent after all other mail.
    Edition(EditionId),
}

/// A mail for the outbox.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// The kind of mail, for the owner's list: `confirmation`, `digest`, `moderation`, …
    pub kind: &'static str,
    /// The recipient.
    pub recipient: EmailAddress,
    /// The recipient's name, if they gave one.
    pub recipient_name: Option<DisplayName>,
    /// The subscriber, whose links an edition contains. The mail is dropped when they leave.
    pub subscriber: Option<SubscriberId>,
    /// The content.
    pub content: MailContent,
    /// A key. A second mail with the same key is not queued.
    pub dedupe_key: Option<String>,
    /// What the mail quotes of somebody else, such as `comment:7`. An erasure of that empties the mail.
    pub about: Option<String>,
}

/// The outcome of putting a mail into the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnqueueOutcome {
    /// It waits to be sent.
    New,
    /// A mail with the same key exists.
    Known,
    /// Its recipient is suppressed. The mail is listed as dropped and never sent.
    Suppressed,
}

/// The number of mails in one state.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct StateCount {
    /// The state.
    pub state: MailState,
    /// The number.
    pub count: i64,
}

/// A mail in the owner's list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OutboxRow {
    /// The row id.
    pub id: MailId,
    /// The kind of mail.
    pub kind: String,
    /// True for a mail of an edition.
    pub bulk: bool,
    /// The recipient.
    pub recipient: EmailAddress,
    /// The state.
    pub state: MailState,
    /// Attempts so far.
    pub attempts: i64,
    /// The time of the next attempt, or the time at which it was first due.
    pub due_at: Timestamp,
    /// The relay's answer or the reason.
    pub result: Option<String>,
    /// The time at which it was queued.
    pub created_at: Timestamp,
    /// The time at which it reached a final state.
    pub finished_at: Option<Timestamp>,
}

/// A mail to one subscriber, in their list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SubscriberMail {
    /// The row id.
    pub id: MailId,
    /// The kind of mail.
    pub kind: String,
    /// The subject; `None` for a mail that was emptied.
    pub subject: Option<String>,
    /// The state.
    pub state: MailState,
    /// The time at which it was queued.
    pub created_at: Timestamp,
}

/// A mail that a bounce report is about.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReportedMail {
    /// The row id.
    pub id: MailId,
    /// The recipient.
    pub recipient: EmailAddress,
    /// The subscriber.
    pub subscriber_id: Option<SubscriberId>,
    /// The relay's reply.
    pub result: Option<String>,
    /// The state.
    pub state: MailState,
}

/// A rendered edition before it is stored.
#[derive(Clone, Debug)]
pub struct NewEdition {
    /// The name in the archive's addresses, from `edition::slug`. The body may link to it.
    pub slug: String,
    /// The language.
    pub locale: Locale,
    /// The subject, the same for all.
    pub subject: String,
    /// The HTML part with inlined styles and with placeholders.
    pub html: String,
    /// The plain part with placeholders.
    pub text: String,
    /// The domain of its mails' Message-IDs.
    pub message_domain: String,
}

/// A stored edition.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Edition {
    /// The row id.
    pub id: EditionId,
    /// The name in the archive's addresses.
    pub slug: String,
    /// The language.
    pub locale: Locale,
    /// The subject.
    pub subject: String,
    /// The HTML part with placeholders.
    pub html: String,
    /// The plain part with placeholders.
    pub text: String,
    /// The domain of its mails' Message-IDs; editions of older databases have none.
    pub message_domain: Option<String>,
    /// The time at which it was made.
    pub created_at: Timestamp,
}

impl Edition {
    /// The content that its recipients share.
    pub fn content(&self) -> SharedContent<'_> {
        SharedContent {
            name: &self.slug,
            subject: &self.subject,
            text: &self.text,
            html: &self.html,
        }
    }
}

/// Seconds in a slot of an edition's send rate.
pub(crate) const SEND_RATE_SLOT: i64 = 10;

/// The reason why an address is suppressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SuppressionReason {
    /// Mail to the address bounces.
    Bounced,
    /// The recipient reported our mail as spam, or asked for no more.
    Complained,
    /// The site's owner suppressed it.
    Owner,
}

crate::text_enum!(SuppressionReason { Bounced => "bounced", Complained => "complained", Owner => "owner" });
