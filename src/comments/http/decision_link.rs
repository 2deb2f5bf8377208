//! `/moderation/{token}`: the page behind a link in a mail to a moderator. It shows the comment, and only its buttons decide.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{self, Data, Form, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use super::panel::{BUTTONS, DecisionButton, state_key};
use crate::admin::audit::Actor;
use crate::app::App;
use crate::comments::display::thread_name;
use crate::comments::moderation::{self, QueueFilter, QueueStart, QueuedComment};
use crate::web::{ClientIp, HandlerResult, PageContext, WebError, html};

/// Mounts the page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(
        web::resource("/moderation/{token}")
            .route(web::get().to(question))
            .route(web::post().to(decide)),
    );
}

#[derive(Template)]
#[template(path = "pages/comments/decision.html")]
struct DecisionPage {
    page: PageContext,
    path: String,
    comment: QueuedComment,
    reasons: Vec<String>,
    title: String,
    state_key: &'static str,
    buttons: Vec<&'static DecisionButton>,
    /// What the button did.
    done: Option<String>,
    /// The author changed the comment while the page was open, so the button did nothing.
    is_changed: bool,
}

/// What was pressed on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pressed {
    /// Nothing yet.
    Nothing,
    /// A button, which did what this phrase says.
    Done(&'static str),
    /// A button below another text.
    Outdated,
}

/// The act that a link of the mail names: its button comes first.
#[derive(Debug, Deserialize)]
struct ActQuery {
    #[serde(default)]
    act: String,
}

async fn question(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    query: Query<ActQuery>,
) -> HandlerResult {
    decision_page(&app, page, &token, &query.act, Pressed::Nothing).await
}

async fn decision_page(
    app: &App,
    page: PageContext,
    token: &str,
    act: &str,
    pressed: Pressed,
) -> HandlerResult {
    let mut tx = app.read().await?;
    let (id, account) = moderation::read_link(&mut tx, app, token).await?;
    let filter = QueueFilter {
        only: Some(id),
        ..QueueFilter::default()
    };
    let queue = moderation::queue(&mut tx, &filter, QueueStart::Newest).await?;
    drop(tx);
    let comment = queue.comments.into_iter().next();
    let comment = comment.ok_or(WebError::NotFound)?;
    let page = page.in_locale(account.locale);
    let t = page.translator();
    let reasons = comment.reasons.iter();
    let others = |button: &&DecisionButton| button.status != comment.status;
    let mut buttons: Vec<&DecisionButton> = BUTTONS.iter().filter(others).collect();
    buttons.sort_by_key(|button| button.noun != act);
    let template = DecisionPage {
        path: format!("/moderation/{token}"),
        reasons: reasons.map(|reason| reason.text(t)).collect(),
        title: thread_name(Some(comment.thread_title.clone()), t, page.site_name()),
        state_key: state_key(comment.status),
        buttons,
        done: match pressed {
            Pressed::Done(key) => Some(page.say(key).with("count", 1_usize).to_string()),
            Pressed::Nothing | Pressed::Outdated => None,
        },
        is_changed: pressed == Pressed::Outdated,
        comment,
        page,
    };
    let status = match pressed {
        Pressed::Outdated => StatusCode::CONFLICT,
        Pressed::Nothing | Pressed::Done(_) => StatusCode::OK,
    };
    let mut answer = html(status, &template)?;
    let private = HeaderValue::from_static("private, no-store");
    answer.headers_mut().insert(CACHE_CONTROL, private);
    Ok(answer)
}

#[derive(Debug, Deserialize)]
struct DecisionForm {
    #[serde(default)]
    act: String,
    /// The mark of the text above the button.
    #[serde(default)]
    seen: String,
}

async fn decide(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    token: Path<String>,
    form: Form<DecisionForm>,
) -> HandlerResult {
    let button = BUTTONS.iter().find(|button| button.noun == form.act);
    let button = button.ok_or_else(|| WebError::Malformed("the form has no act".into()))?;
    let mut tx = app.write().await?;
    let (id, account) = moderation::read_link(&mut tx, &app, &token).await?;
    if !moderation::is_as_seen(&mut tx, id, &form.seen).await? {
        drop(tx);
        return decision_page(&app, page, &token, &form.act, Pressed::Outdated).await;
    }
    let by = Actor::Link(&account, ip.0);
    let moved = moderation::decide(&mut tx, &app, by, id, button.status).await?;
    let done = if moved.ok_or(WebError::NotFound)? {
        button.done
    } else {
        "comments-unmoved-done"
    };
    tx.commit().await?;
    decision_page(&app, page, &token, "", Pressed::Done(done)).await
}
