//! The sign-up page and its form.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, ServiceConfig};
use askama::Template;

use super::{count_post, private, see_other};
use crate::app::App;
use crate::i18n::Phrase;
use crate::subscribers::consent::Evidence;
use crate::subscribers::fields::Fields;
use crate::subscribers::sign_up::{Draft, USUAL_CADENCE};
use crate::subscribers::topics::{self, Topic};
use crate::subscribers::{Cadence, subscribe};
use crate::web::form::{self, FormToken, TOKEN_FIELD, TRAP_FIELD};
use crate::web::{Answer, ClientIp, FieldError, Page, html};

/// Mounts the page and its form.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("/").route(web::get().to(page)))
        .service(
            web::resource("/subscriptions")
                .route(web::post().to(sign_up))
                // The language switch of a page that answered a POST leads here.
                .route(web::get().to(start)),
        );
}

#[derive(Template)]
#[template(path = "pages/subscribers/sign-up.html")]
struct SignUpPage {
    page: Page,
    token: String,
    draft: Draft,
    topics: Vec<Topic>,
    cadences: &'static [Cadence],
    errors: Vec<FieldError>,
    notice: Option<&'static str>,
}

impl SignUpPage {
    fn error(&self, field: &str) -> Option<Phrase<'static>> {
        let error = self.errors.iter().find(|error| error.field == field);
        error.map(|error| self.page.translator().say(error.key))
    }

    fn is_chosen(&self, topic: &Topic) -> bool {
        let chosen = &self.draft.topics;
        chosen.iter().any(|word| topics::slug(word) == topic.slug)
    }

    fn cadence(&self) -> Cadence {
        self.draft.cadence.parse().unwrap_or(USUAL_CADENCE)
    }
}

/// The page that everybody sees after signing up, whatever happened.
#[derive(Template)]
#[template(path = "pages/subscribers/sent.html")]
pub(super) struct SentPage {
    pub(super) page: Page,
    /// The phrase that says what was sent.
    pub(super) lead: &'static str,
}

async fn page(app: Data<App>, page: Page) -> Answer {
    form_page(&app, page, Draft::default(), Vec::new(), None).await
}

async fn start(page: Page) -> Answer {
    Ok(see_other(&page.link("/")))
}

async fn sign_up(app: Data<App>, page: Page, ip: ClientIp, fields: Form<Fields>) -> Answer {
    let draft = draft(&fields);
    if !fields.text(TRAP_FIELD).is_empty() {
        return sent(page);
    }
    if let Some(notice) = notice(form::check(
        app.signer(),
        fields.text(TOKEN_FIELD),
        app.now(),
    )) {
        return form_page(&app, page, draft, Vec::new(), Some(notice)).await;
    }
    let offered = topics::offered(&mut app.read().await?).await?;
    let wanted = match draft.read(&offered, page.locale()) {
        Ok(wanted) => wanted,
        Err(errors) => return form_page(&app, page, draft, errors, None).await,
    };
    let evidence =
        Evidence::of("form", Some(ip.0)).with_wording("subscribers-consent", page.locale());
    let mut tx = app.write().await?;
    count_post(&mut tx, &app, ip).await?;
    subscribe(&mut tx, &app, &wanted, &evidence).await?;
    tx.commit().await?;
    sent(page)
}

fn draft(fields: &Fields) -> Draft {
    Draft {
        email: fields.text("email").to_owned(),
        name: fields.text("name").to_owned(),
        topics: fields.all("topics").map(ToOwned::to_owned).collect(),
        cadence: fields.text("cadence").to_owned(),
        locale: fields.text("locale").to_owned(),
    }
}

/// Why a post has to be looked at once more by a person.
fn notice(token: FormToken) -> Option<&'static str> {
    match token {
        FormToken::Good => None,
        FormToken::Missing => Some("subscribers-form-check"),
        FormToken::TooFast => Some("subscribers-form-too-fast"),
        FormToken::Stale => Some("subscribers-form-stale"),
        FormToken::Forged => Some("subscribers-form-forged"),
    }
}

async fn form_page(
    app: &App,
    page: Page,
    draft: Draft,
    errors: Vec<FieldError>,
    notice: Option<&'static str>,
) -> Answer {
    let status = match (&errors[..], notice) {
        ([], None | Some("subscribers-form-check")) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = match draft.locale.parse() {
        Ok(locale) => page.in_locale(locale),
        Err(_) => page,
    };
    let template = SignUpPage {
        token: form::issue(app.signer(), app.now()),
        topics: topics::offered(&mut app.read().await?).await?,
        cadences: Cadence::ALL,
        page,
        draft,
        errors,
        notice,
    };
    private(status, &template)
}

fn sent(page: Page) -> Answer {
    let lead = "subscribers-sent-lead";
    html(StatusCode::OK, &SentPage { page, lead })
}
