//! When a form asks everybody for a proof of work.

use serde::{Deserialize, Serialize};

/// When a form asks everybody for a proof of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", expecting = "\"auto\", \"on\" or \"off\"")]
pub enum AttackRule {
    /// While far more posts come than usual.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

crate::text_enum!(AttackRule { Auto => "auto", On => "on", Off => "off" });
