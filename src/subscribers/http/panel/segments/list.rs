//! The list of segments, each with the number of its readers.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::SegmentsDone;
use crate::admin::AdminSession;
use crate::app::App;
use crate::subscribers::http::respond::not_stored;
use crate::subscribers::segments::{self, Estimate, Segment};
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
    /// False where numbers are judged by a sample.
    is_exact: bool,
}

impl SegmentsPage {
    fn address(&self, row: &SegmentRow) -> String {
        self.page
            .link(&format!("/admin/segments/{}", row.segment.id.0))
    }
}

/// The number in words: `1,204`, or `about 1,200`.
fn number(page: &PageContext, estimate: Estimate) -> String {
    let number = page.translator().number(estimate.readers);
    if estimate.is_exact {
        return number;
    }
    page.say("segments-about")
        .with("number", number)
        .to_string()
}

#[derive(Deserialize)]
pub(super) struct SegmentsQuery {
    done: Option<String>,
    /// `exact` counts every reader, however long that takes.
    count: Option<String>,
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
    let wants_exact = query.count.as_deref() == Some("exact");
    let (mut rows, mut is_exact) = (Vec::new(), true);
    for segment in segments::all(&mut tx).await? {
        let resolved = segments::resolve(&segment.filter, &known, zone, now);
        let (readers, fault) = match resolved {
            Ok(matcher) if wants_exact => {
                let readers = segments::count(&mut tx, &matcher).await?;
                (page.translator().number(readers), None)
            }
            Ok(matcher) => {
                let estimate = segments::estimate(&mut tx, &matcher).await?;
                is_exact &= estimate.is_exact;
                (number(&page, estimate), None)
            }
            Err(faults) => (
                page.translator().number(0),
                Some(page.say(faults.first()).to_string()),
            ),
        };
        rows.push(SegmentRow {
            segment,
            readers,
            fault,
        });
    }
    let template = SegmentsPage {
        done: query.done.as_deref().and_then(|done| done.parse().ok()),
        rows,
        is_exact,
        page,
        session,
    };
    not_stored(StatusCode::OK, &template)
}
