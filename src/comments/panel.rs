//! `/admin/comments`: the moderation queue and its buttons.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::moderation::{self, Case, Filter, Queue, Start};
use super::{CommentId, Status, avatar, permalink, thread_name, thread_path};
use crate::admin::{AdminForm, AdminSession};
use crate::app::App;
use crate::web::{HandlerResult, PageContext, WebError, html};

/// Mounts the room.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/comments", web::get().to(queue));
    for button in BUTTONS {
        let status = button.status;
        let path = format!("/comments/{{id}}/{}", button.noun);
        let decided = move |app: Data<App>, id: Path<CommentId>, form: AdminForm<Decision>| {
            decide(app, id, form, status)
        };
        config.route(&path, web::post().to(decided));
    }
}

/// A decision, as a noun in an address and as a button.
struct Button {
    status: Status,
    noun: &'static str,
    key: &'static str,
    done: &'static str,
    class: &'static str,
}

/// In the order in which they stand; a comment has no button for the state that it is in.
const BUTTONS: [Button; 4] = [
    Button {
        status: Status::Approved,
        noun: "approval",
        key: "comments-approve",
        done: "comments-approved-done",
        class: "small",
    },
    Button {
        status: Status::Pending,
        noun: "review",
        key: "comments-review",
        done: "comments-review-done",
        class: "quiet small",
    },
    Button {
        status: Status::Spam,
        noun: "spam",
        key: "comments-spam",
        done: "comments-spam-done",
        class: "quiet small",
    },
    Button {
        status: Status::Trashed,
        noun: "trash",
        key: "comments-trash",
        done: "comments-trash-done",
        class: "danger small",
    },
];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct QueueQuery {
    state: String,
    q: String,
    below: String,
    above: String,
    comment: String,
    done: String,
}

impl QueueQuery {
    fn filter(&self) -> Filter {
        let only = self.comment.parse().ok();
        Filter {
            // A link to one comment finds it whatever became of it; a search looks through all unless told otherwise.
            status: match self.state.parse() {
                Ok(status) => Some(status),
                Err(_) if only.is_some() || self.state == "all" => None,
                Err(_) => Some(Status::Pending),
            },
            search: self.q.clone(),
            only,
        }
    }

    fn start(&self) -> Start {
        match (self.below.parse(), self.above.parse()) {
            (Ok(id), _) => Start::Below(id),
            (_, Ok(id)) => Start::Above(id),
            _ => Start::Newest,
        }
    }

    /// The queue under the same filter, in another state or elsewhere in it.
    fn with(&self, state: &str, more: &[(&str, String)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("state", state);
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        for (name, value) in more {
            query.append_pair(name, value);
        }
        format!("/admin/comments?{}", query.finish())
    }
}

#[derive(Template)]
#[template(path = "pages/comments/queue.html")]
struct QueuePage {
    page: PageContext,
    session: AdminSession,
    filters: Vec<FilterLink>,
    state: &'static str,
    search: String,
    is_mixed: bool,
    cases: Vec<CaseCard>,
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

struct CaseCard {
    case: Case,
    reasons: Vec<String>,
    letter: String,
    colour: u32,
    title: String,
    thread: String,
    permalink: Option<String>,
    /// For owners: the page that erases the author.
    erasure: Option<String>,
    state_key: &'static str,
    buttons: Vec<CaseButton>,
}

struct CaseButton {
    key: &'static str,
    class: &'static str,
    action: String,
}

async fn queue(
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
    let state = filter.status.map_or("all", Status::as_str);
    let cursor = |name, id: Option<CommentId>| {
        id.map(|id: CommentId| query.with(state, &[(name, id.to_string())]))
    };
    let template = QueuePage {
        filters: filters(&query, &counts, filter.status),
        newer: cursor("above", queue.newer),
        older: cursor("below", queue.older),
        cases: cards(queue, &page, session.may("erasure")),
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

fn filters(query: &QueueQuery, counts: &[(Status, i64)], now: Option<Status>) -> Vec<FilterLink> {
    let count = |status| {
        let found = counts.iter().find(|(other, _)| *other == status);
        found.map_or(0, |(_, count)| *count)
    };
    let link = |status: &Status| FilterLink {
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
    Status::ALL.iter().map(link).chain([all]).collect()
}

fn cards(queue: Queue, page: &PageContext, may_erase: bool) -> Vec<CaseCard> {
    let card = |case: Case| {
        let (letter, colour) = avatar(case.name.as_str());
        let is_public = case.status == Status::Approved;
        // Why an approved comment was once held is no question any more.
        let is_in_doubt = matches!(case.status, Status::Pending | Status::Spam);
        CaseCard {
            reasons: case
                .reasons
                .iter()
                .filter(|_| is_in_doubt)
                .map(|reason| reason.text(page.translator()))
                .collect(),
            letter,
            colour,
            title: thread_name(
                Some(case.thread_title.clone()),
                page.translator(),
                page.site_name(),
            ),
            thread: thread_path(&case.thread_key),
            erasure: (may_erase && !case.email.as_str().is_empty())
                .then(|| format!("/admin/comments/{}/erasure", case.id)),
            permalink: is_public.then(|| permalink(&case.thread_key, case.id)),
            state_key: state_key(case.status),
            buttons: buttons(&case),
            case,
        }
    };
    queue.cases.into_iter().map(card).collect()
}

fn buttons(case: &Case) -> Vec<CaseButton> {
    let others = BUTTONS.iter().filter(|button| button.status != case.status);
    let of_case = |button: &Button| CaseButton {
        key: button.key,
        class: button.class,
        action: format!("/admin/comments/{}/{}", case.id, button.noun),
    };
    others.map(of_case).collect()
}

fn state_key(status: Status) -> &'static str {
    match status {
        Status::Pending => "comments-state-pending",
        Status::Approved => "comments-state-approved",
        Status::Spam => "comments-state-spam",
        Status::Trashed => "comments-state-trashed",
    }
}

#[derive(Debug, Deserialize)]
struct Decision {
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
}

async fn decide(
    app: Data<App>,
    id: Path<CommentId>,
    AdminForm {
        session,
        fields: form,
    }: AdminForm<Decision>,
    status: Status,
) -> HandlerResult {
    let mut tx = app.write().await?;
    if !moderation::decide(&mut tx, &app, &session, *id, status).await? {
        return Err(WebError::NotFound);
    }
    tx.commit().await?;
    let back = QueueQuery {
        q: form.q.clone(),
        ..QueueQuery::default()
    };
    let state = if form.state.is_empty() {
        Status::Pending.as_str()
    } else {
        &form.state
    };
    let noun = BUTTONS
        .iter()
        .find(|button| button.status == status)
        .map_or("", |button| button.noun);
    let location = back.with(state, &[("done", noun.to_owned())]);
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .finish())
}
