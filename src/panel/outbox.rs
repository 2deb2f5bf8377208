//! The page of the outbox: where every mail stands, and the owner's word on those that are stuck.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::done::{Done, DoneQuery};
use crate::admin::{AdminForm, AdminSession, audit};
use crate::app::App;
use crate::clock::Timestamp;
use crate::ids::MailId;
use crate::outbox::{self, MailState, OutboxRow, StateCount, suppression};
use crate::store;
use crate::subscribers::pause;
use crate::web::see_other;
use crate::web::{HandlerResult, PageContext, html};

/// Mails on a page.
const PAGE: usize = 50;
/// Why a mail was dropped, when it was somebody's word here; the audit log has whose.
const LEFT: &str = "left";
/// Reasons of our own with their phrases; any other is a relay's, and is shown as it came.
const REASONS: &[(&str, &str)] = &[
    (LEFT, "panel-why-left"),
    ("unsubscribed", "panel-why-unsubscribed"),
    (pause::PAUSED, "panel-why-paused"),
    (suppression::DROPPED, "panel-why-suppressed"),
    ("cancelled", "panel-why-cancelled"),
    (outbox::ERASED, "panel-why-erased"),
];

/// Mounts the page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/outbox", web::get().to(list))
        .route("/outbox/{id}/attempt", web::post().to(send_again))
        .route("/outbox/{id}/cancellation", web::post().to(cancel));
}

#[derive(Template)]
#[template(path = "pages/panel/outbox.html")]
struct OutboxPage {
    page: PageContext,
    session: AdminSession,
    filters: Vec<StateFilter>,
    rows: Vec<MailRow>,
    /// The state shown, as its word; empty for all.
    state: &'static str,
    /// The mail before which this page begins.
    before: String,
    /// How many mails have no known result.
    unknown: i64,
    done: Option<Done>,
    previous: Option<String>,
    next: Option<String>,
}

/// A state with the number of its mails.
struct StateFilter {
    key: String,
    url: String,
    count: i64,
    is_current: bool,
}

/// A mail of the list.
struct MailRow {
    id: i64,
    recipient: String,
    kind: String,
    state: MailState,
    attempts: i64,
    /// What the time is: of the result, or of the next attempt.
    at: Timestamp,
    is_future: bool,
    /// Why it was not sent.
    why: Option<String>,
}

impl MailRow {
    fn new(page: &PageContext, row: OutboxRow) -> Self {
        let is_future = row.state == MailState::Deferred;
        Self {
            id: row.id.0,
            recipient: row.recipient.to_string(),
            kind: row.kind,
            state: row.state,
            attempts: row.attempts,
            at: match row.finished_at {
                Some(finished) => finished,
                None if is_future => row.due_at,
                None => row.created_at,
            },
            is_future,
            why: row
                .result
                .filter(|_| row.state != MailState::Sent)
                .map(|reason| in_words(page, reason)),
        }
    }

    fn state_key(&self) -> String {
        format!("panel-state-{}", self.state)
    }

    fn kind_key(&self) -> String {
        format!("panel-mail-{}", self.kind)
    }

    fn may_be_retried(&self) -> bool {
        matches!(
            self.state,
            MailState::Failed | MailState::Unknown | MailState::Deferred
        )
    }

    fn may_be_cancelled(&self) -> bool {
        matches!(
            self.state,
            MailState::Queued | MailState::Deferred | MailState::Unknown
        )
    }
}

fn in_words(page: &PageContext, reason: String) -> String {
    let known = REASONS.iter().find(|(word, _)| *word == reason);
    known.map_or(reason, |(_, key)| page.say(key).to_string())
}

#[derive(Deserialize)]
struct OutboxQuery {
    #[serde(default)]
    state: String,
    before: Option<i64>,
}

async fn list(
    session: AdminSession,
    page: PageContext,
    app: Data<App>,
    query: Query<OutboxQuery>,
    done: Query<DoneQuery>,
) -> HandlerResult {
    let state: Option<MailState> = query.state.parse().ok();
    let (counts, rows, next) = read(&app, state, query.before.map(MailId)).await?;
    let template = OutboxPage {
        filters: filters(&page, &counts, state),
        rows: rows
            .into_iter()
            .map(|row| MailRow::new(&page, row))
            .collect(),
        state: state.map_or("", MailState::as_str),
        before: query.before.map_or_else(String::new, |id| id.to_string()),
        unknown: count_of(&counts, MailState::Unknown),
        done: done.done(),
        previous: None,
        next: next.map(|last| page.link(&address(&query.state, &last.0.to_string()))),
        page,
        session,
    };
    html(StatusCode::OK, &template)
}

/// The counts, the mails of one page, and its last mail when there are more behind it.
async fn read(
    app: &App,
    state: Option<MailState>,
    before: Option<MailId>,
) -> store::Result<(Vec<StateCount>, Vec<OutboxRow>, Option<MailId>)> {
    let mut tx = app.read().await?;
    let counts = outbox::count_by_state(&mut tx).await?;
    let one_more = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = outbox::list(&mut tx, state, before, one_more).await?;
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let last = rows.last().map(|row| row.id).filter(|_| is_more);
    Ok((counts, rows, last))
}

fn filters(
    page: &PageContext,
    counts: &[StateCount],
    current: Option<MailState>,
) -> Vec<StateFilter> {
    let all = StateFilter {
        key: "panel-state-all".into(),
        url: page.link("/admin/outbox"),
        count: counts.iter().map(|each| each.count).sum(),
        is_current: current.is_none(),
    };
    let states = MailState::ALL.iter().map(|state| StateFilter {
        key: format!("panel-state-{state}"),
        url: page.link(&address(state.as_str(), "")),
        count: count_of(counts, *state),
        is_current: current == Some(*state),
    });
    // A state that no mail is in needs no place, but for those that people look for.
    let shown = states.filter(|filter| filter.count > 0 || filter.is_current);
    std::iter::once(all).chain(shown).collect()
}

fn count_of(counts: &[StateCount], state: MailState) -> i64 {
    let count = counts.iter().find(|each| each.state == state);
    count.map_or(0, |each| each.count)
}

/// The list in this state, from before this mail on.
fn address(state: &str, before: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("state", state), ("before", before)] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    match query.finish() {
        query if query.is_empty() => "/admin/outbox".into(),
        query => format!("/admin/outbox?{query}"),
    }
}

#[derive(Deserialize)]
struct MailForm {
    /// Where the list stood.
    #[serde(default)]
    state: String,
    #[serde(default)]
    before: String,
}

impl MailForm {
    fn back(&self, page: &PageContext, done: Done) -> HttpResponse {
        let list = address(&self.state, &self.before);
        let separator = if list.contains('?') { '&' } else { '?' };
        see_other(&page.link(&format!("{list}{separator}done={done}")))
    }
}

async fn send_again(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<MailForm>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !outbox::send_again(&mut tx, app.signer(), MailId(*id), app.now()).await? {
        return Ok(form.back(&page, Done::Stale));
    }
    audit::record(&mut tx, &session, "mail-again", &id.to_string(), app.now()).await?;
    tx.commit().await?;
    Ok(form.back(&page, Done::Again))
}

async fn cancel(
    page: PageContext,
    app: Data<App>,
    id: Path<i64>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<MailForm>,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !outbox::cancel(&mut tx, MailId(*id), LEFT, app.now()).await? {
        return Ok(form.back(&page, Done::Stale));
    }
    audit::record(&mut tx, &session, "mail-leave", &id.to_string(), app.now()).await?;
    tx.commit().await?;
    Ok(form.back(&page, Done::Left))
}
