//! The panel's room of campaigns: the list, a campaign with its progress and its preview, and the step before the start.

mod form;
mod words;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION};
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::preview::{Preview, preview};
use super::{Campaign, CampaignId, Progress, Refusal, State};
use crate::admin::AdminSession;
use crate::app::App;
use crate::clock::{HOUR, MINUTE};
use crate::store::{self, Tx};
use crate::subscribers::topics;
use crate::web::{HandlerResult, PageContext, WebError, csp, html};

/// Campaigns on a page of the list.
const PAGE: usize = 25;

/// Mounts the room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/campaigns", web::get().to(list))
        .configure(form::routes)
        .configure(words::routes)
        .route("/campaigns/{id}", web::get().to(show))
        .route("/campaigns/{id}/preview", web::get().to(mail))
        .route("/campaigns/{id}/delivery", web::get().to(before_start));
}

/// What was done; the word stands in the page's address as `done`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    Saved,
    Tested,
    Started,
    Paused,
    Resumed,
    Cancelled,
    Rate,
    Retry,
    Again,
    Left,
    Deleted,
    /// Nothing: it had moved on.
    Stale,
    /// Nothing: the draft was another than the one that was seen.
    Changed,
}

crate::text_enum!(Done {
    Saved => "saved", Tested => "tested", Started => "started", Paused => "paused", Resumed => "resumed",
    Cancelled => "cancelled", Rate => "rate", Retry => "retry", Again => "again", Left => "left",
    Deleted => "deleted", Stale => "stale", Changed => "changed",
});

#[derive(Template)]
#[template(path = "pages/campaigns/list.html")]
struct ListPage {
    page: PageContext,
    session: AdminSession,
    done: Option<Done>,
    rows: Vec<(Campaign, Progress)>,
    previous: Option<String>,
    next: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ListQuery {
    before: String,
    done: String,
}

/// GET /admin/campaigns
async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<ListQuery>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let before = query.before.parse().ok().map(CampaignId);
    let one_more = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut campaigns = super::list(&mut tx, before, one_more).await?;
    let is_more = campaigns.len() > PAGE;
    campaigns.truncate(PAGE);
    let last = campaigns.last().map(|last| last.id.0).filter(|_| is_more);
    let mut rows = Vec::new();
    for campaign in campaigns {
        let progress = Progress::of(&mut tx, &campaign, app.now()).await?;
        rows.push((campaign, progress));
    }
    let template = ListPage {
        done: query.done.parse().ok(),
        rows,
        previous: None,
        next: last.map(|last| page.link(&format!("/admin/campaigns?before={last}"))),
        page,
        session,
    };
    html(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "pages/campaigns/campaign.html")]
struct CampaignPage {
    page: PageContext,
    session: AdminSession,
    campaign: Campaign,
    progress: Progress,
    audience: String,
    preview: Preview,
    query: PageQuery,
    done: Option<Done>,
    /// What was typed as its rate, and what is wrong with it.
    rate: String,
    rate_error: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct PageQuery {
    /// `plain` for the plain part.
    r#as: String,
    /// `true` for a page that loads itself again.
    live: String,
    done: String,
}

impl CampaignPage {
    async fn of(
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
            audience: audience(&mut tx, &page, campaign.id).await?,
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

    fn is_draft(&self) -> bool {
        self.campaign.state == State::Draft
    }

    fn is_plain(&self) -> bool {
        self.query.r#as == "plain"
    }

    /// Whether it loads itself again: only as long as something moves.
    fn is_live(&self) -> bool {
        self.query.live == "true" && self.moves()
    }

    fn moves(&self) -> bool {
        self.campaign.is_fanning_out()
            || self.campaign.state == State::Running
            || self.is_dropping()
    }

    fn is_dropping(&self) -> bool {
        self.campaign.state == State::Cancelled && self.progress.waiting() > 0
    }

    fn may_retry(&self) -> bool {
        self.progress.failed > 0 && self.campaign.state != State::Cancelled
    }

    fn may_send_unknown(&self) -> bool {
        self.campaign.state != State::Cancelled
    }

    fn state_key(&self) -> String {
        format!("campaigns-state-{}", self.campaign.state)
    }

    fn path(&self, rest: &str) -> String {
        path(&self.page, &self.campaign, rest)
    }

    /// How long it goes on, in words.
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

/// GET /admin/campaigns/{id}/preview: the mail alone, for the frame; its own policy lets its styles stand.
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

#[derive(Template)]
#[template(path = "pages/campaigns/start.html")]
struct StartPage {
    page: PageContext,
    session: AdminSession,
    campaign: Campaign,
    audience: String,
    readers: i64,
}

impl StartPage {
    fn path(&self, rest: &str) -> String {
        path(&self.page, &self.campaign, rest)
    }

    fn rate_in_words(&self) -> String {
        rate_in_words(&self.page, &self.campaign)
    }
}

/// GET /admin/campaigns/{id}/delivery: to how many it would go.
async fn before_start(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let campaign = find(&mut tx, *id).await?;
    if campaign.state != State::Draft {
        return Ok(back(&page, campaign.id, Done::Stale));
    }
    let template = StartPage {
        audience: audience(&mut tx, &page, campaign.id).await?,
        readers: super::count_readers(&mut tx, campaign.id).await?,
        page,
        session,
        campaign,
    };
    html(StatusCode::OK, &template)
}

async fn find(tx: &mut Tx, id: i64) -> Result<Campaign, WebError> {
    let campaign = super::find(tx, CampaignId(id)).await?;
    campaign.ok_or(WebError::NotFound)
}

/// Who gets it, in words.
async fn audience(tx: &mut Tx, page: &PageContext, id: CampaignId) -> store::Result<String> {
    let chosen = super::topics(tx, id).await?;
    if chosen.is_empty() {
        return Ok(page.say("campaigns-audience-all").to_string());
    }
    let known = topics::all(tx).await?;
    let names = known.iter().filter(|topic| chosen.contains(&topic.id));
    let names: Vec<&str> = names.map(|topic| topic.name.as_str()).collect();
    let whom = page.say("campaigns-audience-topics");
    Ok(format!("{whom}: {}", names.join(", ")))
}

/// A place of this campaign.
fn path(page: &PageContext, campaign: &Campaign, rest: &str) -> String {
    page.link(&format!("/admin/campaigns/{}{rest}", campaign.id.0))
}

fn rate_in_words(page: &PageContext, campaign: &Campaign) -> String {
    match campaign.rate {
        Some(rate) => page.say("campaigns-rate-value").with("rate", rate),
        None => page.say("campaigns-rate-none"),
    }
    .to_string()
}

/// The answer to a form: the campaign's page says what was done.
fn back(page: &PageContext, id: CampaignId, done: Done) -> HttpResponse {
    see_other(page, &format!("/admin/campaigns/{}?done={done}", id.0))
}

fn see_other(page: &PageContext, path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, page.link(path)))
        .finish()
}

/// A refusal that is nobody's mistake.
fn refused(refusal: Refusal) -> WebError {
    match refusal {
        Refusal::Missing => WebError::NotFound,
        Refusal::Store(error) => error.into(),
        other => {
            tracing::error!(error = %other, "a campaign cannot be shown or sent");
            WebError::Internal
        }
    }
}
