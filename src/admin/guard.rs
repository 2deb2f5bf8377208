//! What every request below `/admin` passes: nothing of the panel is kept by a cache, no other site may post to it, and
//! whoever has a session gets their desk.

use actix_web::FromRequest;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    CACHE_CONTROL, HOST, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use url::Url;

use super::cookies::{self, Kind};
use super::desk::Desk;
use super::sessions;
use crate::app::App;
use crate::token::TokenHash;
use crate::web::page::Preferred;
use crate::web::{ClientIp, WebError, error};

/// Middleware of the panel's scope, so that it minds whatever the router takes for the panel, however a path is spelled.
pub async fn guard<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let mut response = match admit(request.request()).await {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(refusal) => {
            let answer = error::answer(request.request(), &refusal);
            request.into_response(answer)
        }
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // With `no-referrer` a browser would send our own forms with `Origin: null`.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    Ok(response)
}

async fn admit(request: &HttpRequest) -> Result<(), WebError> {
    let app = request.app_data::<Data<App>>().ok_or(WebError::Internal)?;
    let changes = request.method() != Method::GET && request.method() != Method::HEAD;
    if changes && !is_from_us(request, app) {
        return Err(WebError::StaleForm);
    }
    if let Some(token) = cookies::read(request, app, Kind::Session)
        && let Some(desk) = desk_of(request, app, &token).await?
    {
        request.extensions_mut().insert(desk);
    }
    Ok(())
}

/// Whether a browser that says where a form comes from names us; a program that says nothing still needs a session's token.
fn is_from_us(request: &HttpRequest, app: &App) -> bool {
    let header = |name: HeaderName| {
        let value = request.headers().get(name)?;
        Some(value.to_str().unwrap_or_default())
    };
    let site_is_ours = header(HeaderName::from_static("sec-fetch-site"))
        .is_none_or(|site| matches!(site, "same-origin" | "none"));
    let Some(origin) = header(ORIGIN) else {
        return site_is_ours;
    };
    let Ok(origin) = Url::parse(origin) else {
        return false; // `null`: a page that hides where it is from
    };
    let public = app.config().server.public_url.as_ref();
    let is_public = public.is_some_and(|public| public.origin() == origin.origin());
    let is_this_host = header(HOST).is_some_and(|host| origin.authority() == host);
    site_is_ours && (is_public || is_this_host)
}

async fn desk_of(request: &HttpRequest, app: &App, token: &str) -> Result<Option<Desk>, WebError> {
    let session = TokenHash::of(token);
    let now = app.now();
    let mut tx = app.read().await?;
    let member = sessions::find(&mut tx, &session, now).await?;
    drop(tx);
    let Some(member) = member else {
        return Ok(None);
    };
    if member.is_to_be_seen(now) {
        let mut tx = app.write().await?;
        sessions::seen(&mut tx, &session, now).await?;
        tx.commit().await?;
    }
    if member.locale_is_chosen {
        request.extensions_mut().insert(Preferred(member.locale));
    }
    let ClientIp(ip) = ClientIp::from_request(request, &mut Payload::None).await?;
    Ok(Some(Desk::new(member, token, app.signer(), ip)))
}
