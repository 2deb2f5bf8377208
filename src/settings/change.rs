//! Changes of settings: all of a form or none.

use super::apply;
use super::error::{ChangeError, UnusableSetting};
use super::model::{KeptSettings, SettingChange, SettingEdit};
use super::queries;
use crate::config::Config;
use crate::store::Tx;

/// Changes settings in the database. `given` is the configuration of file and environment, `seen` the version that the form showed.
/// Returns what changed; the caller commits, and then renews the configuration in force.
pub async fn change(
    tx: &mut Tx,
    given: &Config,
    edits: &[SettingEdit<'_>],
    seen: i64,
) -> Result<Vec<SettingChange>, ChangeError> {
    // First, so that two owners save one after the other.
    let version = queries::next_version(tx).await?;
    let mut kept = queries::load(tx).await?;
    let in_force = apply::apply(given, &kept);
    let mut changes = Vec::new();
    for edit in edits {
        let before = kept.value(edit.option).map(str::to_owned);
        let after = normal(given, edit)?;
        let place = given.given.place(edit.option.name);
        // A form shows the value in force. Where that is not from the database, posting it back changes nothing.
        let is_shown = before.is_none() || place.is_some();
        let shown = edit.option.text(given);
        if after == before || is_shown && after.as_deref().unwrap_or_default() == shown {
            continue;
        }
        if let Some(place) = place {
            let (option, place) = (edit.option, place.clone());
            return Err(ChangeError::Locked { option, place });
        }
        changes.push(SettingChange {
            option: edit.option,
            before,
            after,
        });
    }
    refuse_conflicts(&kept, &changes, seen)?;
    for change in &changes {
        queries::keep(tx, change.option.name, change.after.as_deref(), version).await?;
    }
    kept = queries::load(tx).await?;
    // One that could not be used before stops no other.
    let after = apply::apply(given, &kept);
    if let Some(change) = needed_by_law(&in_force.config, &after.config, &changes) {
        let (option, law) = (change.option, after.config.site.compliance);
        return Err(ChangeError::NeededByLaw { option, law });
    }
    let mut unusable = after.unusable.into_iter();
    let is_new = |one: &UnusableSetting| {
        let is_changed = changes.iter().any(|change| change.option == one.option);
        is_changed || !in_force.unusable.contains(one)
    };
    match unusable.find(is_new) {
        Some(UnusableSetting { option, why }) => Err(ChangeError::Contradiction { option, why }),
        None => Ok(changes),
    }
}

/// The change that takes away an option which the law of the readers needs.
fn needed_by_law<'a>(
    before: &Config,
    after: &Config,
    changes: &'a [SettingChange],
) -> Option<&'a SettingChange> {
    let had = before.site.missing_for_law();
    let missing = after.site.missing_for_law();
    changes
        .iter()
        .find(|change| missing.contains(&change.option.name) && !had.contains(&change.option.name))
}

/// The text as the option's own type writes it; `None` clears the option.
fn normal(given: &Config, edit: &SettingEdit<'_>) -> Result<Option<String>, ChangeError> {
    let text = edit.text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let mut config = given.clone();
    let put = edit.option.put(text, &mut config);
    put.map_err(|why| ChangeError::Wrong {
        option: edit.option,
        why,
    })?;
    Ok(Some(edit.option.text(&config)).filter(|text| !text.is_empty()))
}

fn refuse_conflicts(
    kept: &KeptSettings,
    changes: &[SettingChange],
    seen: i64,
) -> Result<(), ChangeError> {
    let is_newer = |change: &&SettingChange| {
        let kept = kept.by_name.get(change.option.name);
        kept.is_some_and(|kept| kept.version > seen)
    };
    let conflicts: Vec<_> = changes
        .iter()
        .filter(is_newer)
        .map(|one| one.option)
        .collect();
    if conflicts.is_empty() {
        Ok(())
    } else {
        Err(ChangeError::Conflict(conflicts))
    }
}
