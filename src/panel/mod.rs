//! The rooms of the panel that belong to no one capability; everything a page here changes, a verb of another folder does.

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, ServiceConfig};

use crate::admin::{Desk, Room};
use crate::web::{Answer, Page};

/// Mounts the panel's rooms.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/admin", web::get().to(entrance));
}

/// Whoever comes in stands in the first room that their role may enter.
async fn entrance(desk: Desk, page: Page) -> Answer {
    let room = Room::ALL.iter().find(|room| desk.may(room.as_str()));
    let room = room.map_or("account", |room| room.as_str());
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, page.link(&format!("/admin/{room}"))))
        .finish())
}
