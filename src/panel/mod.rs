//! The rooms of the panel that belong to no one capability; everything a page here changes, a verb of another folder does.

mod account;
mod browser;
mod configuration;
mod done;
mod outbox;
mod settings;

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, ServiceConfig};

use crate::admin::{Desk, Room};
use crate::web::{Answer, Page};

/// Mounts the panel's rooms.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/admin", web::get().to(entrance))
        .configure(account::routes)
        .configure(outbox::routes)
        .configure(settings::routes);
}

/// Whoever comes in stands in the first room that their role may enter.
async fn entrance(desk: Desk, page: Page) -> Answer {
    let room = Room::ALL.iter().find(|room| desk.may(room.as_str()));
    let room = room.map_or("account", |room| room.as_str());
    Ok(see_other(&page, &format!("/admin/{room}")))
}

/// The answer to a form that was done: the browser gets a page that it may load again.
fn see_other(page: &Page, path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, page.link(path)))
        .finish()
}
