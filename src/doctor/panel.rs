//! The doctor's room: the checks, made when the owner asks for them. Nothing waits for them but this one page.

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Form, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::dns::Dns;
use super::{Check, PATIENCE, Patient, State, dkim_records, examine, own_address};
use crate::admin::{Desk, Room};
use crate::app::App;
use crate::web::{Answer, Page, html};

/// Mounts the room.
pub fn routes(config: &mut ServiceConfig) {
    config.service(web::resource("/doctor").get(room).post(examination));
}

#[derive(Template)]
#[template(path = "pages/doctor/room.html")]
struct RoomPage {
    page: Page,
    desk: Desk,
    /// Empty until the checks were asked for.
    checks: Vec<Check>,
}

impl RoomPage {
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

async fn room(desk: Desk, page: Page) -> Answer {
    let template = RoomPage {
        desk: desk.in_room(Room::Doctor)?,
        page,
        checks: Vec::new(),
    };
    html(StatusCode::OK, &template)
}

#[derive(Deserialize)]
struct Word {
    csrf: String,
}

/// `names` is there where names are not looked up as usual: in the demo.
async fn examination(
    desk: Desk,
    page: Page,
    app: Data<App>,
    names: Option<Data<Dns>>,
    word: Form<Word>,
) -> Answer {
    let desk = desk.in_room(Room::Doctor)?;
    desk.check(&word.csrf)?;
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
    let template = RoomPage {
        checks: examine(&patient).await.checks,
        page,
        desk,
    };
    html(StatusCode::OK, &template)
}
