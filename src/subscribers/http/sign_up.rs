//! The sign-up page and its form.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, ServiceConfig};
use askama::Template;

use super::form_fields::FormFields;
use super::respond::{ROBOTS, count_post, private, see_other};
use super::sign_up_form::SignUpForm;
use crate::address::{EmailAddress, likely};
use crate::app::App;
use crate::clock::MINUTE;
use crate::i18n::{FieldError, Phrase};
use crate::subscribers::consent::ConsentEvidence;
use crate::subscribers::model::DEFAULT_CADENCE;
use crate::subscribers::{Cadence, subscribe, unsolicited_mail_cap};
use crate::topics::{self, Topic};
use crate::web::form_token::{self, FormToken, HONEYPOT_FIELD, TOKEN_FIELD};
use crate::web::{ClientIp, HandlerResult, PageContext};

/// The form field with the language of the page. The browser may prefer another language.
const SHOWN_FIELD: &str = "shown";

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
    page: PageContext,
    token: String,
    draft: SignUpForm,
    topics: Vec<Topic>,
    cadences: &'static [Cadence],
    errors: Vec<FieldError>,
    notice: Option<&'static str>,
}

/// The last step of a form on another page of the site: the values are filled in, and one button is left.
#[derive(Template)]
#[template(path = "pages/subscribers/last-step.html")]
struct LastStepPage {
    page: PageContext,
    token: String,
    draft: SignUpForm,
}

impl SignUpPage {
    /// The probable address when the typed one is wrong.
    fn guess(&self) -> Option<String> {
        self.error("email")?;
        let typed: EmailAddress = self.draft.email.parse().ok()?;
        Some(likely(&typed)?.to_string())
    }

    fn error(&self, field: &str) -> Option<Phrase<'static>> {
        let error = self.errors.iter().find(|error| error.field == field);
        error.map(|error| self.page.translator().say(error.key))
    }

    fn is_chosen(&self, topic: &Topic) -> bool {
        let chosen = &self.draft.topics;
        chosen.iter().any(|word| topics::slug(word) == topic.slug)
    }

    fn cadence(&self) -> Cadence {
        self.draft.cadence.parse().unwrap_or(DEFAULT_CADENCE)
    }
}

/// The page that everybody sees after signing up, whatever happened.
#[derive(Template)]
#[template(path = "pages/subscribers/sent.html")]
pub(super) struct SentPage {
    pub(super) page: PageContext,
    /// The phrase that says what was sent.
    pub(super) lead: &'static str,
    /// The address that was typed on the page before.
    pub(super) email: Option<String>,
    /// The probable address, with all other typed values.
    pub(super) correction: Option<Correction>,
    /// The phrase that says so, when the mail goes out late.
    pub(super) late: Option<&'static str>,
}

/// The same sign-up with another address.
pub(super) struct Correction {
    pub(super) token: String,
    pub(super) draft: SignUpForm,
}

impl SentPage {
    /// A page that says no more than this phrase.
    pub(super) fn saying(page: PageContext, lead: &'static str, app: &App) -> Self {
        Self {
            page,
            lead,
            email: None,
            correction: None,
            late: app.sender().is_down().then_some("subscribers-late-lead"),
        }
    }
}

async fn page(app: Data<App>, page: PageContext) -> HandlerResult {
    form_page(&app, page, "", SignUpForm::default(), Vec::new(), None).await
}

async fn start(page: PageContext) -> HandlerResult {
    Ok(see_other(&page.link("/")))
}

async fn sign_up(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    fields: Form<FormFields>,
) -> HandlerResult {
    let draft = draft(&fields);
    let token = fields.text(TOKEN_FIELD);
    if !fields.text(HONEYPOT_FIELD).is_empty() {
        return sent(&app, page, token, draft, 0);
    }
    let checked = form_token::check(app.signer(), token, app.now());
    if checked == FormToken::Missing && draft.email.parse::<EmailAddress>().is_ok() {
        return last_step(&app, page, draft);
    }
    if let Some(notice) = notice(checked) {
        return form_page(&app, page, token, draft, Vec::new(), Some(notice)).await;
    }
    let offered = topics::offered(&mut app.read().await?).await?;
    let wanted = match draft.read(&offered, page.locale()) {
        Ok(wanted) => wanted,
        Err(errors) => return form_page(&app, page, token, draft, errors, None).await,
    };
    let shown = fields.text(SHOWN_FIELD).parse();
    let evidence = ConsentEvidence::of("form", Some(ip.0))
        .with_wording("subscribers-consent", shown.unwrap_or(page.locale()));
    let mut tx = app.write().await?;
    count_post(&mut tx, &app, ip).await?;
    let wait = unsolicited_mail_cap::wait(&mut tx, &app, &wanted.email).await?;
    subscribe(&mut tx, &app, &wanted, &evidence).await?;
    tx.commit().await?;
    sent(&app, page, token, draft, wait)
}

fn draft(fields: &FormFields) -> SignUpForm {
    SignUpForm {
        email: fields.text("email").to_owned(),
        name: fields.text("name").to_owned(),
        topics: fields.all("topics").map(ToOwned::to_owned).collect(),
        cadence: fields.text("cadence").to_owned(),
        locale: fields.text("locale").to_owned(),
    }
}

/// Why a person has to send the form again.
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
    page: PageContext,
    token: &str,
    draft: SignUpForm,
    errors: Vec<FieldError>,
    notice: Option<&'static str>,
) -> HandlerResult {
    let status = match (&errors[..], notice) {
        ([], None | Some("subscribers-form-check")) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = match draft.locale.parse() {
        Ok(locale) => page.in_locale(locale),
        Err(_) => page,
    };
    let template = SignUpPage {
        token: form_token::reissue(app.signer(), token, app.now()),
        topics: topics::offered(&mut app.read().await?).await?,
        cadences: Cadence::ALL,
        page,
        draft,
        errors,
        notice,
    };
    let mut answer = private(status, &template)?;
    if status == StatusCode::OK {
        // The one page of these that search engines may find.
        answer.headers_mut().remove(ROBOTS);
    }
    Ok(answer)
}

fn last_step(app: &App, page: PageContext, draft: SignUpForm) -> HandlerResult {
    let page = match draft.locale.parse() {
        Ok(locale) => page.in_locale(locale),
        Err(_) => page,
    };
    let template = LastStepPage {
        token: form_token::issue_filled_in(app.signer(), app.now()),
        page,
        draft,
    };
    private(StatusCode::OK, &template)
}

/// Seconds that a mail may wait for others before its reader is told.
const SOON: i64 = 10 * MINUTE;

/// The page after a sign-up. It shows the typed address and how long mails to its domain wait, so it is the same for every
/// address of the domain.
fn sent(app: &App, page: PageContext, token: &str, draft: SignUpForm, wait: i64) -> HandlerResult {
    let typed: Option<EmailAddress> = draft.email.parse().ok();
    let meant = typed.as_ref().and_then(likely);
    let saying = SentPage::saying(page, "subscribers-sent-lead", app);
    let template = SentPage {
        late: saying
            .late
            .or((wait > SOON).then_some("subscribers-queued-lead")),
        email: typed.map(|address| address.to_string()),
        correction: meant.map(|meant| Correction {
            token: form_token::reissue(app.signer(), token, app.now()),
            draft: SignUpForm {
                email: meant.to_string(),
                ..draft
            },
        }),
        ..saying
    };
    private(StatusCode::OK, &template)
}
