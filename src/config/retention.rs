//! How long what is done is remembered.

use serde::{Deserialize, Serialize};

use super::error::ConfigError;
use crate::clock::{DAY, Timestamp};

/// Days for which records are kept; 0 keeps them without limit.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RetentionConfig {
    /// Mails with a result, 30 or more: bounces come late. Those of a released post stay until 62 days after its first digest.
    pub mails: u32,
    /// Digests that the archive does not list.
    pub editions: u32,
    /// Lines of the audit log.
    pub audit: u32,
    /// Network addresses of comments.
    pub comment_ips: u32,
    /// Network addresses and user agents in consent records.
    pub consent_ips: u32,
}

impl Default for RetentionConfig {
    fn default() -> Self {
        Self {
            mails: 90,
            editions: 365,
            audit: 730,
            comment_ips: 90,
            consent_ips: 1095,
        }
    }
}

/// The fewest days of `retention.mails`: bounces and complaints come back for so long.
pub const LEAST_DAYS_OF_MAILS: u32 = 30;

impl RetentionConfig {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.mails != 0 && self.mails < LEAST_DAYS_OF_MAILS {
            return Err(ConfigError::Wrong(format!(
                "retention.mails is {}: write {LEAST_DAYS_OF_MAILS} days or more, since bounces come late, or 0 to keep mails for ever",
                self.mails
            )));
        }
        Ok(())
    }
}

/// The moment before which records kept for this many days are deleted; `None` keeps them.
pub fn kept_since(days: u32, now: Timestamp) -> Option<Timestamp> {
    (days > 0).then(|| now.plus(-i64::from(days) * DAY))
}
