//! The page of the moderation queue.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;

use super::buttons::{BUTTONS, DecisionButton};
use super::queue_query::QueueQuery;
use crate::admin::AdminSession;
use crate::app::App;
use crate::comments::display::{avatar, thread_name};
use crate::comments::model::{CommentId, CommentStatus};
use crate::comments::moderation::{self, ModerationQueue, QueuedComment};
use crate::comments::paths::{permalink, thread_path};
use crate::web::{HandlerResult, PageContext, html};

#[derive(Template)]
#[template(path = "pages/comments/queue.html")]
struct QueuePage {
    page: PageContext,
    session: AdminSession,
    filters: Vec<FilterLink>,
    state: &'static str,
    search: String,
    is_mixed: bool,
    comments: Vec<CommentCard>,
    newer: Option<String>,
    older: Option<String>,
    done: Option<&'static str>,
}

struct FilterLink {
    key: &'static str,
    url: String,
    count: i64,
    is_current: bool,
}

struct CommentCard {
    comment: QueuedComment,
    reasons: Vec<String>,
    letter: String,
    colour: u32,
    title: String,
    thread: String,
    permalink: Option<String>,
    /// For owners: the page that erases the author.
    erasure: Option<String>,
    state_key: &'static str,
    buttons: Vec<CardButton>,
}

struct CardButton {
    key: &'static str,
    class: &'static str,
    action: String,
}

pub(super) async fn queue(
    app: Data<App>,
    page: PageContext,
    session: AdminSession,
    query: Query<QueueQuery>,
) -> HandlerResult {
    let filter = query.filter();
    let mut tx = app.read().await?;
    let queue = moderation::queue(&mut tx, &filter, query.start()).await?;
    let counts = moderation::count_by_status(&mut tx).await?;
    drop(tx);
    let state = filter.status.map_or("all", CommentStatus::as_str);
    let cursor = |name, id: Option<CommentId>| {
        id.map(|id: CommentId| query.with(state, &[(name, id.to_string())]))
    };
    let template = QueuePage {
        filters: filters(&query, &counts, filter.status),
        newer: cursor("above", queue.newer),
        older: cursor("below", queue.older),
        comments: cards(queue, &page, session.may("erasure")),
        is_mixed: filter.status.is_none(),
        done: BUTTONS
            .iter()
            .find(|button| button.noun == query.done)
            .map(|button| button.done),
        search: query.q.clone(),
        state,
        session,
        page,
    };
    html(StatusCode::OK, &template)
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

fn cards(queue: ModerationQueue, page: &PageContext, may_erase: bool) -> Vec<CommentCard> {
    let card = |comment: QueuedComment| {
        let (letter, colour) = avatar(comment.name.as_str());
        let is_public = comment.status == CommentStatus::Approved;
        // The reasons of an approved comment no longer matter.
        let is_in_doubt = matches!(comment.status, CommentStatus::Pending | CommentStatus::Spam);
        CommentCard {
            reasons: comment
                .reasons
                .iter()
                .filter(|_| is_in_doubt)
                .map(|reason| reason.text(page.translator()))
                .collect(),
            letter,
            colour,
            title: thread_name(
                Some(comment.thread_title.clone()),
                page.translator(),
                page.site_name(),
            ),
            thread: thread_path(&comment.thread_key),
            erasure: (may_erase && !comment.email.as_str().is_empty())
                .then(|| format!("/admin/comments/{}/erasure", comment.id)),
            permalink: is_public.then(|| permalink(&comment.thread_key, comment.id)),
            state_key: state_key(comment.status),
            buttons: buttons(&comment),
            comment,
        }
    };
    queue.comments.into_iter().map(card).collect()
}

fn buttons(comment: &QueuedComment) -> Vec<CardButton> {
    let others = BUTTONS
        .iter()
        .filter(|button| button.status != comment.status);
    let of_case = |button: &DecisionButton| CardButton {
        key: button.key,
        class: button.class,
        action: format!("/admin/comments/{}/{}", comment.id, button.noun),
    };
    others.map(of_case).collect()
}

fn state_key(status: CommentStatus) -> &'static str {
    match status {
        CommentStatus::Pending => "comments-state-pending",
        CommentStatus::Approved => "comments-state-approved",
        CommentStatus::Spam => "comments-state-spam",
        CommentStatus::Trashed => "comments-state-trashed",
    }
}
