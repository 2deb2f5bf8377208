//! The token of a request, and the guard of the API's routes that need one.

use std::future::{Ready, ready};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use crate::admin::scopes;
use crate::admin::tokens::{ApiToken, use_secret};
use crate::app::App;
use crate::web::{WebError, error_page};

/// The token that a route of the admin API was called with. Its scope is the one that the route needs.
#[derive(Clone, Debug)]
pub struct Bearer(pub ApiToken);

impl FromRequest for Bearer {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let bearer = request.extensions().get::<Self>().cloned();
        // The guard admits whoever calls a route of the table; another route answers nobody.
        ready(bearer.ok_or(WebError::Internal))
    }
}

/// Middleware of the admin API's scope: a request needs a token whose scope the route's row names.
pub async fn token_guard<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let mut response = match admit(request.request()).await {
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
        Err(refusal) => {
            let answer = error_page::answer(request.request(), &refusal);
            request.into_response(answer)
        }
    };
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(CACHE_CONTROL, no_store);
    Ok(response)
}

async fn admit(request: &HttpRequest) -> Result<(), WebError> {
    let app = request.app_data::<Data<App>>().ok_or(WebError::Internal)?;
    let token = bearer(request, app).await?.ok_or(WebError::NoToken)?;
    let routes = request.resource_map();
    let pattern = routes.match_pattern(request.match_info().as_str());
    let scope = scopes::of_route(request.method().as_str(), &pattern.unwrap_or_default());
    // An address without a row is none: the router says so.
    if let Some(scope) = scope {
        if !token.allows(scope) {
            return Err(WebError::ScopeMissing {
                scope: scope.as_str(),
            });
        }
        request.extensions_mut().insert(Bearer(token));
    }
    Ok(())
}

/// The token of a request, where it names one; an error for one that is unknown or has ended.
pub async fn bearer(request: &HttpRequest, app: &App) -> Result<Option<ApiToken>, WebError> {
    let Some(header) = request.headers().get(AUTHORIZATION) else {
        return Ok(None);
    };
    let header = header.to_str().unwrap_or_default();
    let (kind, secret) = header.split_once(' ').unwrap_or_default();
    if !kind.eq_ignore_ascii_case("bearer") {
        return Err(WebError::NoToken);
    }
    let token = use_secret(app, secret.trim()).await?;
    token.map(Some).ok_or(WebError::NoToken)
}
