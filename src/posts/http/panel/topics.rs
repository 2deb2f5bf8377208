//! Topics in the panel: offered to readers, or withdrawn.

use actix_web::web::{self, Data, Path, ServiceConfig};

use super::done::{PostsDone, back};
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::topics::{self, TopicId};
use crate::web::{HandlerResult, PageContext, WebError};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/topics/{id}/offer", web::post().to(offer))
        .route("/topics/{id}/withdrawal", web::post().to(withdraw));
}

/// POST /admin/topics/{id}/offer
async fn offer(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    show_topic(session, &page, &app, TopicId(*id), true).await
}

/// POST /admin/topics/{id}/withdrawal
async fn withdraw(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    show_topic(session, &page, &app, TopicId(*id), false).await
}

async fn show_topic(
    session: AdminSession,
    page: &PageContext,
    app: &App,
    id: TopicId,
    offered: bool,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !topics::set_offered(&mut tx, id, offered).await? {
        return Err(WebError::NotFound);
    }
    let (action, done) = if offered {
        ("topic-offered", PostsDone::Offered)
    } else {
        ("topic-withdrawn", PostsDone::Withdrawn)
    };
    audit::record(&mut tx, &session, action, &id.0.to_string(), app.now()).await?;
    tx.commit().await?;
    Ok(back(page, done))
}
