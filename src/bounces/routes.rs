//! `POST /hooks/…`: calls of mail services. A hook that its owner did not configure is not there.

use actix_web::http::header::AUTHORIZATION;
use actix_web::web::{self, Bytes, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::certificates;
use super::hooks::sns::{Envelope, Kind};
use super::hooks::{self, mailgun, postmark, sendgrid, ses};
use crate::app::App;
use crate::web::{HandlerResult, WebError};

/// Octets of the largest call taken: `SendGrid` batches a thousand events.
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
    let topic = app
        .config()
        .hooks
        .ses_topic
        .as_ref()
        .ok_or(WebError::NotFound)?;
    let envelope = Envelope::read(&body)?;
    // Before anything is fetched: whoever signs for another topic is nobody here.
    if envelope.topic_arn != *topic {
        return Err(WebError::Unproven);
    }
    let certificate = certificates::get(&app, &envelope.certificate_url()?).await?;
    envelope.verify(&certificate, app.now())?;
    match envelope.kind()? {
        Kind::Notification => {
            let event = ses::event(&envelope);
            hooks::apply(&app, "ses", Some(&envelope.message_id), event.as_slice()).await?;
        }
        Kind::Subscription => certificates::visit(&app, &envelope.subscribe_url()?)
            .await
            .map(drop)?,
        Kind::Farewell => tracing::warn!(topic, "SNS sends nothing of this topic any more"),
    }
    Ok(taken())
}

async fn from_postmark(app: Data<App>, request: HttpRequest, body: Bytes) -> HandlerResult {
    let hooks = &app.config().hooks;
    let password = hooks.postmark_password.as_ref().ok_or(WebError::NotFound)?;
    let events = postmark::events(password, header(&request, AUTHORIZATION.as_str()), &body)?;
    hooks::apply(&app, "postmark", None, &events).await?;
    Ok(taken())
}

async fn from_sendgrid(app: Data<App>, request: HttpRequest, body: Bytes) -> HandlerResult {
    let hooks = &app.config().hooks;
    let key = hooks.sendgrid_key.as_ref().ok_or(WebError::NotFound)?;
    let (signature, timestamp) = (
        header(&request, sendgrid::SIGNATURE),
        header(&request, sendgrid::TIMESTAMP),
    );
    let events = sendgrid::events(key, signature, timestamp, &body, app.now())?;
    hooks::apply(&app, "sendgrid", Some(signature), &events).await?;
    Ok(taken())
}

async fn from_mailgun(app: Data<App>, body: Bytes) -> HandlerResult {
    let hooks = &app.config().hooks;
    let key = hooks.mailgun_key.as_ref().ok_or(WebError::NotFound)?;
    let call = mailgun::call(key, &body, app.now())?;
    hooks::apply(&app, "mailgun", Some(&call.token), &call.events).await?;
    Ok(taken())
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    let value = request.headers().get(name);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

fn taken() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}
