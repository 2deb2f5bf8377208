//! The page on which a reader agrees to advertising, keeps the consent or withdraws it. Mails link here. The refusal works for ever,
//! since the law wants it free as long as somebody has the mail; everything else ends with the link.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::form_fields::FormFields;
use super::preferences::{expired, owner};
use super::respond::private;
use crate::app::App;
use crate::store::Tx;
use crate::subscribers::advertising::{
    AdvertisingChoice, AdvertisingConsent, consent_of, decide, keep,
};
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::{self, Subscriber, SubscriberState, links};
use crate::token::Purpose;
use crate::web::{Caller, HandlerResult, PageContext, WebError, see_other};

/// Mounts the page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::resource("/preferences/{token}/advertising")
            .route(web::get().to(page))
            .route(web::post().to(save)),
    );
}

#[derive(Template)]
#[template(path = "pages/subscribers/advertising.html")]
struct AdvertisingPage {
    page: PageContext,
    token: String,
    subscriber: Subscriber,
    consent: AdvertisingConsent,
    /// The link has expired: it only refuses, and names nobody.
    is_old: bool,
    /// The phrase of what the last form did.
    done: Option<&'static str>,
}

impl AdvertisingPage {
    fn is_active(&self) -> bool {
        self.subscriber.state == SubscriberState::Confirmed
    }
}

#[derive(Deserialize)]
struct DoneQuery {
    #[serde(default)]
    done: String,
}

/// The reader of a link, and whether it has expired; `None` when they are gone.
async fn reader(
    tx: &mut Tx,
    app: &App,
    token: &str,
) -> Result<Option<(Subscriber, bool)>, WebError> {
    if let Some(subscriber) = owner(tx, app, token).await? {
        return Ok(Some((subscriber, false)));
    }
    let id = links::verify_at_any_age(app.signer(), Purpose::Preferences, token)?;
    let found = subscribers::find(tx, id).await?;
    Ok(found.map(|subscriber| (subscriber, true)))
}

async fn page(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    query: Query<DoneQuery>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let Some((subscriber, is_old)) = reader(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let template = AdvertisingPage {
        page: page.in_locale(subscriber.locale),
        token: token.into_inner(),
        consent: consent_of(&mut tx, subscriber.id).await?,
        subscriber,
        is_old,
        done: match query.done.as_str() {
            "saved" => Some("compliance-choice-saved"),
            "kept" => Some("compliance-choice-kept"),
            "unchanged" => Some("compliance-choice-unchanged"),
            _ => None,
        },
    };
    private(StatusCode::OK, &template)
}

/// A button of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Button {
    Agree,
    Keep,
    Withdraw,
    WithdrawNight,
}

crate::text_enum!(Button {
    Agree => "agree", Keep => "keep", Withdraw => "withdraw", WithdrawNight => "withdraw-night",
});

impl Button {
    fn is_refusal(self) -> bool {
        matches!(self, Self::Withdraw | Self::WithdrawNight)
    }
}

async fn save(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    token: Path<String>,
    fields: Form<FormFields>,
) -> HandlerResult {
    let button: Button = fields.text("act").parse().map_err(WebError::Malformed)?;
    let mut tx = app.write().await?;
    let Some((subscriber, is_old)) = reader(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    if is_old && !button.is_refusal() {
        return expired(&app, page);
    }
    let page = page.in_locale(subscriber.locale);
    let evidence = ConsentEvidence::of_request(Channel::Preferences, &caller, page.locale());
    let id = subscriber.id;
    let choice = consent_of(&mut tx, id).await?.choice();
    let is_active = subscriber.state == SubscriberState::Confirmed;
    let wanted = match button {
        Button::Agree if is_active => {
            let said = |is_given: bool, field| if is_given { "yes" } else { fields.text(field) };
            let advertising = said(choice.is_given(), "advertising");
            let night = said(choice.is_at_night(), "night");
            match AdvertisingChoice::ticked(&app.config(), advertising, night) {
                // A box that is not ticked withdraws nothing.
                AdvertisingChoice::None => choice,
                ticked => ticked,
            }
        }
        Button::Withdraw => AdvertisingChoice::None,
        Button::WithdrawNight if choice.is_given() => AdvertisingChoice::Day,
        Button::Agree | Button::Keep | Button::WithdrawNight => choice,
    };
    let done = if decide(&mut tx, &app, id, wanted, &evidence).await? {
        "saved"
    } else if button == Button::Keep && choice.is_given() {
        let evidence = evidence.with_wording("compliance-choice-keep", page.locale());
        keep(&mut tx, id, &evidence, app.now()).await?;
        "kept"
    } else {
        "unchanged"
    };
    tx.commit().await?;
    let path = format!("/preferences/{token}/advertising?done={done}");
    Ok(see_other(&page.link(&path)))
}
