//! Mail that anybody can cause by typing somebody's address. It carries no word of theirs, and there is little of it: at
//! most [`MOST_MAILS`] in any 24 hours to one mailbox, and a pace for each domain and for all together.

use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::{DAY, MINUTE, Timestamp};
use crate::outbox::suppression;
use crate::rate_limits::{Hit, Limit, Turns};
use crate::store::{Result, Tx};
use crate::token::{Purpose, hex};

/// Mails to one mailbox, of all kinds together, whatever the number of senders and spellings.
pub const MOST_MAILS: i64 = 3;

/// Seconds in which an equal mail is not sent a second time: the first is on its way, or lies in the mailbox.
pub const ALIKE: i64 = 10 * MINUTE;

/// A mail that somebody causes by typing an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asked {
    /// Asks whether a sign-up was the mailbox's.
    Confirmation,
    /// Tells a subscriber that somebody signed them up again.
    AlreadySubscribed,
    /// Brings a link to the preferences.
    LostLink,
    /// Asks whether a subscription shall move to this address.
    ChangeOfAddress,
    /// Asks whether a comment's address is the mailbox's.
    CommentAddress,
}

crate::text_enum!(Asked {
    Confirmation => "confirmation", AlreadySubscribed => "already-subscribed", LostLink => "lost-link",
    ChangeOfAddress => "change-of-address", CommentAddress => "comment-address",
});

/// When a mail may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// At this moment: now, or later when there were many.
    At(Timestamp),
    /// Not at all: the mailbox has had its share, or an equal mail a few minutes ago, or wants none. The asker is told nothing.
    Never,
    /// Not today: the mails that wait for their turn reach farther than the longest wait. Try again after so many seconds.
    Crowded {
        /// Seconds.
        retry_after: i64,
    },
}

/// One of the [`MOST_MAILS`] slots: each may be used once in 24 hours, so that no 24 hours see more, wherever they begin.
const SLOT: Limit = Limit {
    bucket: "mail-by-strangers",
    most: 1,
    window: DAY,
};
/// Slots that any mail may use; the one after them is the confirmation's alone, so that nobody can use them up and thereby
/// keep a reader from subscribing.
const FREE_SLOTS: i64 = MOST_MAILS - 1;

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

/// Says when a mail that a stranger asks for may go, and counts it when it may. To be asked when nothing but this stands
/// between the mail and the outbox: what is not mailed must not be counted.
pub async fn may_mail(tx: &mut Tx, app: &App, asked: Asked, to: &EmailAddress) -> Result<Turn> {
    let now = app.now();
    let line = Line::of(app, asked, to);
    if let Some(retry_after) = line.crowded(tx, now).await? {
        return Ok(Turn::Crowded { retry_after });
    }
    if suppression::is_suppressed(tx, app.signer(), to).await? {
        return Ok(Turn::Never);
    }
    let mailbox = hashed(app, &to.mailbox());
    if !has_slot(tx, asked, &mailbox, &alike(app, asked, to), now).await? {
        return Ok(Turn::Never);
    }
    Ok(Turn::At(line.take(tx, now).await?))
}

/// True when an equal mail went to this address a few minutes ago; asking counts nothing.
pub(super) async fn was_just_mailed(
    tx: &mut Tx,
    app: &App,
    asked: Asked,
    to: &EmailAddress,
) -> Result<bool> {
    let alike = alike(app, asked, to);
    Ok(AGAIN.peek(tx, &alike, app.now()).await? != Hit::Within)
}

fn alike(app: &App, asked: Asked, to: &EmailAddress) -> String {
    hashed(app, &format!("{}:{}", asked.as_str(), to.key()))
}

/// Seconds after which a sign-up of this address can be taken, when its domain is crowded; `None` when it can be taken now.
/// To be asked before anything is known of the address, or a crowded domain's answer would tell what is known; asking
/// counts nothing.
pub(super) async fn crowded(tx: &mut Tx, app: &App, to: &EmailAddress) -> Result<Option<i64>> {
    let line = Line::of(app, Asked::Confirmation, to);
    line.crowded(tx, app.now()).await
}

/// Seconds that the confirmation of a sign-up made now waits for other mails. It is the same for every address of the domain, so it
/// tells nothing about one; asking counts nothing.
pub async fn wait(tx: &mut Tx, app: &App, to: &EmailAddress) -> Result<i64> {
    let line = Line::of(app, Asked::Confirmation, to);
    line.wait(tx, app.now()).await
}

/// The paces that a mail has to keep to: its domain's and that of all.
struct Line {
    turns: Turns,
    domain: String,
    family: &'static str,
}

impl Line {
    fn of(app: &App, asked: Asked, to: &EmailAddress) -> Self {
        let turns = if to.is_at_public_provider() {
            TO_ONE_PROVIDER
        } else {
            TO_ONE_DOMAIN
        };
        // A lost link goes to subscribers alone. Were it counted with the rest, the rest would tell who is one.
        let family = if asked == Asked::LostLink {
            "links"
        } else {
            ""
        };
        let domain = hashed(app, &format!("{family}@{}", to.organisation()));
        Self {
            turns,
            domain,
            family,
        }
    }

    /// Seconds by which the next turn lies beyond the longest wait.
    async fn crowded(&self, tx: &mut Tx, now: Timestamp) -> Result<Option<i64>> {
        let beyond = self.wait(tx, now).await? - self.turns.longest_wait;
        Ok(Some(beyond).filter(|beyond| *beyond > 0))
    }

    /// Seconds until the next turn.
    async fn wait(&self, tx: &mut Tx, now: Timestamp) -> Result<i64> {
        let wait = self.turns.wait(tx, &self.domain, now).await?;
        Ok(wait.max(TO_ALL.wait(tx, self.family, now).await?))
    }

    async fn take(&self, tx: &mut Tx, now: Timestamp) -> Result<Timestamp> {
        let turn = self.turns.next(tx, &self.domain, now).await?;
        Ok(turn.max(TO_ALL.next(tx, self.family, now).await?))
    }
}

fn hashed(app: &App, text: &str) -> String {
    hex(&app.signer().keyed_hash(Purpose::MailCaps, text))
}

/// Takes a slot of the mailbox, when one is free and no equal mail went a few minutes ago.
async fn has_slot(
    tx: &mut Tx,
    asked: Asked,
    mailbox: &str,
    alike: &str,
    now: Timestamp,
) -> Result<bool> {
    // Confirmations with other wishes are no equals: they are compared where the wishes are.
    if asked != Asked::Confirmation && AGAIN.hit(tx, alike, now).await? != Hit::Within {
        return Ok(false);
    }
    let slots = if asked == Asked::Confirmation {
        MOST_MAILS
    } else {
        FREE_SLOTS
    };
    // The confirmation begins with its own, which leaves the others to the others.
    for slot in (1..=slots).rev() {
        if SLOT.hit(tx, &format!("{slot}:{mailbox}"), now).await? == Hit::Within {
            return Ok(true);
        }
    }
    Ok(false)
}
