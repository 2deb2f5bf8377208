//! The step before the start of a campaign: its readers, and the moment, which is now or later.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::parts::{CampaignDone, audience, back, find, path, rate_in_words, refused};
use crate::admin::{AdminForm, AdminSession, AuditedValues, audit};
use crate::app::App;
use crate::campaigns::{self, Campaign, CampaignError, CampaignId, CampaignState, timing};
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Mounts the step and the form of the moment.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/campaigns/{id}/delivery", web::get().to(before_start))
        .route("/campaigns/{id}/schedule", web::post().to(schedule));
}

#[derive(Template)]
#[template(path = "pages/campaigns/start.html")]
struct StartPage {
    page: PageContext,
    session: AdminSession,
    campaign: Campaign,
    audience: String,
    readers: i64,
    /// Options without which an advertising mail does not name its sender.
    missing: Vec<&'static str>,
    /// What is wrong with the segment.
    segment_fault: Option<&'static str>,
    /// The name of the zone in which a moment is typed.
    zone: String,
    /// The typed moment, and its error.
    start_at: String,
    start_at_error: Option<String>,
}

impl StartPage {
    async fn of(
        session: AdminSession,
        page: PageContext,
        app: &App,
        campaign: Campaign,
    ) -> Result<Self, WebError> {
        let mut tx = app.read().await?;
        let (config, now) = (app.config(), app.now());
        let zone = &config.site.time_zone;
        let counted = campaigns::count_readers(&mut tx, campaign.id, zone, now).await;
        let (readers, segment_fault) = match counted {
            Ok(readers) => (readers, None),
            Err(CampaignError::Segment(key)) => (0, Some(key)),
            Err(refusal) => return Err(refused(refusal)),
        };
        Ok(Self {
            audience: audience(&mut tx, &page, &campaign).await?,
            readers,
            missing: if campaign.is_advertising {
                config.site.missing_for_advertising()
            } else {
                Vec::new()
            },
            segment_fault,
            zone: zone.name().to_owned(),
            start_at: String::new(),
            start_at_error: None,
            page,
            session,
            campaign,
        })
    }

    fn may_start(&self) -> bool {
        self.readers > 0 && self.missing.is_empty() && self.segment_fault.is_none()
    }

    fn path(&self, rest: &str) -> String {
        path(&self.page, &self.campaign, rest)
    }

    fn rate_in_words(&self) -> String {
        rate_in_words(&self.page, &self.campaign)
    }
}

/// GET /admin/campaigns/{id}/delivery: the number of its readers.
async fn before_start(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
) -> HandlerResult {
    let campaign = find(&mut app.read().await?, *id).await?;
    if campaign.state != CampaignState::Draft {
        return Ok(back(&page, campaign.id, CampaignDone::Stale));
    }
    let template = StartPage::of(session, page, &app, campaign).await?;
    html(StatusCode::OK, &template)
}

#[derive(Deserialize)]
struct ScheduleForm {
    /// The version of the draft on the page.
    version: i64,
    /// A local time of the site.
    #[serde(default)]
    start_at: String,
}

/// POST /admin/campaigns/{id}/schedule
async fn schedule(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<ScheduleForm>,
) -> HandlerResult {
    let id = CampaignId(*id);
    let config = app.config();
    let moment = match timing::read_moment(&form.start_at, &config.site.time_zone, app.now()) {
        Ok(moment) => moment,
        Err(key) => {
            let campaign = find(&mut app.read().await?, id.0).await?;
            let error = page.say(key).to_string();
            let page = page.at(&format!("/admin/campaigns/{}/delivery", id.0));
            let template = StartPage {
                start_at: form.start_at,
                start_at_error: Some(error),
                ..StartPage::of(session, page, &app, campaign).await?
            };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    let mut tx = app.write().await?;
    let draft = match timing::schedule(&mut tx, &app, id, form.version, moment).await {
        Ok(draft) => draft,
        Err(refusal) => match CampaignDone::of(&refusal) {
            Some(done) => return Ok(back(&page, id, done)),
            None => return Err(refused(refusal)),
        },
    };
    let [before, after] = [draft.start_at, Some(moment)].map(|at| at.map(|at| at.to_string()));
    let values = AuditedValues {
        before: before.as_deref(),
        after: after.as_deref(),
    };
    let about = draft.label();
    audit::record_values(
        &mut tx,
        &session,
        "campaign-schedule",
        &about,
        values,
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, id, CampaignDone::Scheduled))
}
