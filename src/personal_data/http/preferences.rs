//! Export and erasure of a person's data, opened by the signed link of the preferences.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use askama::Template;

use crate::app::App;
use crate::config::Compliance;
use crate::personal_data::{erase, gather, requests};
use crate::subscribers::http::{expired, owner, private};
use crate::web::{HandlerResult, PageContext, download};

/// Mounts the file and the erasure.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("/preferences/{token}/export").route(web::get().to(export)))
        .service(
            web::resource("/preferences/{token}/deletion")
                .route(web::get().to(ask_deletion))
                .route(web::post().to(delete)),
        );
}

#[derive(Template)]
#[template(path = "pages/personal_data/delete.html")]
struct DeletePage {
    page: PageContext,
    token: String,
    email: String,
}

#[derive(Template)]
#[template(path = "pages/personal_data/deleted.html")]
struct DeletedPage {
    page: PageContext,
}

async fn export(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.read().await?;
    let Some(subscriber) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let data = gather(&mut tx, &app, &subscriber.email).await?;
    download("subscription.json", &data)
}

async fn ask_deletion(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let Some(subscriber) = owner(&mut app.read().await?, &app, &token).await? else {
        return expired(&app, page);
    };
    let template = DeletePage {
        page: page.in_locale(subscriber.locale),
        token: token.into_inner(),
        email: subscriber.email.to_string(),
    };
    private(StatusCode::OK, &template)
}

async fn delete(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let mut tx = app.write().await?;
    let Some(subscriber) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    erase(&mut tx, &app, &subscriber.email).await?;
    if app.config().site.compliance == Compliance::Eu {
        requests::record_own(&mut tx, &app.config().site.time_zone, app.now()).await?;
    }
    tx.commit().await?;
    let page = page.in_locale(subscriber.locale);
    private(StatusCode::OK, &DeletedPage { page })
}
