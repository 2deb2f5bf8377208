//! The newest report in each language, which the panel shows without running the checks.

use super::model::{DoctorReport, KeptCheck};
use super::queries;
use super::run::NAMES;
use crate::app::App;
use crate::clock::Timestamp;
use crate::i18n::Locale;
use crate::store::{Result, Tx};

/// A kept report.
#[derive(Clone, Debug)]
pub struct KeptReport {
    /// The language of its sentences.
    pub locale: Locale,
    /// When the checks ran.
    pub ran_at: Timestamp,
    /// The checks that this release knows.
    pub checks: Vec<KeptCheck>,
}

/// Keeps a report in place of the one before in its language.
pub async fn keep(app: &App, locale: Locale, report: &DoctorReport) -> Result<()> {
    let mut tx = app.write().await?;
    queries::keep(&mut tx, locale, &report.checks, app.now()).await?;
    tx.commit().await
}

/// The newest report; of several that are as new the one in this language.
pub async fn newest(tx: &mut Tx, locale: Locale) -> Result<Option<KeptReport>> {
    let Some((locale, ran_at)) = queries::newest_run(tx, locale).await? else {
        return Ok(None);
    };
    let mut checks = queries::kept_checks(tx, locale).await?;
    checks.retain(|check| NAMES.contains(&check.name.as_str()));
    Ok(Some(KeptReport {
        locale,
        ran_at,
        checks,
    }))
}
