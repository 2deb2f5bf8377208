//! What every request below `/admin` passes: nothing of the panel is kept by a cache, no other site may post to it, and
//! a request with a session's cookie gets its session.

use std::net::IpAddr;

use actix_web::FromRequest;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, REFERRER_POLICY};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};

use super::admin_session::AdminSession;
use super::cookies::{self, PanelCookie};
use crate::admin::model::SessionAccount;
use crate::admin::permissions::{self, Access};
use crate::admin::{networks, sessions};
use crate::app::App;
use crate::token::TokenHash;
use crate::web::page_context::PreferredLocale;
use crate::web::{ClientIp, WebError, error_page, is_from_us, see_other};

/// Middleware of the panel's scope, so that it minds whatever the router takes for the panel, however a path is spelled.
pub async fn guard<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let mut response = match admit(request.request()).await {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(WebError::SignedOut) if is_reading(request.request()) => {
            let answer = to_sign_in(request.request());
            request.into_response(answer)
        }
        Err(refusal) => {
            let answer = error_page::answer(request.request(), &refusal);
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
    if !is_reading(request) && !is_from_us(request, &app.config()) {
        return Err(WebError::StaleForm);
    }
    let session = match cookies::read(request, app, PanelCookie::Session) {
        Some(token) => session_of(request, app, &token).await?,
        None => None,
    };
    let session = match (access(request)?, session) {
        (Access::Anyone, session) => session,
        (_, None) => return Err(WebError::SignedOut),
        (Access::SignedIn, session) => session,
        (Access::Holders(permission), Some(session)) => Some(session.with(permission)?),
    };
    if let Some(session) = session {
        request.extensions_mut().insert(session);
    }
    Ok(())
}

/// Who may use the route that the router takes for this request. A route that the table does not name answers nobody.
fn access(request: &HttpRequest) -> Result<Access, WebError> {
    let routes = request.resource_map();
    let pattern = routes.match_pattern(request.match_info().as_str());
    let pattern = pattern.unwrap_or_default();
    permissions::of_route(&pattern).ok_or_else(|| {
        tracing::error!(pattern, "a route of the panel has no permission");
        WebError::Internal
    })
}

fn is_reading(request: &HttpRequest) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// The sign-in page, which leads back here.
fn to_sign_in(request: &HttpRequest) -> HttpResponse {
    let here = request
        .uri()
        .path_and_query()
        .map_or("/admin", |it| it.as_str());
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("next", here)
        .finish();
    see_other(&format!("/admin/sign-in?{query}"))
}

async fn session_of(
    request: &HttpRequest,
    app: &App,
    token: &str,
) -> Result<Option<AdminSession>, WebError> {
    let session = TokenHash::of(token);
    let now = app.now();
    let mut tx = app.read().await?;
    let account = sessions::find(&mut tx, &session, now).await?;
    drop(tx);
    let Some(account) = account else {
        return Ok(None);
    };
    if account.is_to_be_seen(now) {
        let mut tx = app.write().await?;
        sessions::seen(&mut tx, &session, now).await?;
        tx.commit().await?;
    }
    let ClientIp(ip) = ClientIp::from_request(request, &mut Payload::None).await?;
    note_network(app, &account, ip).await?;
    if account.locale_is_chosen {
        request
            .extensions_mut()
            .insert(PreferredLocale(account.locale));
    }
    Ok(Some(AdminSession::new(account, token, app.signer(), ip)))
}

/// Tells the account when its session turns up in a network that is new for it: somebody may have a copy of the cookie.
async fn note_network(app: &App, account: &SessionAccount, ip: IpAddr) -> Result<(), WebError> {
    let network = networks::network(ip);
    let began_at = account.began_at().map(networks::network);
    if began_at == Some(network) {
        return Ok(()); // nearly every request: no look at the database
    }
    let mut tx = app.read().await?;
    let is_known = networks::is_known(&mut tx, app, account.account, ip).await?;
    drop(tx);
    if !is_known {
        let mut tx = app.write().await?;
        networks::note_new(&mut tx, app, account.account, ip).await?;
        tx.commit().await?;
    }
    Ok(())
}
