//! The page of the log with its filters.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;

use super::query::{AuditQuery, COMMAND_LINE};
use super::words;
use crate::admin::{AdminSession, AuditEntry, audit};
use crate::app::App;
use crate::web::{HandlerResult, PageContext, html};

/// Entries on a page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "pages/panel/audit.html")]
struct AuditPage {
    page: PageContext,
    session: AdminSession,
    query: AuditQuery,
    actors: Vec<FilterOption>,
    acts: Vec<FilterOption>,
    entries: Vec<AuditEntry>,
    /// Days for which entries are kept; 0 is without end.
    days: i64,
    previous: Option<String>,
    next: Option<String>,
}

/// A value of a filter.
struct FilterOption {
    value: String,
    label: String,
    is_wanted: bool,
}

impl AuditPage {
    fn act(&self, entry: &AuditEntry) -> String {
        words::act(&self.page, &entry.action)
    }

    fn value(&self, entry: &AuditEntry, stored: &str) -> String {
        words::value(&self.page, entry, stored)
    }

    fn has_change(entry: &AuditEntry) -> bool {
        entry.value_before.is_some() || entry.value_after.is_some()
    }

    fn is_filtered(&self) -> bool {
        !self.query.fields().is_empty()
    }
}

/// GET /admin/audit
pub(super) async fn audit_page(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<AuditQuery>,
) -> HandlerResult {
    let (query, config) = (query.into_inner(), app.config());
    let mut tx = app.read().await?;
    let one_more = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let filter = query.filter(&config.site.time_zone);
    let mut entries = audit::list(&mut tx, &filter, one_more).await?;
    let actors = audit::actors(&mut tx).await?;
    let acts = audit::actions(&mut tx).await?;
    drop(tx);
    let is_more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let last = entries.last().filter(|_| is_more);
    let template = AuditPage {
        actors: actor_options(&page, actors, &query.who),
        acts: act_options(&page, acts, &query.act),
        days: config.retention.audit.into(),
        previous: None,
        next: last.map(|last| page.link(&query.url_before(last.id))),
        entries,
        query,
        page,
        session,
    };
    html(StatusCode::OK, &template)
}

fn actor_options(page: &PageContext, actors: Vec<String>, wanted: &str) -> Vec<FilterOption> {
    let command_line = (
        COMMAND_LINE.to_owned(),
        page.say("panel-audit-command-line").to_string(),
    );
    let known = actors.into_iter().map(|who| (who.clone(), who));
    let all = std::iter::once(command_line).chain(known);
    all.map(|(value, label)| FilterOption {
        is_wanted: value == wanted,
        value,
        label,
    })
    .collect()
}

fn act_options(page: &PageContext, acts: Vec<String>, wanted: &str) -> Vec<FilterOption> {
    let option = |value: String| FilterOption {
        label: words::act(page, &value),
        is_wanted: value == wanted,
        value,
    };
    let mut options: Vec<FilterOption> = acts.into_iter().map(option).collect();
    options.sort_by(|a, b| a.label.cmp(&b.label));
    options
}
