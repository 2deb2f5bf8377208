//! Pages of a change of address: the form behind the preferences, and the link in the mail to the new address.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, Path, ServiceConfig};
use askama::Template;

use super::form_fields::FormFields;
use super::preferences::{expired, owner};
use super::respond::{count_post, private};
use super::sign_up::SentPage;
use crate::app::App;
use crate::i18n::Phrase;
use crate::subscribers::address_change::{self, AddressLink};
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::web::email_field;
use crate::web::{Caller, ClientIp, HandlerResult, PageContext, WebError, see_other};

/// Mounts the pages.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/preferences/{token}/address")
                .route(web::get().to(form))
                .route(web::post().to(ask)),
        )
        .service(web::resource("/addresses/{token}").route(web::get().to(page)))
        .service(
            web::resource("/addresses/{token}/confirmation")
                .route(web::post().to(confirm))
                .route(web::get().to(back)),
        );
}

#[derive(Template)]
#[template(path = "pages/subscribers/address.html")]
struct AddressPage {
    page: PageContext,
    token: String,
    present: String,
    typed: String,
    error: Option<Phrase<'static>>,
}

#[derive(Template)]
#[template(path = "pages/subscribers/address-link.html")]
struct AddressLinkPage {
    page: PageContext,
    link: AddressLink,
    action: String,
}

async fn form(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let Some(subscriber) = owner(&mut app.read().await?, &app, &token).await? else {
        return expired(&app, page);
    };
    let template = AddressPage {
        page: page.in_locale(subscriber.locale),
        token: token.into_inner(),
        present: subscriber.email.to_string(),
        typed: String::new(),
        error: None,
    };
    private(StatusCode::OK, &template)
}

async fn ask(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    token: Path<String>,
    fields: Form<FormFields>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let Some(subscriber) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let page = page.in_locale(subscriber.locale);
    let typed = fields.text("email");
    let email = match email_field::read(typed) {
        Ok(email) => email,
        Err(key) => {
            let template = AddressPage {
                error: Some(page.translator().say(key)),
                page,
                token: token.into_inner(),
                present: subscriber.email.to_string(),
                typed: typed.to_owned(),
            };
            return private(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    count_post(&mut tx, &app, ip).await?;
    address_change::ask(&mut tx, &app, &subscriber, &email).await?;
    tx.commit().await?;
    let sent = SentPage::saying(page, "subscribers-address-sent-lead", &app);
    private(StatusCode::OK, &sent)
}

async fn page(app: Data<App>, page: PageContext, token: Path<String>) -> HandlerResult {
    let link = address_change::inspect(&mut app.read().await?, &app, &token).await?;
    show(page, &token, link)
}

async fn confirm(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    token: Path<String>,
) -> HandlerResult {
    let evidence = ConsentEvidence::of_request(Channel::Confirmation, &caller, page.locale())
        .with_wording("subscribers-address-heading", page.locale());
    let mut tx = app.write().await?;
    let link = address_change::confirm(&mut tx, &app, &token, &evidence).await?;
    tx.commit().await?;
    show(page, &token, link)
}

/// The language switch of a page that answered a POST leads here.
async fn back(page: PageContext, token: Path<String>) -> HandlerResult {
    Ok(see_other(&page.link(&format!("/addresses/{token}"))))
}

fn show(page: PageContext, token: &str, link: AddressLink) -> HandlerResult {
    let (locale, status) = match &link {
        AddressLink::Open(subscriber, _) | AddressLink::Changed(subscriber) => {
            (subscriber.locale, StatusCode::OK)
        }
        AddressLink::Taken(subscriber) => (subscriber.locale, StatusCode::CONFLICT),
        AddressLink::Gone => return Err(WebError::Expired),
    };
    let template = AddressLinkPage {
        action: page.link(&format!("/addresses/{token}/confirmation")),
        page: page.in_locale(locale),
        link,
    };
    private(status, &template)
}
