//! Plain types of challenges and of attack mode.

use crate::clock::Timestamp;
use crate::config::{AttackRule, Config};

/// A form that strangers may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProtectedForm {
    /// The form of comments.
    Comments,
    /// The form of sign-ups.
    SignUps,
}

crate::text_enum!(ProtectedForm { Comments => "comments", SignUps => "sign-ups" });

impl ProtectedForm {
    /// The phrase that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Comments => "attack-form-comments",
            Self::SignUps => "attack-form-sign-ups",
        }
    }

    /// The option that sets its rule, by name and value.
    pub(super) fn option(self, config: &Config) -> (&'static str, Option<AttackRule>) {
        match self {
            Self::Comments => ("comments.attack_mode", config.comments.attack_mode),
            Self::SignUps => ("subscribers.attack_mode", config.subscribers.attack_mode),
        }
    }
}

impl AttackRule {
    /// The phrase that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Auto => "attack-rule-auto",
            Self::On => "attack-rule-on",
            Self::Off => "attack-rule-off",
        }
    }
}

/// The attack mode of one form.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct AttackMode {
    /// The form.
    pub form: ProtectedForm,
    /// What the configuration or the owner chose.
    pub rule: AttackRule,
    /// When the last attack began.
    pub began_at: Option<Timestamp>,
    /// When it is over, unless it goes on.
    pub(super) ends_at: Timestamp,
    /// The posts at which the last attack began.
    pub(super) threshold: i64,
}

/// Seconds without an attack after which attack mode ends.
pub(super) const CALM: i64 = 30 * crate::clock::MINUTE;

impl AttackMode {
    /// Whether everybody is asked for a proof of work.
    pub fn is_on(&self, now: Timestamp) -> bool {
        match self.rule {
            AttackRule::On => true,
            AttackRule::Off => false,
            AttackRule::Auto => self.is_attacked(now),
        }
    }

    /// Whether an attack goes on. A clock that ran ahead wrote an end that lies further away than any.
    pub fn is_attacked(&self, now: Timestamp) -> bool {
        self.ends_at > now && self.ends_at <= now.plus(CALM)
    }
}

/// What a post proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It brought a solved challenge that nobody used before.
    Given,
    /// It brought none, and everybody is asked for one.
    Missing,
    /// It brought none, and only an odd post is asked for one.
    NotAsked,
}

/// The posts of a form that are counted in one piece of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    /// Posts of this piece of time and the one before.
    pub recent: i64,
    /// Posts at which an attack begins.
    pub threshold: i64,
}
