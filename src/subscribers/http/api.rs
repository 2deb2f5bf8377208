//! Sign-up by JSON, for the elements, for scripts and for forms of the site's own.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Json, ServiceConfig};
use serde::Deserialize;

use super::respond::count_post;
use super::sign_up_form::SignUpForm;
use crate::app::App;
use crate::clock::HOUR;
use crate::rate_limits::Limit;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::sign_up_places::{self, FormKind};
use crate::subscribers::subscribe;
use crate::topics;
use crate::web::{Caller, HandlerResult, PageContext, WebError, form_token, return_to};

/// JSON carries no form token, so its limit is lower than the form's.
const POSTS: Limit = Limit {
    bucket: "subscribers-api",
    most: 20,
    window: HOUR,
};

/// Mounts the API.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(web::resource("/subscriptions").route(web::post().to(sign_up)));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignUpBody {
    email: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    cadence: Option<String>,
    #[serde(default)]
    locale: Option<String>,
    /// The token of an element's form, and its honeypot.
    #[serde(default)]
    form_token: String,
    #[serde(default)]
    website_url: String,
    /// The page of the site on which the element stands.
    #[serde(default)]
    page: String,
}

impl SignUpBody {
    fn draft(self) -> SignUpForm {
        SignUpForm {
            email: self.email,
            name: self.name.unwrap_or_default(),
            topics: self.topics,
            cadence: self.cadence.unwrap_or_default(),
            locale: self.locale.unwrap_or_default(),
        }
    }
}

async fn sign_up(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    body: Json<SignUpBody>,
) -> HandlerResult {
    let offered = topics::offered(&mut app.read().await?).await?;
    let body = body.into_inner();
    if !body.website_url.is_empty() {
        return Ok(accepted());
    }
    let token = body.form_token.clone();
    let stood_on = return_to::page_of_the_site(&app.config(), &body.page);
    let draft = body.draft();
    let wanted = draft
        .read(&offered, page.locale())
        .map_err(WebError::Invalid)?;
    let is_form = form_token::check_json(app.signer(), &token, app.now())?;
    let evidence = |channel| {
        ConsentEvidence::of_request(channel, &caller, page.locale()).on_page(stood_on.as_ref())
    };
    let evidence = if is_form {
        evidence(Channel::Element).with_wording("subscribers-consent", wanted.wishes.locale)
    } else {
        evidence(Channel::Api)
    };
    let mut tx = app.write().await?;
    if is_form {
        count_post(&mut tx, &app, caller.ip).await?;
    } else {
        let hit = POSTS.hit_client(&mut tx, caller.ip.0, app.now()).await?;
        hit.or_refuse()?;
    }
    subscribe(&mut tx, &app, &wanted, &evidence).await?;
    let kind = if is_form {
        FormKind::Element
    } else {
        FormKind::Api
    };
    sign_up_places::count(&mut tx, kind, stood_on.as_ref()).await?;
    tx.commit().await?;
    Ok(accepted())
}

/// The one answer for every address, so that it tells nobody who is subscribed.
fn accepted() -> HttpResponse {
    HttpResponse::Accepted().json(serde_json::json!({ "status": "accepted" }))
}
