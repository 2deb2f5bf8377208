//! The panel page of the checks. They run when the owner asks for them.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;

use crate::admin::{AdminForm, AdminSession};
use crate::app::App;
use crate::doctor::context::CheckContext;
use crate::doctor::model::{Check, CheckState};
use crate::doctor::run::{TIMEOUT, dkim_records, own_address, run_checks};
use crate::fetch::dns::Dns;
use crate::web::{HandlerResult, PageContext, html};

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
    checks: Vec<Check>,
}

impl ChecksPage {
    /// True when every check is well.
    fn is_well(&self) -> bool {
        self.checks
            .iter()
            .all(|check| check.state == CheckState::Ok)
    }
}

impl Check {
    fn name_key(&self) -> String {
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

async fn show(session: AdminSession, page: PageContext) -> HandlerResult {
    let template = ChecksPage {
        session,
        page,
        checks: Vec::new(),
    };
    html(StatusCode::OK, &template)
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
    let context = CheckContext {
        app: &app,
        dns: &dns,
        dkim_records: &records,
        bounce_address: config.mail.bounce_address.as_ref(),
        own_address: own_address(),
        timeout: TIMEOUT,
        locale: page.locale(),
    };
    let template = ChecksPage {
        checks: run_checks(&context).await.checks,
        page,
        session,
    };
    html(StatusCode::OK, &template)
}
