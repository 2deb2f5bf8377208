//! Feeds in the panel: added, polled at once, removed.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use serde::Deserialize;

use super::done::{PostsDone, back};
use super::list::{PostsQuery, fill};
use crate::admin::{AdminForm, audit};
use crate::app::App;
use crate::posts::polling::{self, PollError};
use crate::posts::{FeedId, feeds};
use crate::web::{HandlerResult, PageContext, WebError, html};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/feeds", web::post().to(add))
        .route("/feeds/{id}/poll", web::post().to(poll))
        .route("/feeds/{id}/removal", web::post().to(remove));
}

#[derive(Deserialize)]
struct AddFeedForm {
    #[serde(default)]
    url: String,
}

/// POST /admin/feeds
async fn add(
    page: PageContext,
    app: Data<App>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<AddFeedForm>,
) -> HandlerResult {
    let added = match polling::subscribe(&app, &form.url).await {
        Ok(added) => added,
        Err(PollError::Problem(problem)) => {
            let page = page.at("/admin/posts");
            let mut list = fill(
                &mut app.read().await?,
                page,
                session,
                &PostsQuery::default(),
            )
            .await?;
            list.error = Some(problem.say(list.page.translator()));
            list.url.clone_from(&form.url);
            return html(StatusCode::UNPROCESSABLE_ENTITY, &list);
        }
        Err(PollError::Store(error)) => return Err(error.into()),
        Err(PollError::Unknown) => return Err(WebError::NotFound),
    };
    let mut tx = app.write().await?;
    audit::record(
        &mut tx,
        &session,
        "feed-added",
        &added.feed.shown_url(),
        app.now(),
    )
    .await?;
    // Its pages are read beside the requests.
    polling::enqueue(&mut tx, added.feed.id, app.now()).await?;
    tx.commit().await?;
    let done = if added.is_new {
        PostsDone::Added
    } else {
        PostsDone::Known
    };
    Ok(back(&page, done))
}

/// POST /admin/feeds/{id}/poll
async fn poll(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let feed = feeds::find(&mut tx, FeedId(*id)).await?;
    let feed = feed.ok_or(WebError::NotFound)?;
    polling::enqueue(&mut tx, feed.id, app.now()).await?;
    audit::record(
        &mut tx,
        &session,
        "feed-polled",
        &feed.shown_url(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, PostsDone::Queued))
}

/// POST /admin/feeds/{id}/removal
async fn remove(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let feed = feeds::find(&mut tx, FeedId(*id)).await?;
    let feed = feed.ok_or(WebError::NotFound)?;
    feeds::remove(&mut tx, feed.id, app.now()).await?;
    audit::record(
        &mut tx,
        &session,
        "feed-removed",
        &feed.shown_url(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(back(&page, PostsDone::Removed))
}
