//! The cards of checks that failed when they ran last.

use futures_util::FutureExt;

use crate::admin::Permission;
use crate::admin::http::{CardRequest, CardSource, TaskCard};
use crate::doctor::kept;
use crate::doctor::model::CheckState;
use crate::store::Result;

/// The cards of the checks.
pub const CARDS: &[CardSource] = &[CardSource {
    permission: Permission::Doctor,
    find: |request| failed_checks(request).boxed(),
}];

async fn failed_checks(request: &CardRequest<'_>) -> Result<Vec<TaskCard>> {
    let page = request.page;
    let report = kept::newest(&mut request.app.read().await?, page.locale()).await?;
    let checks = report.into_iter().flat_map(|report| report.checks);
    let failed = checks.filter(|check| check.state == CheckState::Fail);
    let cards = failed.map(|check| TaskCard {
        is_fault: true,
        title: page
            .say("doctor-card")
            .with("check", page.say(&check.name_key()).to_string())
            .with("found", check.found.as_str())
            .to_string(),
        text: check.fix.unwrap_or_default(),
        link: "/admin/doctor",
    });
    Ok(cards.collect())
}
