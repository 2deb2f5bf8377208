//! A new subscriber by an owner: the person is asked by mail, as after a sign-up of their own.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::i18n::FieldError;
use crate::subscribers::advertising::AdvertisingChoice;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::departures;
use crate::subscribers::http::form_fields::FormFields;
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::http::sign_up_form::SignUpForm;
use crate::subscribers::model::DEFAULT_CADENCE;
use crate::subscribers::{
    Cadence, SignedUp, Subscriber, SubscriberState, find_by_email, subscribe,
};
use crate::topics::{self, Topic};
use crate::web::{HandlerResult, PageContext, see_other};

#[derive(Template)]
#[template(path = "pages/subscribers/new.html")]
struct NewPage {
    page: PageContext,
    session: AdminSession,
    typed: SignUpForm,
    topics: Vec<Topic>,
    cadences: &'static [Cadence],
    cadence: Cadence,
    errors: Vec<FieldError>,
}

impl NewPage {
    fn is_chosen(&self, topic: &Topic) -> bool {
        self.typed.topics.contains(&topic.slug)
    }

    fn is_locale(&self, locale: &str) -> bool {
        let word = self.typed.locale.as_str();
        locale
            == if word.is_empty() {
                self.page.lang()
            } else {
                word
            }
    }

    fn error(&self, field: &str) -> Option<String> {
        let error = self.errors.iter().find(|error| error.field == field)?;
        Some(self.page.say(error.key).to_string())
    }
}

async fn show(
    app: &App,
    page: PageContext,
    session: AdminSession,
    typed: SignUpForm,
    errors: Vec<FieldError>,
) -> HandlerResult {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let template = NewPage {
        topics: topics::all(&mut app.read().await?).await?,
        cadences: Cadence::ALL,
        cadence: typed.cadence.parse().unwrap_or(DEFAULT_CADENCE),
        page,
        session,
        typed,
        errors,
    };
    not_stored(status, &template)
}

pub(super) async fn form(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
) -> HandlerResult {
    show(&app, page, session, SignUpForm::default(), Vec::new()).await
}

pub(super) async fn invite_reader(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, fields }: AdminForm<FormFields>,
) -> HandlerResult {
    let typed = SignUpForm {
        email: fields.text("email").to_owned(),
        name: fields.text("name").to_owned(),
        topics: fields.all("topics").map(ToOwned::to_owned).collect(),
        cadence: fields.text("cadence").to_owned(),
        locale: fields.text("locale").to_owned(),
        // Only the person says so.
        advertising: AdvertisingChoice::None,
        ..SignUpForm::default()
    };
    let known = topics::all(&mut app.read().await?).await?;
    let wanted = match typed.read(&known, &[], page.locale()) {
        Ok(wanted) => wanted,
        Err(errors) => return show(&app, page, session, typed, errors).await,
    };
    let to = |id: i64, done: &str| {
        Ok(see_other(
            &page.link(&format!("/admin/subscribers/{id}?done={done}")),
        ))
    };
    let mut tx = app.write().await?;
    let present = find_by_email(&mut tx, &wanted.email).await?;
    let confirmed = |them: &&Subscriber| them.state == SubscriberState::Confirmed;
    if let Some(confirmed) = present.as_ref().filter(confirmed) {
        return to(confirmed.id.0, "known");
    }
    // Only the person comes back.
    let has_ended = present.is_some_and(|them| them.state != SubscriberState::Pending);
    let departed = departures::reason_for(&mut tx, app.signer(), &wanted.email).await?;
    if has_ended || departed.is_some() {
        drop(tx);
        return show(&app, page, session, typed, kept_away()).await;
    }
    let evidence = ConsentEvidence::of(Channel::Panel).by(session.email());
    let asked = subscribe(&mut tx, &app, &wanted, &evidence).await?;
    let Some(there) = find_by_email(&mut tx, &wanted.email).await? else {
        drop(tx);
        return show(&app, page, session, typed, kept_away()).await;
    };
    let about = format!("subscriber:{}", there.id.0);
    audit::record(&mut tx, &session, "subscriber-ask", &about, app.now()).await?;
    tx.commit().await?;
    let done = if asked == SignedUp::Mailed {
        "asked"
    } else {
        "not-asked"
    };
    to(there.id.0, done)
}

fn kept_away() -> Vec<FieldError> {
    vec![FieldError {
        field: "email",
        key: "subscribers-new-kept-away",
    }]
}
