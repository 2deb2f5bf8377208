//! The sign-up page and its form.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::web::{self, Data, Form, Query, ServiceConfig};
use askama::Template;
use url::Url;

use super::field_input::FieldInput;
use super::form_fields::FormFields;
use super::form_notice::FormNotice;
use super::form_place::FormPlace;
use super::inbox::Inbox;
use super::newest_edition::NewestEdition;
use super::offer::Offer;
use super::proof::{self, Brought, STEP_FIELD, send_back};
use super::respond::{POSTS, ROBOTS, count_post, private};
use super::sign_up_form::{SignUpForm, lasting};
use crate::address::{EmailAddress, likely};
use crate::app::App;
use crate::challenges::{self, PROOF_FIELD, ProtectedForm};
use crate::clock::MINUTE;
use crate::config::Config;
use crate::i18n::{FieldError, Locale, Phrase};
use crate::store;
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::consent::{CollectedFields, ConsentEvidence, sign_up_words};
use crate::subscribers::fields::{self, ReaderField};
use crate::subscribers::model::{DEFAULT_CADENCE, SignUp};
use crate::subscribers::sign_up_places::{self, FormKind};
use crate::subscribers::{Cadence, subscribe, unsolicited_mail_cap};
use crate::topics::{self, Topic};
use crate::web::form_token::{self, FormToken, HONEYPOT_FIELD, TOKEN_FIELD};
use crate::web::page_cache::{Look, Rendering, Stamp};
use crate::web::page_context::PageLanguage;
use crate::web::{
    Caller, ClientIp, HTML, HandlerResult, PageContext, WebError, csp, render, see_other,
};

/// The form field with the language of the page. The browser may prefer another language.
const SHOWN_FIELD: &str = "shown";

/// Mounts the form.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(
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
    place: FormPlace,
    topics: Vec<Topic>,
    cadences: &'static [Cadence],
    errors: Vec<FieldError>,
    notice: Option<FormNotice>,
    newest: Option<NewestEdition>,
    fields: Vec<ReaderField>,
    collected: CollectedFields,
}

/// The last step of a form on another page of the site: the values are filled in, and one button is left.
#[derive(Template)]
#[template(path = "pages/subscribers/last-step.html")]
struct LastStepPage {
    page: PageContext,
    token: String,
    draft: SignUpForm,
    place: FormPlace,
    collected: CollectedFields,
}

/// The second step of a sign-up that must prove something: the values are filled in, and the page does the work meanwhile.
#[derive(Template)]
#[template(path = "pages/subscribers/proof-step.html")]
struct ProofStepPage {
    page: PageContext,
    token: String,
    draft: SignUpForm,
    place: FormPlace,
    step: String,
    collected: CollectedFields,
}

impl SignUpPage {
    fn new(app: &App, page: PageContext, offer: Offer, typed: Typed) -> Self {
        Self {
            token: form_token::reissue(app.signer(), &typed.token, app.now()),
            page: in_locale_of(&typed.draft, page),
            draft: typed.draft,
            place: typed.place,
            topics: offer.topics,
            collected: CollectedFields::of(&offer.fields),
            fields: offer.fields,
            cadences: Cadence::ALL,
            errors: Vec::new(),
            notice: None,
            newest: offer.newest,
        }
    }

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
        topics::is_named(&self.topics, &self.draft.topics, topic)
    }

    fn inputs(&self) -> Vec<FieldInput> {
        FieldInput::all(&self.fields, &self.draft.fields, !self.errors.is_empty())
    }

    /// Whether the further choices are shown at once: where something in them was chosen, or is wrong.
    fn is_open(&self) -> bool {
        let draft = &self.draft;
        let is_chosen = !draft.topics.is_empty()
            || !draft.name.is_empty()
            || draft.fields.iter().any(|(_, typed)| !typed.is_empty())
            || !(draft.cadence.is_empty() || self.cadence() == DEFAULT_CADENCE);
        is_chosen || self.errors.iter().any(|error| error.field != "email")
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
    pub(super) place: FormPlace,
    /// The web mail of the typed address.
    pub(super) inbox: Option<Inbox>,
    /// The post that the reader came from.
    pub(super) back: Option<String>,
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
            place: FormPlace::default(),
            inbox: None,
            back: None,
        }
    }
}

/// How long the page is kept at most: its form token must be good for nearly as long as a fresh one.
const KEPT: i64 = 10 * MINUTE;

/// Answers with the kept page, which shows what `newest` gives beside its form. In a frame, and with a page to return to, it is
/// rendered each time.
pub(crate) async fn sign_up_page(
    app: &App,
    request: &HttpRequest,
    place: FormPlace,
    newest: impl AsyncFn(Locale) -> store::Result<Option<NewestEdition>>,
) -> HandlerResult {
    let config = app.config();
    let PageLanguage { locale, is_chosen } = PageLanguage::of(request, &config);
    let place = place.of_the_site(&config);
    if !place.is_plain() {
        let typed = Typed {
            place,
            ..Typed::default()
        };
        let (page, newest) = (PageContext::of(request, &config), newest(locale).await?);
        return form_page(app, page, typed, newest, Vec::new(), None).await;
    }
    let look = async |kept: Option<&Stamp>| {
        let offer = Offer::read(app, newest(locale).await?).await?;
        let stamp = Stamp::of(&offer);
        if kept == Some(&stamp) {
            return Ok::<_, WebError>(Look::Unchanged);
        }
        let page = PageContext::of(request, &config).at("/");
        let template = SignUpPage::new(app, page, offer, Typed::default());
        Ok(Look::Changed {
            stamp,
            rendering: Rendering {
                until: Some(app.now().plus(KEPT)),
                ..Rendering::of(HTML, render(&template)?)
            },
            is_kept: true,
        })
    };
    let key = format!("sign-up {locale} {is_chosen}");
    app.pages().answer(request, &key, &config, look).await
}

async fn start(app: Data<App>, page: PageContext, place: Query<FormPlace>) -> HandlerResult {
    let place = place.into_inner().of_the_site(&app.config());
    Ok(see_other(&page.link(&place.at("/"))))
}

/// What a form was sent with, and is shown again with.
#[derive(Default)]
struct Typed {
    token: String,
    draft: SignUpForm,
    place: FormPlace,
}

async fn sign_up(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    request: HttpRequest,
    fields: Form<FormFields>,
) -> HandlerResult {
    let mut typed = typed(&fields, &app.config());
    if !fields.text(HONEYPOT_FIELD).is_empty() {
        return sent(&app, page, typed, 0);
    }
    let checked = form_token::check(app.signer(), &typed.token, app.now());
    if checked == FormToken::Missing {
        typed.place = typed.place.of_plain_form(&request, &app.config());
    }
    if checked == FormToken::Missing && typed.draft.email.parse::<EmailAddress>().is_ok() {
        return last_step(&app, page, typed).await;
    }
    if let Some(notice) = FormNotice::of(checked) {
        return form_page(&app, page, typed, None, Vec::new(), Some(notice)).await;
    }
    let offer = Offer::read(&app, None).await?;
    let read = (typed.draft).read(&offer.topics, &offer.fields, page.locale());
    let wanted = match lasting(&app, caller.ip, read).await? {
        Ok(wanted) => wanted,
        Err(errors) => return form_page(&app, page, typed, None, errors, None).await,
    };
    let shown = fields.text(SHOWN_FIELD).parse().unwrap_or(page.locale());
    let stood_on = typed.place.stood_on(&app.config());
    let evidence =
        ConsentEvidence::of_request(typed.place.kind().channel(), &caller, page.locale())
            .on_page(stood_on.as_ref())
            .with_words(sign_up_words(&app.config(), shown, &offer.fields), shown);
    let form = (typed.place.kind(), stood_on.as_ref());
    let brought = Brought::of_form(&app, fields.text(PROOF_FIELD), fields.text(STEP_FIELD));
    match taken(&app, caller.ip, &wanted, &evidence, form, &brought).await {
        Ok(wait) => sent(&app, page, typed, wait),
        Err(WebError::ProofNeeded) => proof_step(&app, page, typed, &wanted.email, &offer.fields),
        Err(WebError::TooMany { retry_after }) => {
            let notice = FormNotice::TooMany { retry_after };
            form_page(&app, page, typed, None, Vec::new(), Some(notice)).await
        }
        Err(error) => Err(error),
    }
}

/// Takes a sign-up, and returns the seconds that its mail waits for others.
async fn taken(
    app: &App,
    ip: ClientIp,
    wanted: &SignUp,
    evidence: &ConsentEvidence,
    (kind, stood_on): (FormKind, Option<&Url>),
    brought: &Brought,
) -> Result<i64, WebError> {
    let mut tx = app.write().await?;
    count_post(&mut tx, app, ip).await?;
    let weighed = brought.weigh(&mut tx, app, &wanted.email).await;
    if weighed == Err(WebError::ProofNeeded) {
        drop(tx);
        send_back(app, POSTS, ip).await?;
        return Err(WebError::ProofNeeded);
    }
    let proof = weighed?;
    let wait = unsolicited_mail_cap::wait(&mut tx, app, &wanted.email).await?;
    subscribe(&mut tx, app, wanted, evidence).await?;
    sign_up_places::count(&mut tx, kind, stood_on).await?;
    challenges::count(&mut tx, app, ProtectedForm::SignUps, proof).await?;
    tx.commit().await?;
    Ok(wait)
}

fn typed(fields: &FormFields, config: &Config) -> Typed {
    let draft = SignUpForm {
        email: fields.text("email").to_owned(),
        name: fields.text("name").to_owned(),
        topics: fields.all("topics").map(ToOwned::to_owned).collect(),
        cadence: fields.text("cadence").to_owned(),
        locale: fields.text("locale").to_owned(),
        fields: fields.answers(),
        advertising: AdvertisingChoice::ticked(
            config,
            fields.text("advertising"),
            fields.text("night"),
        ),
    };
    Typed {
        token: fields.text(TOKEN_FIELD).to_owned(),
        draft,
        place: FormPlace::of_fields(fields).of_the_site(config),
    }
}

async fn form_page(
    app: &App,
    page: PageContext,
    typed: Typed,
    newest: Option<NewestEdition>,
    errors: Vec<FieldError>,
    notice: Option<FormNotice>,
) -> HandlerResult {
    let status = if errors.is_empty() {
        notice.map_or(StatusCode::OK, FormNotice::status)
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let template = SignUpPage {
        errors,
        notice,
        ..SignUpPage::new(app, page, Offer::read(app, newest).await?, typed)
    };
    let mut answer = private(status, &template)?;
    if status == StatusCode::OK {
        // The one page of these that search engines may find.
        answer.headers_mut().remove(ROBOTS);
    }
    if let Some(FormNotice::TooMany { retry_after }) = notice {
        answer.headers_mut().insert(RETRY_AFTER, retry_after.into());
    }
    template.place.admit(&mut answer, &app.config());
    Ok(answer)
}

fn in_locale_of(draft: &SignUpForm, page: PageContext) -> PageContext {
    match draft.locale.parse() {
        Ok(locale) => page.in_locale(locale),
        Err(_) => page,
    }
}

async fn last_step(app: &App, page: PageContext, typed: Typed) -> HandlerResult {
    let asked = fields::asked(&mut app.read().await?).await?;
    let template = LastStepPage {
        token: form_token::issue_filled_in(app.signer(), app.now()),
        page: in_locale_of(&typed.draft, page),
        draft: SignUpForm {
            // Its form was not ours: whoever agrees ticks a box that says what it is.
            advertising: AdvertisingChoice::None,
            ..typed.draft
        },
        place: typed.place,
        collected: CollectedFields::of(&asked),
    };
    let mut answer = private(StatusCode::OK, &template)?;
    template.place.admit(&mut answer, &app.config());
    Ok(answer)
}

fn proof_step(
    app: &App,
    page: PageContext,
    typed: Typed,
    email: &EmailAddress,
    asked: &[ReaderField],
) -> HandlerResult {
    let template = ProofStepPage {
        token: form_token::issue_filled_in(app.signer(), app.now()),
        page: in_locale_of(&typed.draft, page),
        draft: typed.draft,
        place: typed.place,
        step: proof::step(app, email),
        collected: CollectedFields::of(asked),
    };
    let mut answer = private(StatusCode::OK, &template)?;
    template.place.admit(&mut answer, &app.config());
    csp::let_prove(&mut answer);
    Ok(answer)
}

/// Seconds that a mail may wait for others before its reader is told.
const SOON: i64 = 10 * MINUTE;

/// The answer to a sign-up: the page that the form names, or one of ours. That shows the typed address and how long mails to its
/// domain wait, so it is the same for every address of the domain.
fn sent(app: &App, page: PageContext, typed: Typed, wait: i64) -> HandlerResult {
    if let Some(next) = typed.place.next(&app.config()) {
        return Ok(see_other(&next));
    }
    let Typed {
        token,
        draft,
        place,
    } = typed;
    let address: Option<EmailAddress> = draft.email.parse().ok();
    let meant = address.as_ref().and_then(likely);
    let saying = SentPage::saying(page, "subscribers-sent-lead", app);
    let template = SentPage {
        late: saying
            .late
            .or((wait > SOON).then_some("subscribers-queued-lead")),
        inbox: address.as_ref().and_then(Inbox::of),
        back: place.back(&app.config()),
        email: address.map(|address| address.to_string()),
        correction: meant.map(|meant| Correction {
            token: form_token::reissue(app.signer(), &token, app.now()),
            draft: SignUpForm {
                email: meant.to_string(),
                ..draft
            },
        }),
        place,
        ..saying
    };
    let mut answer = private(StatusCode::OK, &template)?;
    template.place.admit(&mut answer, &app.config());
    Ok(answer)
}
