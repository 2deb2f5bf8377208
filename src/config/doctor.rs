//! When the checks of mail delivery run by themselves.

use serde::{Deserialize, Serialize};

/// The checks of everything that mail needs to arrive.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DoctorConfig {
    /// `true` runs the checks once a day: the domain of the sender is looked up, the relays are reached, and nothing is sent.
    pub daily: bool,
}

impl Default for DoctorConfig {
    fn default() -> Self {
        Self { daily: true }
    }
}
