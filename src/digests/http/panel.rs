//! Digests in the admin panel: the next ones, a preview, and the results of the last editions.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use crate::admin::AdminSession;
use crate::app::App;
use crate::digests::archive;
use crate::digests::emails::cadence_key;
use crate::digests::model::{ArchivedEdition, DigestPreview, ExpectedEdition};
use crate::digests::preview::{self, Upcoming};
use crate::outbox::{self, MailState};
use crate::store::{self, Tx};
use crate::web::{HandlerResult, WebError, csp};
use crate::web::{PageContext, html};

/// Editions to choose a preview from.
const MOST_CHOICES: usize = 8;
/// Editions whose results are shown.
const RECENT: i64 = 15;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/digests", web::get().to(next))
        .route("/digests/preview", web::get().to(mail));
}

/// The key of the edition to preview, and `plain` for its plain part.
#[derive(Deserialize)]
struct PreviewQuery {
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
    choices: Vec<ExpectedEdition>,
    is_sample: bool,
    chosen: String,
    plain: bool,
    preview: Option<DigestPreview>,
    recent: Vec<RecentEdition>,
}

/// An edition with the results of its mails.
struct RecentEdition {
    edition: ArchivedEdition,
    results: Vec<outbox::StateCount>,
}

/// GET /admin/digests
async fn next(
    app: Data<App>,
    session: AdminSession,
    page: PageContext,
    choice: web::Query<PreviewQuery>,
) -> HandlerResult {
    let now = app.now();
    let mut tx = app.read().await?;
    let upcoming = preview::upcoming(&mut tx, &app, now).await?;
    let samples = preview::samples(&mut tx, &app).await?;
    let shown = pick(&upcoming, &samples, &choice.edition);
    let preview = shown.map(|(of, edition)| of.show(&app, edition));
    let choices = upcoming.editions.iter().take(MOST_CHOICES);
    let next = DigestsPage {
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
    html(StatusCode::OK, &next)
}

/// GET /admin/digests/preview: the mail alone, for the frame in the page. Its own policy allows its styles.
async fn mail(app: Data<App>, choice: web::Query<PreviewQuery>) -> HandlerResult {
    let mut tx = app.read().await?;
    let upcoming = preview::upcoming(&mut tx, &app, app.now()).await?;
    let samples = preview::samples(&mut tx, &app).await?;
    let (of, edition) = pick(&upcoming, &samples, &choice.edition).ok_or(WebError::NotFound)?;
    let preview = of.show(&app, edition).map_err(unrendered)?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, csp::MAIL_POLICY))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(preview.html))
}

/// Returns the edition of this key, else the first.
fn pick<'a>(
    upcoming: &'a Upcoming,
    samples: &'a Upcoming,
    key: &str,
) -> Option<(&'a Upcoming, &'a ExpectedEdition)> {
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

async fn recent(tx: &mut Tx) -> store::Result<Vec<RecentEdition>> {
    let mut recent = Vec::new();
    for edition in archive::recent(tx, RECENT).await? {
        let results = outbox::counts::count_edition_by_state(tx, edition.id).await?;
        recent.push(RecentEdition { edition, results });
    }
    Ok(recent)
}

impl DigestsPage {
    fn label(&self, edition: &ExpectedEdition) -> String {
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

    fn cadence_of(&self, edition: &ArchivedEdition) -> String {
        self.page.say(cadence_key(edition.cadence)).to_string()
    }
}

/// Returns a number of readers, with "+" if there are more.
fn number(count: usize, upcoming: &Upcoming) -> String {
    format!("{count}{}", if upcoming.is_cut { "+" } else { "" })
}

/// Returns the phrase for mails in this state.
fn state_key(state: MailState) -> &'static str {
    match state {
        MailState::Queued => "digests-panel-queued",
        MailState::Leased => "digests-panel-leased",
        MailState::Sent => "digests-panel-sent",
        MailState::Deferred => "digests-panel-deferred",
        MailState::Failed => "digests-panel-failed",
        MailState::Unknown => "digests-panel-unknown",
        MailState::Dropped => "digests-panel-dropped",
    }
}
