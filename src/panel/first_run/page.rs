//! The page of the steps, and the test mail.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::presets::{PRESETS, Preset};
use super::steps::{Progress, Step};
use super::test_mail::{self, SendError};
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::outbox::{MailState, ReportedMail};
use crate::web::{HandlerResult, PageContext, WebError, csp, html, see_other};

/// Mounts the page and the button of the test mail.
pub(in crate::panel) fn routes(config: &mut ServiceConfig) {
    config
        .route("/start", web::get().to(start_page))
        .route("/start/test-mail", web::post().to(send_test_mail));
}

#[derive(Template)]
#[template(path = "pages/panel/start.html")]
struct StartPage {
    page: PageContext,
    session: AdminSession,
    progress: Progress,
    steps: Vec<ShownStep>,
    /// The addresses of the relays, without passwords.
    relays: Vec<String>,
    /// The test mail that was just sent.
    tested: Option<ReportedMail>,
    presets: &'static [Preset],
}

/// A step as the page shows it.
struct ShownStep {
    step: Step,
    is_done: bool,
    /// True for the first that is not done.
    is_next: bool,
    /// Where it is taken.
    place: &'static str,
}

impl ShownStep {
    fn all(progress: &Progress) -> Vec<Self> {
        let next = Step::ALL.iter().find(|step| !progress.is_done(**step));
        let shown = Step::ALL.iter().map(|step| Self {
            step: *step,
            is_done: progress.is_done(*step),
            is_next: next == Some(step),
            place: match step {
                Step::Site => "/admin/settings",
                Step::Mail => "/admin/start",
                Step::Records => "/admin/doctor",
                Step::Feed => "/admin/posts",
                Step::Pages => "/admin/embedding",
                Step::Reader => "/",
            },
        });
        shown.collect()
    }
}

impl StartPage {
    /// The phrase of what became of the test mail.
    fn tested_key(mail: &ReportedMail) -> &'static str {
        match mail.state {
            MailState::Sent => "start-mail-sent",
            MailState::Queued | MailState::Leased => "start-mail-waits",
            MailState::Deferred => "start-mail-deferred",
            MailState::Failed | MailState::Unknown | MailState::Dropped => "start-mail-failed",
        }
    }

    /// True while the page may say more in a moment.
    fn is_waiting(&self) -> bool {
        let waits =
            |mail: &ReportedMail| matches!(mail.state, MailState::Queued | MailState::Leased);
        self.tested.as_ref().is_some_and(waits)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct StartQuery {
    /// The word of a test mail.
    mail: String,
}

/// GET /admin/start
async fn start_page(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<StartQuery>,
) -> HandlerResult {
    let tested = test_mail::find(&mut app.read().await?, &query.mail).await?;
    let progress = Progress::read(&app, page.locale()).await?;
    let relays = app.config().mail.all_relays();
    let template = StartPage {
        steps: ShownStep::all(&progress),
        progress,
        relays: relays.iter().map(|relay| relay.url.to_string()).collect(),
        tested: tested.filter(|mail| mail.recipient == *session.address()),
        presets: PRESETS,
        page,
        session,
    };
    let mut answer = html(StatusCode::OK, &template)?;
    csp::set(&mut answer, csp::PANEL_POLICY);
    Ok(answer)
}

/// POST /admin/start/test-mail
async fn send_test_mail(
    page: PageContext,
    app: Data<App>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let mut tx = app.write().await?;
    let sent = test_mail::send(&mut tx, &app, &session, page.locale()).await;
    let word = sent.map_err(|error| match error {
        SendError::Store(error) => WebError::from(error),
        SendError::Rendering(error) => {
            tracing::error!(%error, "the test mail cannot be rendered");
            WebError::Internal
        }
    })?;
    audit::record(
        &mut tx,
        &session,
        "test-mail",
        session.address().as_str(),
        app.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(see_other(&page.link(&format!("/admin/start?mail={word}"))))
}
