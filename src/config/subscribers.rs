//! What follows a sign-up, beside its own mails.

use serde::{Deserialize, Serialize};

use super::attack_rule::AttackRule;

/// New subscribers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SubscribersConfig {
    /// Mails that tell the owners how many new subscribers there are.
    pub tell_owners: TellOwners,
    /// `true` sends one reminder to whoever has not confirmed a day after their first sign-up.
    pub reminder: bool,
    /// When everybody who signs up is asked for a proof of work. It wins over the choice in the panel.
    pub attack_mode: Option<AttackRule>,
}

/// When the owners are told of new subscribers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    rename_all = "lowercase",
    expecting = "\"never\", \"soon\" or \"daily\""
)]
pub enum TellOwners {
    /// Not at all.
    #[default]
    Never,
    /// Within a minute, and what comes in the next ten minutes together.
    Soon,
    /// At 8 in the morning, when there are new ones.
    Daily,
}
