//! `/api/v1/admin/segments`: the saved segments for programs of the site, by a token.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use serde::Serialize;

use crate::admin::Bearer;
use crate::app::App;
use crate::subscribers::segments::{self, Filter, SegmentId};
use crate::web::HandlerResult;

/// Mounts the route.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/segments", web::get().to(list));
}

#[derive(Serialize)]
struct SegmentJson {
    id: SegmentId,
    name: String,
    filter: Filter,
    /// The readers in every state; 0 for a segment that names what is gone.
    subscribers: i64,
    /// True when every condition can be asked.
    usable: bool,
}

#[derive(Serialize)]
struct SegmentList {
    items: Vec<SegmentJson>,
    /// There is one page.
    next: Option<String>,
}

/// All segments, by name.
async fn list(_bearer: Bearer, app: Data<App>) -> HandlerResult {
    let (zone, now) = (&app.config().site.time_zone, app.now());
    let mut tx = app.read().await?;
    let known = segments::known(&mut tx).await?;
    let mut items = Vec::new();
    for segment in segments::all(&mut tx).await? {
        let matcher = segments::resolve(&segment.filter, &known, zone, now).ok();
        items.push(SegmentJson {
            id: segment.id,
            subscribers: match &matcher {
                Some(matcher) => segments::count(&mut tx, matcher).await?,
                None => 0,
            },
            usable: matcher.is_some(),
            name: segment.name,
            filter: segment.filter.0,
        });
    }
    Ok(HttpResponse::Ok().json(SegmentList { items, next: None }))
}
