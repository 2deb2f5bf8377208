//! The page of a confirmation link, and its button. Link scanners open the page but do not press the button.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, Path, ServiceConfig};
use askama::Template;

use super::form_fields::FormFields;
use super::respond::{count_post, private};
use super::sign_up::SentPage;
use crate::app::App;
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::confirmation::{self, ConfirmationLink};
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::links;
use crate::subscribers::{CONFIRMATION_DAYS, Cadence, Subscriber, Wishes};
use crate::web::{Caller, ClientIp, HandlerResult, PageContext, WebError, see_other};

/// Mounts the pages of a confirmation link.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("/subscriptions/{token}").route(web::get().to(page)))
        .service(
            web::resource("/subscriptions/{token}/confirmation")
                .route(web::post().to(confirm))
                .route(web::get().to(back)),
        )
        .service(
            web::resource("/subscriptions/{token}/renewal")
                .route(web::post().to(renew))
                .route(web::get().to(back)),
        );
}

#[derive(Template)]
#[template(path = "pages/subscribers/confirm.html")]
struct ConfirmPage {
    page: PageContext,
    action: String,
    email: String,
    cadence: Cadence,
    advertising: AdvertisingChoice,
}

#[derive(Template)]
#[template(path = "pages/subscribers/confirmed.html")]
struct ConfirmedPage {
    page: PageContext,
    email: String,
    cadence: Cadence,
    preferences: String,
}

#[derive(Template)]
#[template(path = "pages/subscribers/standing.html")]
struct StandingPage {
    page: PageContext,
    email: String,
}

#[derive(Template)]
#[template(path = "pages/subscribers/spent.html")]
struct SpentPage {
    page: PageContext,
}

#[derive(Template)]
#[template(path = "pages/subscribers/expired.html")]
struct ExpiredPage {
    page: PageContext,
    action: String,
    days: i64,
}

async fn page(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let link = confirmation::inspect(&mut app.read().await?, &token, app.now()).await?;
    show(&app, page, &token, link)
}

async fn confirm(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    token: Path<String>,
    fields: Option<Form<FormFields>>,
) -> HandlerResult {
    let evidence = ConsentEvidence::of_request(Channel::Confirmation, &caller, page.locale());
    // Without boxes the button may come without a form.
    let fields = fields.map(Form::into_inner).unwrap_or_default();
    let (advertising, night) = (fields.text("advertising"), fields.text("night"));
    let ticked = AdvertisingChoice::ticked(&app.config(), advertising, night);
    let mut tx = app.write().await?;
    let link =
        confirmation::confirm(&mut tx, &app, &token, &evidence, page.chosen(), ticked).await?;
    tx.commit().await?;
    show(&app, page, &token, link)
}

async fn renew(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    token: Path<String>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    count_post(&mut tx, &app, ip).await?;
    confirmation::renew(&mut tx, &app, &token).await?;
    tx.commit().await?;
    let sent = SentPage::saying(page, "subscribers-sent-lead", &app);
    private(StatusCode::OK, &sent)
}

/// The language switch of a page that answered a POST leads here.
async fn back(page: PageContext, token: Path<String>) -> HandlerResult {
    Ok(see_other(&page.link(&format!("/subscriptions/{token}"))))
}

fn show(app: &App, page: PageContext, token: &str, link: ConfirmationLink) -> HandlerResult {
    match link {
        ConfirmationLink::Open(subscriber, wishes) => ask(page, token, &subscriber, &wishes),
        ConfirmationLink::Confirmed(subscriber) => {
            let confirmed = ConfirmedPage {
                page: page.in_locale(subscriber.locale),
                email: subscriber.email.to_string(),
                cadence: subscriber.cadence,
                preferences: links::preferences_url(app, subscriber.id),
            };
            private(StatusCode::OK, &confirmed)
        }
        ConfirmationLink::AlreadyConfirmed(subscriber) => {
            let email = subscriber.email.to_string();
            let page = page.in_locale(subscriber.locale);
            private(StatusCode::OK, &StandingPage { page, email })
        }
        ConfirmationLink::Used(subscriber) => {
            let page = page.in_locale(subscriber.locale);
            private(StatusCode::GONE, &SpentPage { page })
        }
        ConfirmationLink::Expired(subscriber) => {
            let expired = ExpiredPage {
                page: page.in_locale(subscriber.locale),
                action: format!("/subscriptions/{token}/renewal"),
                days: CONFIRMATION_DAYS,
            };
            private(StatusCode::GONE, &expired)
        }
        ConfirmationLink::Unknown => Err(WebError::Forged),
    }
}

fn ask(page: PageContext, token: &str, subscriber: &Subscriber, wishes: &Wishes) -> HandlerResult {
    let page = page.in_locale(wishes.locale);
    let ask = ConfirmPage {
        action: page.link(&format!("/subscriptions/{token}/confirmation")),
        email: subscriber.email.to_string(),
        cadence: wishes.cadence,
        advertising: wishes.advertising,
        page,
    };
    private(StatusCode::OK, &ask)
}
