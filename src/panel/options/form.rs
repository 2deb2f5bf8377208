//! A form of options: what was typed, saved whole or shown again with what is wrong.

use actix_web::http::StatusCode;

use super::field::{SettingField, phrase};
use crate::admin::{AdminSession, AuditedValues, audit};
use crate::app::App;
use crate::settings::{self, ChangeError, SettingEdit, SettingOption};
use crate::web::{PageContext, WebError};

/// The field that holds the version that the form showed.
const VERSION: &str = "version";
/// The word of a change in the audit log.
pub(super) const CHANGE: &str = "setting-change";

/// What the browser posts.
pub(in crate::panel) type Pairs = Vec<(String, String)>;

/// The options of one form.
pub(in crate::panel) struct OptionsForm {
    /// The options.
    pub fields: Vec<SettingField>,
    /// The version of the settings that it shows.
    pub version: i64,
    /// What is wrong with the whole.
    pub error: Option<String>,
}

impl OptionsForm {
    /// The options of these names as they are in force.
    pub(in crate::panel) fn of(names: &[&str], app: &App) -> Self {
        let version = app.live_config().version();
        let config = app.config();
        let options = names.iter().filter_map(|name| SettingOption::named(name));
        Self {
            fields: options
                .map(|option| SettingField::of(option, &config))
                .collect(),
            version,
            error: None,
        }
    }

    /// The status of the page that shows the form again.
    pub(in crate::panel) fn status(&self) -> StatusCode {
        if self.fields.iter().any(|field| field.theirs.is_some()) {
            StatusCode::CONFLICT
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    }

    /// The same form with what was typed, and why it was not saved.
    fn refused(mut self, pairs: &Pairs, error: &ChangeError, page: &PageContext) -> Self {
        for field in &mut self.fields {
            let typed = pairs.iter().find(|(name, _)| name == field.name);
            let Some((_, typed)) = typed.filter(|_| field.lock.is_none()) else {
                continue;
            };
            let in_force = std::mem::replace(&mut field.value, typed.clone());
            match error {
                ChangeError::Wrong { option, .. }
                | ChangeError::Contradiction { option, .. }
                | ChangeError::NeededByLaw { option, .. }
                    if option.name == field.name =>
                {
                    field.error = Some(page.say(&field.key("wrong")).to_string());
                }
                ChangeError::Conflict(options)
                    if options.iter().any(|option| option.name == field.name) =>
                {
                    field.theirs = Some(in_force);
                }
                _ => {}
            }
        }
        self.error = Some(words(page, error));
        self
    }
}

/// The sentence above a form that was not saved.
fn words(page: &PageContext, error: &ChangeError) -> String {
    let label = |option: &SettingOption| page.say(&phrase(option.name, "label")).to_string();
    let said = match error {
        ChangeError::Conflict(_) => page.say("settings-conflict"),
        ChangeError::Locked { option, place } => page
            .say("settings-locked")
            .with("option", label(option))
            .with("place", place.to_string()),
        ChangeError::Contradiction { option, .. } => page
            .say("settings-contradiction")
            .with("option", label(option)),
        ChangeError::NeededByLaw { option, .. } => page
            .say("settings-needed-by-law")
            .with("option", label(option)),
        ChangeError::Wrong { .. } | ChangeError::Store(_) => page.say("settings-refused"),
    };
    said.to_string()
}

/// Saves the options that a form of these names posted. Returns the form to show again when it cannot be saved.
pub(in crate::panel) async fn save(
    app: &App,
    session: &AdminSession,
    page: &PageContext,
    names: &[&str],
    pairs: &Pairs,
) -> Result<Result<(), OptionsForm>, WebError> {
    let version = pairs.iter().find(|(name, _)| name == VERSION);
    let seen = version.and_then(|(_, version)| version.parse().ok());
    let seen = seen.ok_or_else(|| WebError::Malformed("the form has no version".into()))?;
    let edits: Vec<SettingEdit<'_>> = pairs
        .iter()
        .filter(|(name, _)| names.contains(&name.as_str()))
        .filter_map(|(name, text)| {
            let option = SettingOption::named(name)?;
            Some(SettingEdit { option, text })
        })
        .collect();
    match change(app, session, &edits, seen).await {
        Ok(()) => Ok(Ok(())),
        Err(ChangeError::Store(error)) => Err(error.into()),
        Err(error) => {
            // What others saved on another node is shown too.
            app.renew_config().await?;
            Ok(Err(OptionsForm::of(names, app).refused(pairs, &error, page)))
        }
    }
}

async fn change(
    app: &App,
    session: &AdminSession,
    edits: &[SettingEdit<'_>],
    seen: i64,
) -> Result<(), ChangeError> {
    let mut tx = app.write().await?;
    let changes = settings::change(&mut tx, app.given_config(), edits, seen).await?;
    for change in &changes {
        let values = AuditedValues {
            before: change.before.as_deref(),
            after: change.after.as_deref(),
        };
        let (name, now) = (change.option.name, app.now());
        audit::record_values(&mut tx, session, CHANGE, name, values, now).await?;
    }
    // Without a change no node needs to look.
    if !changes.is_empty() {
        tx.commit().await?;
        app.renew_config().await?;
    }
    Ok(())
}
