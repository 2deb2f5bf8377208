//! Settings of the panel that no longer fit, for the panel's entrance.

use super::field::phrase;
use crate::app::App;
use crate::settings;
use crate::store::{Result, Tx};
use crate::web::PageContext;

/// A setting that is left out, in words.
pub(in crate::panel) struct LeftOutSetting {
    /// Its label.
    pub label: String,
    /// What to do.
    pub way: String,
}

/// The settings that are left out of the configuration in force.
pub(in crate::panel) async fn left_out(
    tx: &mut Tx,
    app: &App,
    page: &PageContext,
) -> Result<Vec<LeftOutSetting>> {
    let kept = settings::load(tx).await?;
    let applied = settings::apply(app.given_config(), &kept);
    let words = |name, what| page.say(&phrase(name, what)).to_string();
    let left_out = applied.unusable.iter().map(|setting| LeftOutSetting {
        label: words(setting.option.name, "label"),
        way: words(setting.option.name, "wrong"),
    });
    Ok(left_out.collect())
}
