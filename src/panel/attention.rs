//! The panel's entrance: what fails by itself and waits for somebody to see it; where nothing does, the first page.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use super::options;
use crate::admin::{AdminSession, Permission};
use crate::app::App;
use crate::posts::feeds;
use crate::web::request_limiter::RequestLimiter;
use crate::web::see_other;
use crate::web::{HandlerResult, PageContext, html};

#[derive(Template)]
#[template(path = "pages/panel/attention.html")]
struct AttentionPage {
    page: PageContext,
    session: AdminSession,
    faults: Vec<Fault>,
    /// Where the work goes on.
    first_section: String,
}

/// Something that fails.
struct Fault {
    what: String,
    why: String,
    /// The page where more of it stands.
    section: &'static str,
}

/// GET /admin
pub(super) async fn entrance(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    limiter: Data<RequestLimiter>,
) -> HandlerResult {
    let first = Permission::ALL.iter().find(|it| session.may(it.as_str()));
    let first = format!("/admin/{}", first.map_or("account", |it| it.as_str()));
    let mut faults = Vec::new();
    if session.may(Permission::Outbox.as_str()) {
        faults.extend(app.sender().relays_down().into_iter().map(|name| {
            Fault {
                what: page
                    .say("panel-attention-relay")
                    .with("name", name)
                    .to_string(),
                why: page.say("panel-attention-relay-way").to_string(),
                section: "/admin/outbox",
            }
        }));
    }
    if session.may(Permission::Posts.as_str()) {
        let feeds = feeds::all(&mut app.read().await?).await?;
        faults.extend(feeds.into_iter().filter_map(|feed| {
            Some(Fault {
                why: feed.problem(page.translator())?,
                what: page
                    .say("panel-attention-feed")
                    .with("title", feed.title.as_str())
                    .to_string(),
                section: "/admin/posts",
            })
        }));
    }
    if session.may(Permission::Settings.as_str()) {
        let left_out = options::left_out(&mut app.read().await?, &app, &page).await?;
        faults.extend(left_out.into_iter().map(|setting| {
            Fault {
                what: page
                    .say("panel-attention-setting")
                    .with("setting", setting.label)
                    .to_string(),
                why: setting.way,
                section: "/admin/settings",
            }
        }));
        faults.extend(limiter.unnamed_proxy().map(|proxy| {
            Fault {
                what: page
                    .say("panel-attention-proxy")
                    .with("address", proxy.to_string())
                    .to_string(),
                why: page
                    .say("panel-attention-proxy-way")
                    .with("address", proxy.to_string())
                    .to_string(),
                section: "/admin/settings",
            }
        }));
    }
    if faults.is_empty() {
        return Ok(see_other(&page.link(&first)));
    }
    let first_section = page.link(&first);
    let template = AttentionPage {
        page,
        session,
        faults,
        first_section,
    };
    html(StatusCode::OK, &template)
}
