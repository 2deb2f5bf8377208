//! The panel page of the checks. It shows the newest report; a button runs the checks now.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;

use crate::admin::{AdminForm, AdminSession};
use crate::app::App;
use crate::clock::Timestamp;
use crate::doctor::context::CheckContext;
use crate::doctor::kept::{self, KeptReport};
use crate::doctor::model::{CheckState, KeptCheck};
use crate::doctor::run::{TIMEOUT, dkim_records, own_address, run_checks};
use crate::fetch::dns::Dns;
use crate::web::{HandlerResult, PageContext, csp, html};

/// Mounts the page.
pub fn routes(config: &mut ServiceConfig) {
    config.service(web::resource("/doctor").get(show).post(run));
}

#[derive(Template)]
#[template(path = "pages/doctor/checks.html")]
struct ChecksPage {
    page: PageContext,
    session: AdminSession,
    /// Empty until the checks have run.
    checks: Vec<KeptCheck>,
    /// When they ran.
    ran_at: Option<Timestamp>,
    /// The language of the findings.
    lang: &'static str,
    is_daily: bool,
}

impl ChecksPage {
    /// True when every check is well.
    fn is_well(&self) -> bool {
        self.checks
            .iter()
            .all(|check| check.state == CheckState::Ok)
    }

    /// Returns the page, whose buttons copy by a script.
    fn answer(&self) -> HandlerResult {
        let mut answer = html(StatusCode::OK, self)?;
        csp::set(&mut answer, csp::PANEL_POLICY);
        Ok(answer)
    }
}

impl KeptCheck {
    /// The phrase of its name.
    pub(super) fn name_key(&self) -> String {
        format!("doctor-name-{}", self.name)
    }

    fn state_key(&self) -> String {
        format!("doctor-state-{}", self.state)
    }

    /// The CSS class of the state.
    fn tag(&self) -> &'static str {
        match self.state {
            CheckState::Ok => "on",
            CheckState::Warning => "deferred",
            CheckState::Fail => "failed",
        }
    }
}

async fn show(session: AdminSession, page: PageContext, app: Data<App>) -> HandlerResult {
    let report = kept::newest(&mut app.read().await?, page.locale()).await?;
    page_of(session, page, &app, report).answer()
}

fn page_of(
    session: AdminSession,
    page: PageContext,
    app: &App,
    report: Option<KeptReport>,
) -> ChecksPage {
    ChecksPage {
        ran_at: report.as_ref().map(|report| report.ran_at),
        lang: report
            .as_ref()
            .map_or(page.lang(), |report| report.locale.as_str()),
        checks: report.map_or_else(Vec::new, |report| report.checks),
        is_daily: app.config().doctor.daily,
        page,
        session,
    }
}

/// Runs the checks. `names` is the resolver of the demo, which looks nothing up.
async fn run(
    page: PageContext,
    app: Data<App>,
    names: Option<Data<Dns>>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let dns = names.unwrap_or_else(|| Data::new(Dns::of_machine()));
    let config = app.config();
    let records = dkim_records(&config);
    let locale = page.locale();
    let context = CheckContext {
        app: &app,
        dns: &dns,
        dkim_records: &records,
        bounce_address: config.mail.bounce_address.as_ref(),
        own_address: own_address(),
        timeout: TIMEOUT,
        locale,
    };
    let report = run_checks(&context).await;
    // A database that takes nothing is among the findings.
    if let Err(error) = kept::keep(&app, locale, &report).await {
        tracing::warn!(%error, "the report of the checks cannot be kept");
    }
    let report = KeptReport {
        locale,
        ran_at: app.now(),
        checks: report.checks.into_iter().map(KeptCheck::from).collect(),
    };
    page_of(session, page, &app, Some(report)).answer()
}
