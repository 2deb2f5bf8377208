//! The cards of campaigns that could not start at their moment.

use futures_util::FutureExt;

use crate::admin::Permission;
use crate::admin::http::{CardRequest, CardSource, TaskCard};
use crate::campaigns::timing;
use crate::store::Result;

/// The cards of campaigns.
pub const CARDS: &[CardSource] = &[CardSource {
    permission: Permission::Campaigns,
    find: |request| refused_starts(request).boxed(),
}];

async fn refused_starts(request: &CardRequest<'_>) -> Result<Vec<TaskCard>> {
    let page = request.page;
    let drafts = timing::refused(&mut request.app.read().await?).await?;
    let cards = drafts.into_iter().map(|draft| TaskCard {
        is_fault: true,
        title: page
            .say("campaigns-card-refused")
            .with("subject", draft.subject)
            .to_string(),
        text: page.say("campaigns-card-refused-way").to_string(),
        link: "/admin/campaigns",
    });
    Ok(cards.collect())
}
