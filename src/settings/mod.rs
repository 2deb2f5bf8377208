//! Options that owners set in the panel, kept in the database. File and environment win over them.

mod apply;
mod change;
mod error;
mod model;
mod options;
mod queries;

pub use apply::{Applied, apply};
pub use change::change;
pub use error::{ChangeError, UnusableSetting};
pub use model::{KeptSetting, KeptSettings, SettingChange, SettingEdit};
pub use options::{OPTIONS, SettingOption};
pub use queries::{load, version};
