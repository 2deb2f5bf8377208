//! The panel's room of digests: what goes out next and when, how it looks, and how the last editions fared.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::archive::{self, Listed};
use super::emails::cadence_key;
use super::preview::{self, Expected, Preview, Upcoming};
use crate::admin::AdminSession;
use crate::app::App;
use crate::delivery::{self, State};
use crate::store::{self, Tx};
use crate::web::page::{PageContext, html};
use crate::web::{HandlerResult, WebError, security};

/// Editions to choose a preview from.
const MOST_CHOICES: usize = 8;
/// Editions whose fate is shown.
const RECENT: i64 = 15;

/// Mounts the room.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/digests", web::get().to(room))
        .route("/digests/preview", web::get().to(mail));
}

/// Which preview: an expected edition's key, and `plain` for its plain part.
#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    edition: String,
    #[serde(default)]
    r#as: String,
}

#[derive(Template)]
#[template(path = "pages/digests/next.html")]
struct DigestsPage {
    page: PageContext,
    session: AdminSession,
    recipients: String,
    skipped: String,
    upcoming: Upcoming,
    is_now: bool,
    choices: Vec<Expected>,
    is_sample: bool,
    chosen: String,
    plain: bool,
    preview: Option<Preview>,
    recent: Vec<Recent>,
}

/// An edition and how its mails fared.
struct Recent {
    edition: Listed,
    results: Vec<delivery::Count>,
}

/// GET /admin/digests
async fn room(
    app: Data<App>,
    session: AdminSession,
    page: PageContext,
    choice: web::Query<Choice>,
) -> HandlerResult {
    let now = app.now();
    let mut tx = app.read().await?;
    let upcoming = preview::upcoming(&mut tx, &app, now).await?;
    let samples = preview::samples(&mut tx, &app).await?;
    let shown = pick(&upcoming, &samples, &choice.edition);
    let preview = shown.map(|(of, edition)| of.show(&app, edition));
    let choices = upcoming.editions.iter().take(MOST_CHOICES);
    let room = DigestsPage {
        page,
        session,
        recipients: number(upcoming.recipients, &upcoming),
        skipped: number(upcoming.skipped, &upcoming),
        is_now: upcoming.at == Some(now),
        choices: choices.chain(&samples.editions).cloned().collect(),
        is_sample: shown.is_some_and(|(_, edition)| edition.recipients == 0),
        chosen: shown.map_or(String::new(), |(_, edition)| edition.key.clone()),
        plain: choice.r#as == "plain",
        preview: preview.transpose().map_err(unrendered)?,
        recent: recent(&mut tx).await?,
        upcoming,
    };
    html(StatusCode::OK, &room)
}

/// GET /admin/digests/preview: the mail alone, for the frame in the room; its own policy lets its styles stand.
async fn mail(app: Data<App>, choice: web::Query<Choice>) -> HandlerResult {
    let mut tx = app.read().await?;
    let upcoming = preview::upcoming(&mut tx, &app, app.now()).await?;
    let samples = preview::samples(&mut tx, &app).await?;
    let (of, edition) = pick(&upcoming, &samples, &choice.edition).ok_or(WebError::NotFound)?;
    let preview = of.show(&app, edition).map_err(unrendered)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, security::MAIL_POLICY))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(preview.html))
}

/// The edition of this key, else the first.
fn pick<'a>(
    upcoming: &'a Upcoming,
    samples: &'a Upcoming,
    key: &str,
) -> Option<(&'a Upcoming, &'a Expected)> {
    let all = || {
        [upcoming, samples]
            .into_iter()
            .flat_map(|of| of.editions.iter().map(move |edition| (of, edition)))
    };
    all()
        .find(|(_, edition)| edition.key == key)
        .or_else(|| all().next())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands where map_err hands the error over"
)]
fn unrendered(error: askama::Error) -> WebError {
    tracing::error!(%error, "a preview could not be rendered");
    WebError::Internal
}

async fn recent(tx: &mut Tx) -> store::Result<Vec<Recent>> {
    let mut recent = Vec::new();
    for edition in archive::recent(tx, RECENT).await? {
        let results = delivery::edition::tally(tx, edition.id).await?;
        recent.push(Recent { edition, results });
    }
    Ok(recent)
}

impl DigestsPage {
    fn label(&self, edition: &Expected) -> String {
        let cadence = self.page.say(cadence_key(edition.digest.cadence));
        let language = self.page.say(match edition.digest.locale {
            crate::i18n::Locale::Ko => "digests-panel-ko",
            crate::i18n::Locale::En => "digests-panel-en",
        });
        if edition.recipients == 0 {
            return format!("{} · {language}", self.page.say("digests-panel-sample"));
        }
        let count = self
            .page
            .say("digests-posts")
            .with("count", edition.digest.count);
        format!("{cadence} · {count} · {language}")
    }

    fn html_link(&self, edition: &str) -> String {
        self.page.link(&format!("/admin/digests?edition={edition}"))
    }

    fn plain_link(&self, edition: &str) -> String {
        self.page
            .link(&format!("/admin/digests?edition={edition}&as=plain"))
    }

    /// Another edition in the form that is shown now.
    fn link(&self, edition: &str) -> String {
        if self.plain {
            self.plain_link(edition)
        } else {
            self.html_link(edition)
        }
    }

    fn cadence_of(&self, edition: &Listed) -> String {
        self.page.say(cadence_key(edition.cadence)).to_string()
    }
}

/// A number of readers; where not all were looked at, the least that it is.
fn number(count: usize, upcoming: &Upcoming) -> String {
    format!("{count}{}", if upcoming.is_cut { "+" } else { "" })
}

/// The phrase for so many mails in this state.
fn state_key(state: State) -> &'static str {
    match state {
        State::Queued => "digests-panel-queued",
        State::Leased => "digests-panel-leased",
        State::Sent => "digests-panel-sent",
        State::Deferred => "digests-panel-deferred",
        State::Failed => "digests-panel-failed",
        State::Unknown => "digests-panel-unknown",
        State::Dropped => "digests-panel-dropped",
    }
}
