//! The page of a campaign, and its preview.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::parts::{CampaignDone, audience, find, path, rate_in_words, refused, state_key};
use crate::admin::AdminSession;
use crate::app::App;
use crate::campaigns::preview::{CampaignPreview, preview};
use crate::campaigns::{Campaign, CampaignState, Progress};
use crate::clock::{HOUR, MINUTE};
use crate::web::{HandlerResult, PageContext, WebError, csp, html};

/// Mounts the pages of one campaign.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/campaigns/{id}", web::get().to(show))
        .route("/campaigns/{id}/preview", web::get().to(mail));
}

#[derive(Template)]
#[template(path = "pages/campaigns/campaign.html")]
pub(super) struct CampaignPage {
    page: PageContext,
    session: AdminSession,
    campaign: Campaign,
    progress: Progress,
    audience: String,
    preview: CampaignPreview,
    query: PageQuery,
    done: Option<CampaignDone>,
    /// The typed rate, and its error.
    rate: String,
    rate_error: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PageQuery {
    /// `plain` for the text part.
    r#as: String,
    /// `true` for a page that reloads itself.
    live: String,
    done: String,
}

impl CampaignPage {
    pub(super) async fn of(
        session: AdminSession,
        page: PageContext,
        app: &App,
        id: i64,
        query: PageQuery,
    ) -> Result<Self, WebError> {
        let mut tx = app.read().await?;
        let campaign = find(&mut tx, id).await?;
        Ok(Self {
            progress: Progress::of(&mut tx, &campaign, app.now()).await?,
            audience: audience(&mut tx, &page, &campaign).await?,
            preview: preview(&mut tx, app, &campaign).await.map_err(refused)?,
            done: query.done.parse().ok(),
            rate: campaign
                .rate
                .map_or_else(String::new, |rate| rate.to_string()),
            rate_error: None,
            page,
            session,
            campaign,
            query,
        })
    }

    /// The page with a typed rate and its error.
    pub(super) fn with_rate(self, rate: &str, error: String) -> Self {
        Self {
            rate: rate.to_owned(),
            rate_error: Some(error),
            ..self
        }
    }

    fn is_draft(&self) -> bool {
        self.campaign.state == CampaignState::Draft
    }

    fn is_plain(&self) -> bool {
        self.query.r#as == "plain"
    }

    /// True when the page reloads itself, which it does while something changes.
    fn is_live(&self) -> bool {
        self.query.live == "true" && self.moves()
    }

    fn moves(&self) -> bool {
        self.campaign.is_fanning_out()
            || self.campaign.state == CampaignState::Running
            || self.is_dropping()
    }

    fn is_dropping(&self) -> bool {
        self.campaign.state == CampaignState::Cancelled && self.progress.waiting() > 0
    }

    fn may_retry(&self) -> bool {
        self.progress.failed > 0 && self.campaign.state != CampaignState::Cancelled
    }

    fn may_send_unknown(&self) -> bool {
        self.campaign.state != CampaignState::Cancelled
    }

    fn state_key(&self) -> String {
        state_key(&self.campaign)
    }

    fn path(&self, rest: &str) -> String {
        path(&self.page, &self.campaign, rest)
    }

    /// The remaining time in words.
    fn time_left(&self) -> Option<String> {
        if let Some(at) = self.progress.next_try {
            let at = self.page.date_time(&at);
            let words = self.page.say("campaigns-next-try").with("at", at);
            return Some(words.to_string());
        }
        let minutes = self.progress.minutes_left()?;
        let an_hour = HOUR / MINUTE;
        let words = if minutes < an_hour {
            self.page
                .say("campaigns-eta-minutes")
                .with("minutes", minutes)
        } else {
            self.page
                .say("campaigns-eta-hours")
                .with("hours", minutes / an_hour)
                .with("minutes", minutes % an_hour)
        };
        Some(words.to_string())
    }

    fn rate_in_words(&self) -> String {
        rate_in_words(&self.page, &self.campaign)
    }
}

/// GET /admin/campaigns/{id}
async fn show(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    query: Query<PageQuery>,
) -> HandlerResult {
    let template = CampaignPage::of(session, page, &app, *id, query.into_inner()).await?;
    html(StatusCode::OK, &template)
}

/// GET /admin/campaigns/{id}/preview: only the e-mail, for the frame. Its policy allows its styles.
async fn mail(app: Data<App>, id: Path<i64>) -> HandlerResult {
    let mut tx = app.read().await?;
    let campaign = find(&mut tx, *id).await?;
    let preview = preview(&mut tx, &app, &campaign).await.map_err(refused)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, csp::MAIL_POLICY))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(preview.html))
}
