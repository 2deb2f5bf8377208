//! The configuration in force, which a saved setting replaces while requests and jobs go on.

use std::sync::{Arc, PoisonError, RwLock};

use super::Config;

/// The configuration in force; clones share it.
#[derive(Clone, Debug, Default)]
pub struct LiveConfig(Arc<RwLock<Versioned>>);

#[derive(Debug, Default)]
struct Versioned {
    version: i64,
    config: Arc<Config>,
}

impl LiveConfig {
    /// This configuration, with the settings of this version in it.
    pub fn new(version: i64, config: Config) -> Self {
        let config = Arc::new(config);
        Self(Arc::new(RwLock::new(Versioned { version, config })))
    }

    /// The whole configuration at this moment. Whoever needs several options of one state keeps it.
    pub fn current(&self) -> Arc<Config> {
        let live = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&live.config)
    }

    /// The version of the settings in it. It grows with each change in the panel.
    pub fn version(&self) -> i64 {
        let live = self.0.read().unwrap_or_else(PoisonError::into_inner);
        live.version
    }

    /// Replaces it by another version: a newer one, or an older one after a backup was restored.
    pub fn replace(&self, version: i64, config: Config) {
        let mut live = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if version != live.version {
            *live = Versioned {
                version,
                config: Arc::new(config),
            };
        }
    }
}
