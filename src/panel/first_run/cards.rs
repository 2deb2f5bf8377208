//! The card that leads to the steps, until the site has a confirmed reader.

use futures_util::FutureExt;

use super::steps::{Progress, Step};
use crate::admin::Permission;
use crate::admin::http::{CardRequest, CardSource, TaskCard};
use crate::store::Result;

/// The card of a new site.
pub(in crate::panel) const CARDS: &[CardSource] = &[CardSource {
    permission: Permission::Settings,
    find: |request| unfinished(request).boxed(),
}];

async fn unfinished(request: &CardRequest<'_>) -> Result<Vec<TaskCard>> {
    let page = request.page;
    let progress = Progress::read(request.app, page.locale()).await?;
    if progress.is_done(Step::Reader) {
        return Ok(Vec::new());
    }
    Ok(vec![TaskCard {
        is_fault: false,
        title: page
            .say("start-card")
            .with("done", progress.count())
            .with("all", Step::ALL.len())
            .to_string(),
        text: page.say("start-card-way").to_string(),
        link: "/admin/start",
    }])
}
