//! Backups that are made by themselves.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Backups once a day into a folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BackupsConfig {
    /// The folder; without it no backup is made. On PostgreSQL with several nodes the node that makes a backup writes into its own.
    pub folder: Option<PathBuf>,
    /// The backups that are kept; the oldest go.
    pub keep: u32,
}

impl Default for BackupsConfig {
    fn default() -> Self {
        Self {
            folder: None,
            keep: 14,
        }
    }
}
