//! A pause of a reader, and its end by hand, from the preferences page.

use actix_web::web::{self, Data, Form, Path, ServiceConfig};
use jiff::civil::Date;

use super::form_fields::FormFields;
use super::preferences::{expired, owner};
use crate::app::App;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::pause::{dates, pause, resume};
use crate::web::{Caller, HandlerResult, PageContext, WebError, see_other};

/// Mounts the two forms.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/preferences/{token}/pause")
                .route(web::post().to(begin))
                .route(web::get().to(back)),
        )
        .service(
            web::resource("/preferences/{token}/resumption")
                .route(web::post().to(end))
                .route(web::get().to(back)),
        );
}

async fn begin(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    token: Path<String>,
    fields: Form<FormFields>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let Some(subscriber) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let (first, last) = dates(&subscriber, app.now());
    let typed = fields.text("until").trim().parse::<Date>().ok();
    let until = typed.filter(|date| (first..=last).contains(date));
    let until = until.ok_or_else(|| WebError::field("until", "subscribers-pause-wrong"))?;
    let evidence = ConsentEvidence::of_request(Channel::Preferences, &caller, page.locale());
    let saved = pause(&mut tx, &subscriber, until, &evidence, app.now()).await?;
    tx.commit().await?;
    Ok(see_other(&format!("/preferences/{token}?saved={saved}")))
}

async fn end(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    token: Path<String>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let Some(subscriber) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let evidence = ConsentEvidence::of_request(Channel::Preferences, &caller, page.locale());
    let saved = resume(&mut tx, &subscriber, &evidence, app.now()).await?;
    tx.commit().await?;
    Ok(see_other(&format!("/preferences/{token}?saved={saved}")))
}

/// The language switch of a page that answered a POST leads here.
async fn back(page: PageContext, token: Path<String>) -> HandlerResult {
    Ok(see_other(&page.link(&format!("/preferences/{token}"))))
}
