//! The doctor's room: the checks, made when the owner asks for them. Nothing waits for them but this one page.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;

use super::dns::Dns;
use super::{Check, PATIENCE, Patient, State, dkim_records, examine, own_address};
use crate::admin::{AdminForm, AdminSession};
use crate::app::App;
use crate::web::{HandlerResult, PageContext, html};

/// Mounts the room.
pub fn routes(config: &mut ServiceConfig) {
    config.service(web::resource("/doctor").get(room).post(examination));
}

#[derive(Template)]
#[template(path = "pages/doctor/checks.html")]
struct ChecksPage {
    page: PageContext,
    session: AdminSession,
    /// Empty until the checks were asked for.
    checks: Vec<Check>,
}

impl ChecksPage {
    /// Nothing is left to do.
    fn is_well(&self) -> bool {
        self.checks.iter().all(|check| check.state == State::Ok)
    }
}

impl Check {
    fn name_key(&self) -> String {
        format!("doctor-name-{}", self.name)
    }

    fn state_key(&self) -> String {
        format!("doctor-state-{}", self.state)
    }

    /// The look of the state.
    fn tag(&self) -> &'static str {
        match self.state {
            State::Ok => "on",
            State::Warning => "deferred",
            State::Fail => "failed",
        }
    }
}

async fn room(session: AdminSession, page: PageContext) -> HandlerResult {
    let template = ChecksPage {
        session,
        page,
        checks: Vec::new(),
    };
    html(StatusCode::OK, &template)
}

/// `names` is there where names are not looked up as usual: in the demo.
async fn examination(
    page: PageContext,
    app: Data<App>,
    names: Option<Data<Dns>>,
    AdminForm { session, .. }: AdminForm,
) -> HandlerResult {
    let dns = names.unwrap_or_else(|| Data::new(Dns::of_machine()));
    let records = dkim_records(app.config());
    let patient = Patient {
        app: &app,
        dns: &dns,
        dkim_records: &records,
        bounce_address: app.config().mail.bounce_address.as_ref(),
        own_address: own_address(),
        patience: PATIENCE,
        locale: page.locale(),
    };
    let template = ChecksPage {
        checks: examine(&patient).await.checks,
        page,
        session,
    };
    html(StatusCode::OK, &template)
}
