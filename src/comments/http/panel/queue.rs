//! The page of the moderation queue.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;

use super::buttons::{BUTTONS, DecisionButton};
use super::comment_card::{CommentCard, RefusedText, state_key};
use super::queue_query::{ANSWERED, EDITED, QueueQuery, REASONS, RULED, UNDONE, UNTICKED};
use crate::address::DisplayName;
use crate::admin::AdminSession;
use crate::app::App;
use crate::comments::model::{CommentId, CommentStatus, ThreadPolicy};
use crate::comments::moderation::{self, QueueFilter, QueueStart};
use crate::comments::thread::order::Cursor;
use crate::web::{HandlerResult, PageContext, csp, html};

#[derive(Template)]
#[template(path = "pages/comments/queue.html")]
struct QueuePage {
    page: PageContext,
    session: AdminSession,
    query: QueueQuery,
    filters: Vec<FilterLink>,
    /// What each form sends back, so that an act leads to the same list.
    kept: Vec<(&'static str, String)>,
    state: &'static str,
    is_mixed: bool,
    bulk: Vec<&'static DecisionButton>,
    comments: Vec<CommentCard>,
    /// Those that look like advertising, folded.
    suspects: Vec<CommentCard>,
    newer: Option<String>,
    older: Option<String>,
    done: Option<DoneMessage>,
    /// The rules to choose from, when one thread is shown.
    policies: Vec<PolicyChoice>,
    /// The name that stands under the team's replies.
    team: String,
}

/// The keys of the queue with their phrases.
const KEYS: &[(&str, &str)] = &[
    ("j k", "comments-key-step"),
    ("a", "comments-approve"),
    ("u", "comments-review"),
    ("s", "comments-spam"),
    ("d", "comments-trash"),
    ("z", "comments-undo"),
    ("r", "comments-answer"),
    ("e q", "comments-edit"),
    ("x", "comments-key-tick"),
    ("?", "comments-keys"),
];

impl QueuePage {
    fn keys() -> &'static [(&'static str, &'static str)] {
        KEYS
    }

    fn reasons() -> &'static [(&'static str, &'static str)] {
        REASONS
    }
}

/// A rule that the thread may have.
struct PolicyChoice {
    policy: ThreadPolicy,
    is_current: bool,
}

struct FilterLink {
    key: &'static str,
    url: String,
    count: i64,
    is_current: bool,
}

/// What the form before this page did.
struct DoneMessage {
    key: &'static str,
    count: usize,
    is_undoable: bool,
}

pub(super) async fn queue(
    app: Data<App>,
    page: PageContext,
    session: AdminSession,
    query: Query<QueueQuery>,
) -> HandlerResult {
    show(&app, page, session, &query, None, StatusCode::OK).await
}

/// The page; with a refused text only its comment is on it.
pub(super) async fn show(
    app: &App,
    page: PageContext,
    session: AdminSession,
    query: &QueueQuery,
    refused: Option<RefusedText>,
    status: StatusCode,
) -> HandlerResult {
    let config = app.config();
    let mut filter = query.filter(&config.site.time_zone);
    let state = filter.status.map_or("all", CommentStatus::as_str);
    if let Some(refused) = &refused {
        filter = QueueFilter {
            only: Some(refused.comment),
            ..QueueFilter::default()
        };
    }
    let mut tx = app.read().await?;
    let mut queue = moderation::queue(&mut tx, &filter, query.start()).await?;
    if queue.comments.is_empty() && query.position().next().is_some() {
        // The last comment of a later page was decided on.
        queue = moderation::queue(&mut tx, &filter, QueueStart::Newest).await?;
    }
    let counts = moderation::count_by_status(&mut tx).await?;
    let policy = match &filter.thread {
        Some(thread) => moderation::policy(&mut tx, thread).await?,
        None => None,
    };
    drop(tx);
    let cursor =
        |name, at: Option<Cursor>| at.map(|at| query.with(state, &[(name, at.to_string())]));
    let may_erase = session.may("erasure");
    let card = |comment| CommentCard::of(comment, &page, may_erase, app.now());
    let cards: Vec<CommentCard> = queue.comments.into_iter().map(card).collect();
    let (mut suspects, mut comments) = if folds_suspects(query, &filter) {
        cards.into_iter().partition(CommentCard::is_suspect)
    } else {
        (Vec::new(), cards)
    };
    link_to_next(&mut comments);
    link_to_next(&mut suspects);
    if let (Some(card), Some(refused)) = (comments.first_mut(), refused) {
        card.refused = Some(refused);
    }
    let sender = config.site.sender.name.as_ref().map(DisplayName::as_str);
    let template = QueuePage {
        filters: filters(query, &counts, filter.status),
        kept: kept(query, state),
        newer: cursor("above", queue.newer),
        older: cursor("below", queue.older),
        comments,
        suspects,
        is_mixed: filter.status.is_none(),
        bulk: BUTTONS
            .iter()
            .filter(|button| Some(button.status) != filter.status)
            .collect(),
        done: done(query),
        policies: policy.map_or_else(Vec::new, policies),
        team: sender.unwrap_or(&config.site.name).to_owned(),
        query: query.clone(),
        state,
        session,
        page,
    };
    let mut answer = html(status, &template)?;
    csp::set(&mut answer, csp::PANEL_POLICY);
    Ok(answer)
}

/// Suspects are folded in the plain list of what waits, not where somebody looks for something.
fn folds_suspects(query: &QueueQuery, filter: &QueueFilter) -> bool {
    filter.status == Some(CommentStatus::Pending)
        && filter.only.is_none()
        && query.fields().next().is_none()
}

fn link_to_next(cards: &mut [CommentCard]) {
    let ids: Vec<CommentId> = cards.iter().map(|card| card.comment.id).collect();
    for (place, card) in cards.iter_mut().enumerate() {
        let next = ids
            .get(place + 1)
            .or_else(|| ids.get(place.checked_sub(1)?));
        card.next = next.copied();
    }
}

fn policies(present: ThreadPolicy) -> Vec<PolicyChoice> {
    let choice = |policy: &ThreadPolicy| PolicyChoice {
        policy: *policy,
        is_current: *policy == present,
    };
    ThreadPolicy::ALL.iter().map(choice).collect()
}

fn kept(query: &QueueQuery, state: &'static str) -> Vec<(&'static str, String)> {
    // From the page of one comment an act leads to what waits.
    let state = if query.state.is_empty() {
        CommentStatus::Pending.as_str()
    } else {
        state
    };
    let fields = query.fields().chain(query.position());
    let fields = fields.map(|(name, value)| (name, value.to_owned()));
    std::iter::once(("state", state.to_owned()))
        .chain(fields)
        .collect()
}

fn done(query: &QueueQuery) -> Option<DoneMessage> {
    let button = BUTTONS.iter().find(|button| button.noun == query.done);
    let count = query.ids().len();
    let key = match (button, query.done.as_str()) {
        (Some(_), _) | (None, UNDONE) if count == 0 => "comments-unmoved-done",
        (Some(button), _) => button.done,
        (None, UNDONE) => "comments-undone-done",
        (None, UNTICKED) => "comments-unticked-done",
        (None, ANSWERED) => "comments-answered-done",
        (None, RULED) => "comments-policy-done",
        (None, EDITED) => "comments-edited-done",
        (None, _) => return None,
    };
    Some(DoneMessage {
        key,
        count,
        is_undoable: button.is_some() && count > 0,
    })
}

fn filters(
    query: &QueueQuery,
    counts: &[(CommentStatus, i64)],
    now: Option<CommentStatus>,
) -> Vec<FilterLink> {
    let count = |status| {
        let found = counts.iter().find(|(other, _)| *other == status);
        found.map_or(0, |(_, count)| *count)
    };
    let link = |status: &CommentStatus| FilterLink {
        key: state_key(*status),
        url: query.with(status.as_str(), &[]),
        count: count(*status),
        is_current: now == Some(*status),
    };
    let all = FilterLink {
        key: "comments-state-all",
        url: query.with("all", &[]),
        count: counts.iter().map(|(_, count)| count).sum(),
        is_current: now.is_none(),
    };
    CommentStatus::ALL.iter().map(link).chain([all]).collect()
}
