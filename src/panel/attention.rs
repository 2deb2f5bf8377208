//! The panel's entrance: what fails by itself and waits for somebody to see it; where nothing does, the first room.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::see_other;
use crate::admin::{Desk, Room};
use crate::app::App;
use crate::posts::feeds;
use crate::web::traffic::Traffic;
use crate::web::{Answer, Page, html};

#[derive(Template)]
#[template(path = "pages/panel/attention.html")]
struct AttentionPage {
    page: Page,
    desk: Desk,
    faults: Vec<Fault>,
    /// Where the work goes on.
    first_room: String,
}

/// Something that fails.
struct Fault {
    what: String,
    why: String,
    /// The room where more of it stands.
    room: &'static str,
}

/// GET /admin
pub(super) async fn entrance(
    desk: Desk,
    page: Page,
    app: Data<App>,
    traffic: Data<Traffic>,
) -> Answer {
    let room = Room::ALL.iter().find(|room| desk.may(room.as_str()));
    let room = room.map_or("account", |room| room.as_str());
    let first_room = page.link(&format!("/admin/{room}"));
    let mut faults = Vec::new();
    if desk.may(Room::Outbox.as_str()) {
        faults.extend(app.sender().relays_down().into_iter().map(|name| {
            Fault {
                what: page
                    .say("panel-attention-relay")
                    .with("name", name)
                    .to_string(),
                why: page.say("panel-attention-relay-way").to_string(),
                room: "/admin/outbox",
            }
        }));
    }
    if desk.may(Room::Posts.as_str()) {
        let feeds = feeds::all(&mut app.read().await?).await?;
        faults.extend(feeds.into_iter().filter_map(|feed| {
            Some(Fault {
                why: feed.problem(page.translator())?,
                what: page
                    .say("panel-attention-feed")
                    .with("title", feed.title.as_str())
                    .to_string(),
                room: "/admin/posts",
            })
        }));
    }
    if desk.may(Room::Settings.as_str()) {
        faults.extend(traffic.unnamed_proxy().map(|proxy| {
            Fault {
                what: page
                    .say("panel-attention-proxy")
                    .with("address", proxy.to_string())
                    .to_string(),
                why: page
                    .say("panel-attention-proxy-way")
                    .with("address", proxy.to_string())
                    .to_string(),
                room: "/admin/settings",
            }
        }));
    }
    if faults.is_empty() {
        return Ok(see_other(&page, &format!("/admin/{room}")));
    }
    let template = AttentionPage {
        page,
        desk,
        faults,
        first_room,
    };
    html(StatusCode::OK, &template)
}
