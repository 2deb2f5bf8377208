//! The list of campaigns.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::parts::{CampaignDone, state_key};
use crate::admin::AdminSession;
use crate::app::App;
use crate::campaigns::{self, Campaign, CampaignId, Progress};
use crate::web::{HandlerResult, PageContext, html};

/// Campaigns on a page of the list.
const PAGE: usize = 25;

#[derive(Template)]
#[template(path = "pages/campaigns/list.html")]
struct CampaignListPage {
    page: PageContext,
    session: AdminSession,
    done: Option<CampaignDone>,
    rows: Vec<(Campaign, Progress)>,
    previous: Option<String>,
    next: Option<String>,
}

impl CampaignListPage {
    fn state_key(campaign: &Campaign) -> String {
        state_key(campaign)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CampaignListQuery {
    before: String,
    done: String,
}

/// GET /admin/campaigns
pub(super) async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<CampaignListQuery>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let before = query.before.parse().ok().map(CampaignId);
    let one_more = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut campaigns = campaigns::list(&mut tx, before, one_more).await?;
    let is_more = campaigns.len() > PAGE;
    campaigns.truncate(PAGE);
    let last = campaigns.last().map(|last| last.id.0).filter(|_| is_more);
    let mut rows = Vec::new();
    for campaign in campaigns {
        let progress = Progress::of(&mut tx, &campaign, app.now()).await?;
        rows.push((campaign, progress));
    }
    let template = CampaignListPage {
        done: query.done.parse().ok(),
        rows,
        previous: None,
        next: last.map(|last| page.link(&format!("/admin/campaigns?before={last}"))),
        page,
        session,
    };
    html(StatusCode::OK, &template)
}
