//! The card of a backup that failed.

use futures_util::FutureExt;

use crate::admin::Permission;
use crate::admin::http::{CardRequest, CardSource, TaskCard};
use crate::backups;
use crate::store::Result;

/// The cards of backups.
pub const CARDS: &[CardSource] = &[CardSource {
    permission: Permission::Backups,
    find: |request| failed(request).boxed(),
}];

async fn failed(request: &CardRequest<'_>) -> Result<Vec<TaskCard>> {
    let page = request.page;
    if request.app.config().backups.folder.is_none() {
        return Ok(Vec::new());
    }
    let newest = backups::newest_run(&mut request.app.read().await?).await?;
    let problem = newest.and_then(|run| run.problem);
    let cards = problem.map(|problem| TaskCard {
        is_fault: true,
        title: page.say("backups-card").to_string(),
        text: problem,
        link: "/admin/backups",
    });
    Ok(cards.into_iter().collect())
}
