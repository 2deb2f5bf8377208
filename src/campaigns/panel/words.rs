//! The buttons of a campaign, each a form of its own.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use serde::Deserialize;

use super::{CampaignPage, Done, PageQuery, back, refused, see_other};
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::campaigns::sweep::Sweep;
use crate::campaigns::{Campaign, CampaignId, Refusal, draft, preview, run};
use crate::store::Tx;
use crate::web::{HandlerResult, PageContext, html};

/// Mounts the buttons.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/campaigns/{id}/delivery", web::post().to(start))
        .route("/campaigns/{id}/removal", web::post().to(delete))
        .route("/campaigns/{id}/rate", web::post().to(set_rate));
    for word in WORDS {
        let path = format!("/campaigns/{{id}}/{}", word.noun);
        let say = move |page: PageContext, app: Data<App>, id: Path<i64>, form: AdminForm| {
            say(page, app, CampaignId(*id), form, word)
        };
        config.route(&path, web::post().to(say));
    }
}

/// A word that needs nothing but the campaign.
struct Word {
    /// Its place in addresses.
    noun: &'static str,
    /// Its name in the audit log.
    action: &'static str,
    done: Done,
    verb: Verb,
}

#[derive(Clone, Copy)]
enum Verb {
    Test,
    Pause,
    Resume,
    Cancel,
    Decide(Sweep),
}

const WORDS: &[Word] = &[
    Word {
        noun: "test",
        action: "campaign-test",
        done: Done::Tested,
        verb: Verb::Test,
    },
    Word {
        noun: "pause",
        action: "campaign-pause",
        done: Done::Paused,
        verb: Verb::Pause,
    },
    Word {
        noun: "resumption",
        action: "campaign-resume",
        done: Done::Resumed,
        verb: Verb::Resume,
    },
    Word {
        noun: "cancellation",
        action: "campaign-cancel",
        done: Done::Cancelled,
        verb: Verb::Cancel,
    },
    Word {
        noun: "failed/attempt",
        action: "campaign-retry",
        done: Done::Retry,
        verb: Verb::Decide(Sweep::SendFailed),
    },
    Word {
        noun: "unknown/attempt",
        action: "campaign-again",
        done: Done::Again,
        verb: Verb::Decide(Sweep::SendUnknown),
    },
    Word {
        noun: "unknown/cancellation",
        action: "campaign-leave",
        done: Done::Left,
        verb: Verb::Decide(Sweep::LeaveUnknown),
    },
];

async fn say(
    page: PageContext,
    app: Data<App>,
    id: CampaignId,
    AdminForm { session, .. }: AdminForm,
    word: &'static Word,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let campaign = match carry_out(&mut tx, &app, &session, id, word.verb).await {
        Ok(campaign) => campaign,
        Err(Refusal::State(_)) => return Ok(back(&page, id, Done::Stale)),
        Err(refusal) => return Err(refused(refusal)),
    };
    audit::record(&mut tx, &session, word.action, &campaign.label(), app.now()).await?;
    tx.commit().await?;
    Ok(back(&page, id, word.done))
}

async fn carry_out(
    tx: &mut Tx,
    app: &App,
    session: &AdminSession,
    id: CampaignId,
    verb: Verb,
) -> Result<Campaign, Refusal> {
    match verb {
        Verb::Pause => run::pause(tx, id).await,
        Verb::Resume => run::resume(tx, id).await,
        Verb::Cancel => run::cancel(tx, app, id).await,
        Verb::Decide(what) => run::decide(tx, app, id, what).await,
        Verb::Test => {
            let campaign = crate::campaigns::find(tx, id).await?;
            let campaign = campaign.ok_or(Refusal::Missing)?;
            preview::send_test(tx, app, &campaign, session.address()).await?;
            Ok(campaign)
        }
    }
}

#[derive(Deserialize)]
struct StartForm {
    /// The draft that was seen.
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
    let campaign = match run::start(&mut tx, &app, id, form.version).await {
        Ok(campaign) => campaign,
        Err(Refusal::State(_)) => return Ok(back(&page, id, Done::Stale)),
        Err(Refusal::Changed) => return Ok(back(&page, id, Done::Changed)),
        Err(refusal) => return Err(refused(refusal)),
    };
    audit::record(
        &mut tx,
        &session,
        "campaign-start",
        &campaign.label(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, id, Done::Started))
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
        Err(Refusal::State(_)) => return Ok(back(&page, id, Done::Stale)),
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
    let list = format!("/admin/campaigns?done={}", Done::Deleted);
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
    let campaign = match run::set_rate(&mut tx, id, rate).await {
        Ok(campaign) => campaign,
        Err(Refusal::State(_)) => return Ok(back(&page, id, Done::Stale)),
        Err(refusal) => return Err(refused(refusal)),
    };
    audit::record(
        &mut tx,
        &session,
        "campaign-rate",
        &campaign.label(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, id, Done::Rate))
}

/// The campaign's page with what was typed as its rate, and what is wrong with it.
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
    let template = CampaignPage {
        rate: rate.to_owned(),
        rate_error: Some(error),
        ..shown
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &template)
}
