//! The cap on mail that anybody can cause by typing an address: at most [`MOST_MAILS`] in any 24 hours to one mailbox, and a rate
//! for each domain and for all mail together.

use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::{DAY, MINUTE, Timestamp};
use crate::outbox::suppression;
use crate::rate_limits::{Hit, Limit, Turns};
use crate::store::{Result, Tx};
use crate::token::{Purpose, hex};

/// Mails of all kinds to one mailbox, in any spelling of its address.
pub const MOST_MAILS: i64 = FREE_SLOTS + 2;

/// Seconds in which an equal mail is not sent a second time.
pub const ALIKE: i64 = 10 * MINUTE;

/// A mail that somebody causes by typing an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnsolicitedMail {
    /// Asks for the confirmation of a sign-up.
    Confirmation,
    /// Reminds of a confirmation that was asked for a day before.
    Reminder,
    /// Tells a subscriber of another sign-up with their address.
    AlreadySubscribed,
    /// Contains a link to the preferences.
    LostLink,
    /// Asks for the confirmation of a new address.
    ChangeOfAddress,
    /// Asks for the confirmation of a comment's address.
    CommentAddress,
    /// Contains a link that claims an address for comments.
    AuthorLink,
    /// Contains a link to what is stored with the address of comments.
    MyData,
}

crate::text_enum!(UnsolicitedMail {
    Confirmation => "confirmation", Reminder => "reminder", AlreadySubscribed => "already-subscribed", LostLink => "lost-link",
    ChangeOfAddress => "change-of-address", CommentAddress => "comment-address",
    AuthorLink => "author-link", MyData => "my-data",
});

/// When a mail may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailSlot {
    /// At this time.
    At(Timestamp),
    /// Not at all: the mailbox has reached its cap, got an equal mail a few minutes ago, or is suppressed. The caller tells nobody.
    Never,
    /// Not today: the waiting mails fill the longest wait.
    Overloaded {
        /// Seconds after which to try again.
        retry_after: i64,
    },
}

/// The limit of one of the [`MOST_MAILS`] slots: once in 24 hours, so that no 24 hours exceed the cap.
const SLOT: Limit = Limit {
    bucket: "mail-by-strangers",
    most: 1,
    window: DAY,
};
/// Slots for any mail.
const FREE_SLOTS: i64 = 2;
/// The slot for confirmations alone, so that other mails cannot keep a reader from subscribing.
const OF_CONFIRMATIONS: i64 = FREE_SLOTS + 1;
/// The slot for links to what is stored, so that other mails cannot keep an author from seeing and erasing it.
const OF_MY_DATA: i64 = MOST_MAILS;

const AGAIN: Limit = Limit {
    bucket: "mail-by-strangers-alike",
    most: 1,
    window: ALIKE,
};

/// The reasons for the numbers stand in docs/decisions/0033.
const TO_ONE_DOMAIN: Turns = Turns {
    bucket: "mail-to-domain",
    at_once: 30,
    interval: 4 * MINUTE,
    longest_wait: DAY,
};
const TO_ONE_PROVIDER: Turns = Turns {
    bucket: "mail-to-provider",
    at_once: 300,
    interval: 6,
    longest_wait: DAY,
};
const TO_ALL: Turns = Turns {
    bucket: "mail-to-all",
    at_once: 500,
    interval: 3,
    longest_wait: DAY,
};

/// Finds when a mail may be sent, and counts it. Call it last: a mail that is not sent must not be counted.
pub async fn may_mail(
    tx: &mut Tx,
    app: &App,
    asked: UnsolicitedMail,
    to: &EmailAddress,
) -> Result<MailSlot> {
    let now = app.now();
    let rates = MailRates::new(app, asked, to);
    if let Some(retry_after) = rates.crowded(tx, now).await? {
        return Ok(MailSlot::Overloaded { retry_after });
    }
    if suppression::is_suppressed(tx, app.signer(), to).await? {
        return Ok(MailSlot::Never);
    }
    let mailbox = hashed(app, &to.mailbox());
    if !has_slot(tx, asked, &mailbox, &alike(app, asked, to), now).await? {
        return Ok(MailSlot::Never);
    }
    Ok(MailSlot::At(rates.reserve(tx, now).await?))
}

/// True when an equal mail went to this address a few minutes ago; asking counts nothing.
pub(super) async fn was_just_mailed(
    tx: &mut Tx,
    app: &App,
    asked: UnsolicitedMail,
    to: &EmailAddress,
) -> Result<bool> {
    let alike = alike(app, asked, to);
    Ok(AGAIN.peek(tx, &alike, app.now()).await? != Hit::Within)
}

fn alike(app: &App, asked: UnsolicitedMail, to: &EmailAddress) -> String {
    hashed(app, &format!("{}:{}", asked.as_str(), to.key()))
}

/// Seconds until a sign-up with this address is accepted again, when its domain has too many mails; `None` when it is accepted
/// now. Call it before any look-up of the address, so that the answer tells nothing about it. Nothing is counted.
pub(super) async fn crowded(tx: &mut Tx, app: &App, to: &EmailAddress) -> Result<Option<i64>> {
    let rates = MailRates::new(app, UnsolicitedMail::Confirmation, to);
    rates.crowded(tx, app.now()).await
}

/// Seconds that a confirmation mail sent now waits for other mails. It is the same for every address of a domain. Nothing is
/// counted.
pub async fn wait(tx: &mut Tx, app: &App, to: &EmailAddress) -> Result<i64> {
    let rates = MailRates::new(app, UnsolicitedMail::Confirmation, to);
    rates.wait(tx, app.now()).await
}

/// The rates that apply to a mail: its domain's, and that of all mail.
struct MailRates {
    turns: Turns,
    domain: String,
    family: &'static str,
}

impl MailRates {
    fn new(app: &App, asked: UnsolicitedMail, to: &EmailAddress) -> Self {
        let turns = if to.is_at_public_provider() {
            TO_ONE_PROVIDER
        } else {
            TO_ONE_DOMAIN
        };
        // These links go to people who are known here. Were they counted with the rest, the rest would tell who is.
        let family = match asked {
            UnsolicitedMail::LostLink | UnsolicitedMail::MyData => "links",
            _ => "",
        };
        let domain = hashed(app, &format!("{family}@{}", to.organisation()));
        Self {
            turns,
            domain,
            family,
        }
    }

    /// Seconds by which the next slot exceeds the longest wait.
    async fn crowded(&self, tx: &mut Tx, now: Timestamp) -> Result<Option<i64>> {
        let beyond = self.wait(tx, now).await? - self.turns.longest_wait;
        Ok(Some(beyond).filter(|beyond| *beyond > 0))
    }

    /// Seconds until the next slot.
    async fn wait(&self, tx: &mut Tx, now: Timestamp) -> Result<i64> {
        let wait = self.turns.wait(tx, &self.domain, now).await?;
        Ok(wait.max(TO_ALL.wait(tx, self.family, now).await?))
    }

    async fn reserve(&self, tx: &mut Tx, now: Timestamp) -> Result<Timestamp> {
        let slot = self.turns.next(tx, &self.domain, now).await?;
        Ok(slot.max(TO_ALL.next(tx, self.family, now).await?))
    }
}

fn hashed(app: &App, text: &str) -> String {
    hex(&app.signer().keyed_hash(Purpose::MailCaps, text))
}

/// Uses a slot of the mailbox. Returns false when none is free, or an equal mail went a few minutes ago.
async fn has_slot(
    tx: &mut Tx,
    asked: UnsolicitedMail,
    mailbox: &str,
    alike: &str,
    now: Timestamp,
) -> Result<bool> {
    // Confirmations with other wishes are no equals: they are compared where the wishes are.
    if asked != UnsolicitedMail::Confirmation && AGAIN.hit(tx, alike, now).await? != Hit::Within {
        return Ok(false);
    }
    let (own, free) = match asked {
        UnsolicitedMail::Confirmation => (Some(OF_CONFIRMATIONS), FREE_SLOTS),
        UnsolicitedMail::MyData => (Some(OF_MY_DATA), FREE_SLOTS),
        // Anybody asks for it with any address, so it leaves a slot to who is known there.
        UnsolicitedMail::AuthorLink => (None, 1),
        _ => (None, FREE_SLOTS),
    };
    // Who has a slot of their own begins with it, which leaves the others to the others.
    for slot in own.into_iter().chain((1..=free).rev()) {
        if SLOT.hit(tx, &format!("{slot}:{mailbox}"), now).await? == Hit::Within {
            return Ok(true);
        }
    }
    Ok(false)
}
