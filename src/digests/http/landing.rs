//! `GET /`: the sign-up page with the newest edition beside the form.

use actix_web::HttpRequest;
use actix_web::web::{self, Data, Query, ServiceConfig};

use crate::app::App;
use crate::digests::archive::{self, EditionTeaser};
use crate::i18n::Locale;
use crate::store;
use crate::subscribers::http::{FormPlace, NewestEdition, sign_up_page};
use crate::web::HandlerResult;

/// Mounts the page.
pub fn routes(config: &mut ServiceConfig) {
    config.service(web::resource("/").route(web::get().to(landing)));
}

async fn landing(app: Data<App>, request: HttpRequest, place: Query<FormPlace>) -> HandlerResult {
    let newest = async |locale| newest(&app, locale).await;
    sign_up_page(&app, &request, place.into_inner(), newest).await
}

async fn newest(app: &App, locale: Locale) -> store::Result<Option<NewestEdition>> {
    let teaser = archive::newest(&mut app.read().await?, locale).await?;
    Ok(
        teaser.map(|EditionTeaser { edition, posts }| NewestEdition {
            path: edition.path(),
            subject: edition.subject,
            locale: edition.locale,
            created_at: edition.created_at,
            posts,
        }),
    )
}
