//! The page of the log.

use actix_web::http::StatusCode;
use actix_web::web::{self, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;
use tracing::Level;

use super::recent::{self, LogLine};
use crate::admin::AdminSession;
use crate::web::{HandlerResult, PageContext, html};

/// Mounts the page.
pub(in crate::panel) fn routes(config: &mut ServiceConfig) {
    config.route("/logs", web::get().to(logs_page));
}

/// The levels of the filter, and their words.
const LEVELS: [(&str, Level); 3] = [
    ("error", Level::ERROR),
    ("warn", Level::WARN),
    ("info", Level::INFO),
];

#[derive(Template)]
#[template(path = "pages/panel/logs.html")]
struct LogsPage {
    page: PageContext,
    session: AdminSession,
    level: &'static str,
    lines: Vec<LogLine>,
}

impl LogsPage {
    /// The word of a line's level.
    fn word(line: &LogLine) -> &'static str {
        let known = LEVELS.iter().find(|(_, level)| *level == line.level);
        known.map_or("info", |(word, _)| word)
    }

    /// The CSS class of a line's state.
    fn class(line: &LogLine) -> &'static str {
        match line.level {
            Level::ERROR => "failed",
            Level::WARN => "deferred",
            _ => "draft",
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LogsQuery {
    level: String,
}

/// GET /admin/logs
async fn logs_page(
    session: AdminSession,
    page: PageContext,
    query: Query<LogsQuery>,
) -> HandlerResult {
    let chosen = LEVELS.iter().find(|(word, _)| *word == query.level);
    let (word, level) = *chosen.unwrap_or(&LEVELS[1]);
    let template = LogsPage {
        level: word,
        lines: recent::lines(level),
        page,
        session,
    };
    html(StatusCode::OK, &template)
}
