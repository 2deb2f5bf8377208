//! The preferences page, opened by a signed link.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, Path, Query, ServiceConfig};
use askama::Template;
use jiff::civil::Date;
use serde::Deserialize;

use super::form_fields::FormFields;
use super::hours::hour_of;
use super::preferences_form;
use super::respond::{count_post, private};
use super::sign_up::SentPage;
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::ZONES;
use crate::i18n::Phrase;
use crate::store::Tx;
use crate::subscribers::address_change;
use crate::subscribers::consent::{Channel, ConsentEvidence};
use crate::subscribers::lost_link::send_link;
use crate::subscribers::pause;
use crate::subscribers::preferences::change;
use crate::subscribers::{
    Cadence, Subscriber, SubscriberState, WeeklyDay, find, links, topic_choices,
};
use crate::token::Purpose;
use crate::topics::{self, Topic};
use crate::web::email_field;
use crate::web::form_token::{self, FormToken, HONEYPOT_FIELD, TOKEN_FIELD};
use crate::web::{Caller, ClientIp, HandlerResult, PageContext, WebError, see_other};

/// Zones of many readers; the others are found by their names.
const COMMON_ZONES: [&str; 7] = [
    "Asia/Seoul",
    "Asia/Tokyo",
    "Asia/Shanghai",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
];

/// Mounts the preferences.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/preferences")
                .route(web::get().to(lost))
                .route(web::post().to(send)),
        )
        .service(
            web::resource("/preferences/{token}")
                .route(web::get().to(page))
                .route(web::post().to(save)),
        );
}

#[derive(Template)]
#[template(path = "pages/subscribers/preferences.html")]
struct PreferencesPage {
    page: PageContext,
    token: String,
    unsubscribe: String,
    subscriber: Subscriber,
    topics: Vec<Topic>,
    chosen: Vec<Topic>,
    cadences: &'static [Cadence],
    days: &'static [WeeklyDay],
    hours: Vec<(i64, String)>,
    /// The reader's zone, the site's, and those of many readers.
    near_zones: Vec<String>,
    zones: &'static [String],
    saved: Option<bool>,
    /// The end of their pause, in words.
    paused: Option<String>,
    /// The same for the field.
    paused_until: Option<Date>,
    /// The first and the last date on which a pause may end.
    pauses: (Date, Date),
}

impl PreferencesPage {
    fn is_chosen(&self, topic: &Topic) -> bool {
        self.chosen.contains(topic)
    }

    fn is_active(&self) -> bool {
        self.subscriber.state == SubscriberState::Confirmed
    }

    fn may_change_address(&self) -> bool {
        address_change::may_change(&self.subscriber)
    }

    fn is_locale(&self, locale: &str) -> bool {
        self.subscriber.locale.as_str() == locale
    }

    fn is_zone(&self, zone: &str) -> bool {
        self.subscriber.time_zone.name() == zone
    }
}

#[derive(Template)]
#[template(path = "pages/subscribers/lost.html")]
struct LostPage {
    page: PageContext,
    guard: String,
    /// The link that led here has expired.
    expired: bool,
    email: String,
    error: Option<Phrase<'static>>,
}

#[derive(Deserialize)]
struct SavedQuery {
    saved: Option<bool>,
}

async fn page(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    shown: Query<SavedQuery>,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let Some(subscriber) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let chosen = topic_choices::chosen(&mut tx, subscriber.id).await?;
    let page = page.in_locale(subscriber.locale);
    let hours = (0..24).map(|hour| (hour, hour_of(page.translator(), hour).to_string()));
    let template = PreferencesPage {
        hours: hours.collect(),
        cadences: Cadence::ALL,
        days: WeeklyDay::ALL,
        near_zones: near_zones(&app, &subscriber),
        paused: subscriber
            .paused_until
            .map(|until| page.translator().date(until, &subscriber.time_zone)),
        paused_until: pause::date(&subscriber),
        pauses: pause::dates(&subscriber, app.now()),
        zones: &ZONES,
        page,
        topics: on_offer(&mut tx, &chosen).await?,
        unsubscribe: links::unsubscribe_url(&app, subscriber.id),
        token: token.into_inner(),
        subscriber,
        chosen,
        saved: shown.saved,
    };
    private(StatusCode::OK, &template)
}

async fn save(
    app: Data<App>,
    page: PageContext,
    caller: Caller,
    token: Path<String>,
    fields: Form<FormFields>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let Some(subscriber) = owner(&mut tx, &app, &token).await? else {
        return expired(&app, page);
    };
    let known = topics::all(&mut tx).await?;
    let wanted = preferences_form::read(&fields, &subscriber, &known).map_err(WebError::Invalid)?;
    let evidence = ConsentEvidence::of_request(Channel::Preferences, &caller, page.locale());
    let saved = change(&mut tx, &subscriber, &wanted, &evidence, app.now()).await?;
    tx.commit().await?;
    let path = format!("/preferences/{token}?saved={saved}");
    Ok(see_other(&path))
}

async fn lost(app: Data<App>, page: PageContext) -> HandlerResult {
    lost_page(&app, page, StatusCode::OK, ("", ""), None)
}

async fn send(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    fields: Form<FormFields>,
) -> HandlerResult {
    let lead = "subscribers-lost-sent-lead";
    if !fields.text(HONEYPOT_FIELD).is_empty() {
        return private(StatusCode::OK, &SentPage::saying(page, lead, &app));
    }
    let typed = fields.text("email");
    let posted = fields.text(TOKEN_FIELD);
    let token = form_token::check(app.signer(), posted, app.now());
    if token != FormToken::Good {
        return lost_page(
            &app,
            page,
            StatusCode::UNPROCESSABLE_ENTITY,
            (posted, typed),
            None,
        );
    }
    let email: EmailAddress = match typed.parse() {
        Ok(email) => email,
        Err(error) => {
            let key = Some(email_field::problem(error));
            return lost_page(
                &app,
                page,
                StatusCode::UNPROCESSABLE_ENTITY,
                (posted, typed),
                key,
            );
        }
    };
    let mut tx = app.write().await?;
    count_post(&mut tx, &app, ip).await?;
    send_link(&mut tx, &app, &email).await?;
    tx.commit().await?;
    private(StatusCode::OK, &SentPage::saying(page, lead, &app))
}

/// The subscriber of a preferences link; `None` when the link has expired.
pub(crate) async fn owner(
    tx: &mut Tx,
    app: &App,
    token: &str,
) -> Result<Option<Subscriber>, WebError> {
    match links::verify(app.signer(), Purpose::Preferences, token, app.now())
        .map_err(WebError::from)
    {
        Ok(id) => Ok(find(tx, id).await?),
        Err(WebError::Expired) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The page for an expired preferences link. It offers a new link.
pub(crate) fn expired(app: &App, page: PageContext) -> HandlerResult {
    lost_page(app, page, StatusCode::GONE, ("", ""), None)
}

/// The zones of the short list, each once.
fn near_zones(app: &App, subscriber: &Subscriber) -> Vec<String> {
    let (own, site) = (&subscriber.time_zone, &app.config().site.time_zone);
    let mut near = vec![own.name().to_owned()];
    for zone in std::iter::once(site.name()).chain(COMMON_ZONES) {
        if !near.iter().any(|listed| listed == zone) {
            near.push(zone.to_owned());
        }
    }
    near
}

/// Topics that can be chosen: those on offer, and those that the subscriber has chosen already.
async fn on_offer(tx: &mut Tx, chosen: &[Topic]) -> Result<Vec<Topic>, WebError> {
    let mut all = topics::all(tx).await?;
    all.retain(|topic| topic.offered || chosen.contains(topic));
    Ok(all)
}

fn lost_page(
    app: &App,
    page: PageContext,
    status: StatusCode,
    (posted, typed): (&str, &str),
    problem: Option<&'static str>,
) -> HandlerResult {
    let template = LostPage {
        guard: form_token::reissue(app.signer(), posted, app.now()),
        expired: status == StatusCode::GONE,
        email: typed.to_owned(),
        error: problem.map(|key| page.translator().say(key)),
        page,
    };
    private(status, &template)
}
