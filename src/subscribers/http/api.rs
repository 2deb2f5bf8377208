//! Sign-up by JSON, for the elements, for scripts and for forms of the site's own.

use actix_web::web::{self, Data, Json, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::answers_json::AnswersJson;
use super::consent_json::ConsentJson;
use super::proof::{Brought, send_back};
use super::respond;
use super::sign_up_form::{SignUpForm, lasting};
use crate::admin::bearer;
use crate::admin::tokens::{ApiToken, Scope};
use crate::app::App;
use crate::challenges::{self, ProtectedForm};
use crate::clock::HOUR;
use crate::config::Config;
use crate::rate_limits::Limit;
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::consent::{Channel, ConsentEvidence, sign_up_words};
use crate::subscribers::fields;
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
    #[serde(default)]
    fields: AnswersJson,
    /// The boxes about advertising: `yes` where they are ticked.
    #[serde(default)]
    advertising: String,
    #[serde(default)]
    night: String,
    /// The token of an element's form, and its honeypot.
    #[serde(default)]
    form_token: String,
    #[serde(default)]
    website_url: String,
    /// The solved challenge, or a text that says why there is none.
    #[serde(default)]
    proof: String,
    /// The page of the site on which the element stands.
    #[serde(default)]
    page: String,
    /// How somebody agreed on the site's own page. Only a program with a token can tell it.
    #[serde(default)]
    consent: Option<ConsentJson>,
}

impl SignUpBody {
    fn draft(self, config: &Config) -> SignUpForm {
        SignUpForm {
            advertising: AdvertisingChoice::ticked(config, &self.advertising, &self.night),
            email: self.email,
            name: self.name.unwrap_or_default(),
            topics: self.topics,
            cadence: self.cadence.unwrap_or_default(),
            locale: self.locale.unwrap_or_default(),
            fields: self.fields.pairs(),
        }
    }
}

async fn sign_up(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    caller: Caller,
    body: Json<SignUpBody>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let offered = topics::offered(&mut tx).await?;
    let asked = fields::asked(&mut tx).await?;
    drop(tx);
    let mut body = body.into_inner();
    if !body.website_url.is_empty() {
        return Ok(accepted());
    }
    let token = body.form_token.clone();
    let proof = std::mem::take(&mut body.proof);
    let consent = body.consent.take();
    let stood_on = return_to::page_of_the_site(&app.config(), &body.page);
    body.fields.check(&asked)?;
    let draft = body.draft(&app.config());
    let read = draft.read(&offered, &asked, page.locale());
    let read = lasting(&app, caller.ip, read).await?;
    let mut wanted = read.map_err(WebError::Invalid)?;
    let program = program(&request, &app, consent.is_some()).await?;
    let is_form = form_token::check_json(app.signer(), &token, app.now())?;
    if program.is_some() || !is_form {
        // Nobody agrees to advertising but by a box that they see.
        wanted.wishes.advertising = AdvertisingChoice::None;
    }
    let brought = Brought::of_json(&app, &proof, is_form);
    let limit = if is_form { respond::POSTS } else { POSTS };
    let evidence = |channel| {
        ConsentEvidence::of_request(channel, &caller, page.locale()).on_page(stood_on.as_ref())
    };
    let evidence = match &program {
        Some(program) => {
            let consent = consent.unwrap_or_default();
            consent.evidence(program, wanted.wishes.locale)?
        }
        None if is_form => {
            let locale = wanted.wishes.locale;
            evidence(Channel::Element)
                .with_words(sign_up_words(&app.config(), locale, &asked), locale)
        }
        None => evidence(Channel::Api),
    };
    let mut tx = app.write().await?;
    let mut proof = None;
    if program.is_none() {
        let hit = limit
            .hit_mailing_client(&mut tx, caller.ip.0, app.now())
            .await?;
        hit.or_refuse()?;
        let weighed = brought.weigh(&mut tx, &app, &wanted.email).await;
        if weighed == Err(WebError::ProofNeeded) {
            drop(tx);
            send_back(&app, limit, caller.ip).await?;
            return Err(WebError::ProofNeeded);
        }
        proof = Some(weighed?);
    }
    subscribe(&mut tx, &app, &wanted, &evidence).await?;
    let kind = if is_form {
        FormKind::Element
    } else {
        FormKind::Api
    };
    sign_up_places::count(&mut tx, kind, stood_on.as_ref()).await?;
    if let Some(proof) = proof {
        challenges::count(&mut tx, &app, ProtectedForm::SignUps, proof).await?;
    }
    tx.commit().await?;
    Ok(accepted())
}

/// The program of the site that sends the sign-up; it is not limited as a stranger is. Without a token there is none.
async fn program(
    request: &HttpRequest,
    app: &App,
    is_needed: bool,
) -> Result<Option<ApiToken>, WebError> {
    let scope = Scope::SignUps;
    match bearer(request, app).await? {
        Some(token) if token.allows(scope) => Ok(Some(token)),
        Some(_) => Err(WebError::ScopeMissing {
            scope: scope.as_str(),
        }),
        None if is_needed => Err(WebError::NoToken),
        None => Ok(None),
    }
}

/// The one answer for every address, so that it tells nobody who is subscribed.
fn accepted() -> HttpResponse {
    HttpResponse::Accepted().json(serde_json::json!({ "status": "accepted" }))
}
