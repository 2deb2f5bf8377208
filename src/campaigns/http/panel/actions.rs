//! The buttons of a campaign. Each is a form.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use serde::Deserialize;

use super::parts::{CampaignDone, back, refused, see_other};
use super::show::{CampaignPage, PageQuery};
use crate::admin::{AdminForm, AdminSession, AuditedValues, audit};
use crate::app::App;
use crate::campaigns::{
    BulkAction, Campaign, CampaignError, CampaignId, CampaignState, draft, lifecycle, preview,
    timing,
};
use crate::store::Tx;
use crate::web::{HandlerResult, PageContext, html};

/// Mounts the buttons.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/campaigns/{id}/delivery", web::post().to(start))
        .route("/campaigns/{id}/removal", web::post().to(delete))
        .route("/campaigns/{id}/rate", web::post().to(set_rate));
    for action in ACTIONS {
        let path = format!("/campaigns/{{id}}/{}", action.noun);
        let acted = move |page: PageContext, app: Data<App>, id: Path<i64>, form: AdminForm| {
            run_action(page, app, CampaignId(*id), form, action)
        };
        config.route(&path, web::post().to(acted));
    }
}

/// An action without further fields.
struct PanelAction {
    /// The noun in the address.
    noun: &'static str,
    /// The word in the audit log.
    audit: &'static str,
    done: CampaignDone,
    operation: Operation,
}

#[derive(Clone, Copy)]
enum Operation {
    Test,
    Pause,
    Resume,
    Cancel,
    Unschedule,
    Bulk(BulkAction),
}

impl Operation {
    /// The state that it brings a campaign into; `None` where the state stays.
    fn state_after(self) -> Option<CampaignState> {
        match self {
            Self::Pause => Some(CampaignState::Paused),
            Self::Resume => Some(CampaignState::Running),
            Self::Cancel => Some(CampaignState::Cancelled),
            Self::Test | Self::Unschedule | Self::Bulk(_) => None,
        }
    }
}

const ACTIONS: &[PanelAction] = &[
    PanelAction {
        noun: "test",
        audit: "campaign-test",
        done: CampaignDone::Tested,
        operation: Operation::Test,
    },
    PanelAction {
        noun: "pause",
        audit: "campaign-pause",
        done: CampaignDone::Paused,
        operation: Operation::Pause,
    },
    PanelAction {
        noun: "resumption",
        audit: "campaign-resume",
        done: CampaignDone::Resumed,
        operation: Operation::Resume,
    },
    PanelAction {
        noun: "cancellation",
        audit: "campaign-cancel",
        done: CampaignDone::Cancelled,
        operation: Operation::Cancel,
    },
    PanelAction {
        noun: "schedule/removal",
        audit: "campaign-unschedule",
        done: CampaignDone::Unscheduled,
        operation: Operation::Unschedule,
    },
    PanelAction {
        noun: "failed/attempt",
        audit: "campaign-retry",
        done: CampaignDone::Retry,
        operation: Operation::Bulk(BulkAction::SendFailed),
    },
    PanelAction {
        noun: "unknown/attempt",
        audit: "campaign-again",
        done: CampaignDone::Again,
        operation: Operation::Bulk(BulkAction::SendUnknown),
    },
    PanelAction {
        noun: "unknown/cancellation",
        audit: "campaign-leave",
        done: CampaignDone::Left,
        operation: Operation::Bulk(BulkAction::LeaveUnknown),
    },
];

async fn run_action(
    page: PageContext,
    app: Data<App>,
    id: CampaignId,
    AdminForm { session, .. }: AdminForm,
    action: &'static PanelAction,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let campaign = match carry_out(&mut tx, &app, &session, id, action.operation).await {
        Ok(campaign) => campaign,
        Err(CampaignError::State(_)) => return Ok(back(&page, id, CampaignDone::Stale)),
        Err(refusal) => return Err(refused(refusal)),
    };
    let values = match action.operation.state_after() {
        Some(after) => AuditedValues::between(campaign.state.as_str(), after.as_str()),
        None => AuditedValues::default(),
    };
    audit::record_values(
        &mut tx,
        &session,
        action.audit,
        &campaign.label(),
        values,
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, id, action.done))
}

async fn carry_out(
    tx: &mut Tx,
    app: &App,
    session: &AdminSession,
    id: CampaignId,
    operation: Operation,
) -> Result<Campaign, CampaignError> {
    match operation {
        Operation::Pause => lifecycle::pause(tx, id).await,
        Operation::Resume => lifecycle::resume(tx, id).await,
        Operation::Cancel => lifecycle::cancel(tx, app, id).await,
        Operation::Unschedule => timing::unschedule(tx, id).await,
        Operation::Bulk(what) => lifecycle::act_on_all(tx, app, id, what).await,
        Operation::Test => {
            let campaign = crate::campaigns::find(tx, id).await?;
            let campaign = campaign.ok_or(CampaignError::Missing)?;
            preview::send_test(tx, app, &campaign, session.address()).await?;
            Ok(campaign)
        }
    }
}

#[derive(Deserialize)]
struct StartForm {
    /// The version of the draft on the page.
    version: i64,
}

/// POST /admin/campaigns/{id}/delivery
async fn start(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<StartForm>,
) -> HandlerResult {
    let id = CampaignId(*id);
    let mut tx = app.write().await?;
    let campaign = match lifecycle::start(&mut tx, &app, id, form.version).await {
        Ok(campaign) => campaign,
        Err(refusal) => match CampaignDone::of(&refusal) {
            Some(done) => return Ok(back(&page, id, done)),
            None => return Err(refused(refusal)),
        },
    };
    let (before, after) = (campaign.state.as_str(), CampaignState::Running.as_str());
    audit::record_values(
        &mut tx,
        &session,
        "campaign-start",
        &campaign.label(),
        AuditedValues::between(before, after),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, id, CampaignDone::Started))
}

/// POST /admin/campaigns/{id}/removal
async fn delete(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let id = CampaignId(*id);
    let mut tx = app.write().await?;
    let campaign = match draft::delete(&mut tx, id).await {
        Ok(campaign) => campaign,
        Err(CampaignError::State(_)) => return Ok(back(&page, id, CampaignDone::Stale)),
        Err(refusal) => return Err(refused(refusal)),
    };
    audit::record(
        &mut tx,
        &session,
        "campaign-delete",
        &campaign.label(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    let list = format!("/admin/campaigns?done={}", CampaignDone::Deleted);
    Ok(see_other(&page, &list))
}

#[derive(Deserialize)]
struct RateForm {
    #[serde(default)]
    rate: String,
}

/// POST /admin/campaigns/{id}/rate
async fn set_rate(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<RateForm>,
) -> HandlerResult {
    let id = CampaignId(*id);
    let rate = match draft::parse_rate(&form.rate) {
        Ok(rate) => rate,
        Err(key) => return rate_again(session, page, &app, id, &form.rate, key).await,
    };
    let mut tx = app.write().await?;
    let campaign = match lifecycle::set_rate(&mut tx, id, rate).await {
        Ok(campaign) => campaign,
        Err(CampaignError::State(_)) => return Ok(back(&page, id, CampaignDone::Stale)),
        Err(refusal) => return Err(refused(refusal)),
    };
    let [before, after] = [campaign.rate, rate].map(|rate| rate.map(|rate| rate.to_string()));
    let values = AuditedValues {
        before: before.as_deref(),
        after: after.as_deref(),
    };
    audit::record_values(
        &mut tx,
        &session,
        "campaign-rate",
        &campaign.label(),
        values,
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, id, CampaignDone::Rate))
}

/// The campaign's page with the typed rate and its error.
async fn rate_again(
    session: AdminSession,
    page: PageContext,
    app: &App,
    id: CampaignId,
    rate: &str,
    key: &'static str,
) -> HandlerResult {
    let page = page.at(&format!("/admin/campaigns/{}", id.0));
    let error = page.say(key).to_string();
    let shown = CampaignPage::of(session, page, app, id.0, PageQuery::default()).await?;
    let template = shown.with_rate(rate, error);
    html(StatusCode::UNPROCESSABLE_ENTITY, &template)
}
