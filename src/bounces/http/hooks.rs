//! `POST /hooks/…`: calls of mail services. A hook without configuration is 404.

use actix_web::http::header::AUTHORIZATION;
use actix_web::web::{self, Bytes, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::bounces::hooks::calls::{HookError, apply_events};
use crate::bounces::hooks::certificates::{self, CertificateError};
use crate::bounces::hooks::sns::{SnsKind, SnsMessage};
use crate::bounces::hooks::{mailgun, postmark, sendgrid, ses};
use crate::web::{HandlerResult, WebError};

/// Bytes of the largest call taken: `SendGrid` batches a thousand events.
const LARGEST_CALL: usize = 1024 * 1024;

/// Mounts the hooks.
pub fn routes(config: &mut ServiceConfig) {
    let hook = |path: &str| web::resource(path).app_data(web::PayloadConfig::new(LARGEST_CALL));
    config
        .service(hook("/ses").route(web::post().to(from_ses)))
        .service(hook("/postmark").route(web::post().to(from_postmark)))
        .service(hook("/sendgrid").route(web::post().to(from_sendgrid)))
        .service(hook("/mailgun").route(web::post().to(from_mailgun)));
}

async fn from_ses(app: Data<App>, body: Bytes) -> HandlerResult {
    let hooks = &app.config().hooks;
    let topic = hooks.ses_topic.as_ref().ok_or(WebError::NotFound)?;
    let message = SnsMessage::read(&body)?;
    // Before anything is fetched: messages of other topics are refused.
    if message.topic_arn != *topic {
        return Err(WebError::Unproven);
    }
    let certificate = certificates::get(&app, &message.certificate_url()?).await?;
    message.verify(&certificate, app.now())?;
    match message.kind()? {
        SnsKind::Notification => {
            let event = ses::event(&message);
            apply_events(&app, "ses", Some(&message.message_id), event.as_slice()).await?;
        }
        SnsKind::Subscription => certificates::visit(&app, &message.subscribe_url()?)
            .await
            .map(drop)?,
        SnsKind::Farewell => tracing::warn!(topic, "SNS ended the subscription of this topic"),
    }
    Ok(ok())
}

async fn from_postmark(app: Data<App>, request: HttpRequest, body: Bytes) -> HandlerResult {
    let hooks = &app.config().hooks;
    let password = hooks.postmark_password.as_ref().ok_or(WebError::NotFound)?;
    let events = postmark::events(password, header(&request, AUTHORIZATION.as_str()), &body)?;
    apply_events(&app, "postmark", None, &events).await?;
    Ok(ok())
}

async fn from_sendgrid(app: Data<App>, request: HttpRequest, body: Bytes) -> HandlerResult {
    let hooks = &app.config().hooks;
    let key = hooks.sendgrid_key.as_ref().ok_or(WebError::NotFound)?;
    let (signature, timestamp) = (
        header(&request, sendgrid::SIGNATURE),
        header(&request, sendgrid::TIMESTAMP),
    );
    let events = sendgrid::events(key, signature, timestamp, &body, app.now())?;
    apply_events(&app, "sendgrid", Some(signature), &events).await?;
    Ok(ok())
}

async fn from_mailgun(app: Data<App>, body: Bytes) -> HandlerResult {
    let hooks = &app.config().hooks;
    let key = hooks.mailgun_key.as_ref().ok_or(WebError::NotFound)?;
    let call = mailgun::call(key, &body, app.now())?;
    apply_events(&app, "mailgun", Some(&call.token), &call.events).await?;
    Ok(ok())
}

impl From<HookError> for WebError {
    fn from(refused: HookError) -> Self {
        match refused {
            HookError::Forged | HookError::Stale => Self::Unproven,
            HookError::Malformed(text) => Self::Malformed(text),
        }
    }
}

impl From<CertificateError> for WebError {
    fn from(error: CertificateError) -> Self {
        match error {
            // SNS tries again.
            CertificateError::Unreachable => Self::Busy,
            CertificateError::Store(error) => error.into(),
        }
    }
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    let value = request.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

fn ok() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}
