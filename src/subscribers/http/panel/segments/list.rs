//! The list of segments, each with the number of its readers.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::SegmentsDone;
use crate::admin::AdminSession;
use crate::app::App;
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::segments::{self, Segment};
use crate::web::{HandlerResult, PageContext};

/// A segment with its readers, or why it has none.
struct SegmentRow {
    segment: Segment,
    readers: String,
    fault: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/segments/list.html")]
struct SegmentsPage {
    page: PageContext,
    session: AdminSession,
    rows: Vec<SegmentRow>,
    done: Option<SegmentsDone>,
}

impl SegmentsPage {
    fn address(&self, row: &SegmentRow) -> String {
        self.page
            .link(&format!("/admin/segments/{}", row.segment.id.0))
    }
}

#[derive(Deserialize)]
pub(super) struct SegmentsQuery {
    done: Option<String>,
}

/// GET /admin/segments
pub(super) async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<SegmentsQuery>,
) -> HandlerResult {
    let (zone, now) = (&app.config().site.time_zone, app.now());
    let mut tx = app.read().await?;
    let known = segments::known(&mut tx).await?;
    let mut rows = Vec::new();
    for segment in segments::all(&mut tx).await? {
        let resolved = segments::resolve(&segment.filter, &known, zone, now);
        let (readers, fault) = match resolved {
            Ok(matcher) => (segments::count(&mut tx, &matcher).await?, None),
            Err(faults) => (0, Some(page.say(faults.first()).to_string())),
        };
        rows.push(SegmentRow {
            segment,
            readers: page.translator().number(readers),
            fault,
        });
    }
    let template = SegmentsPage {
        done: query.done.as_deref().and_then(|done| done.parse().ok()),
        rows,
        page,
        session,
    };
    not_stored(StatusCode::OK, &template)
}
