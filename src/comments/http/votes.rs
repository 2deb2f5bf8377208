//! `POST /comments/votes` and `POST /api/v1/comments/{id}/vote`: a reader votes on a comment.

use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data, Form, Json, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::thread_query::ThreadQuery;
use super::{author_cookie, author_token};
use crate::app::App;
use crate::comments::model::CommentId;
use crate::comments::votes::{self, Vote, VoteError, Votes};
use crate::token::TokenHash;
use crate::web::{ClientIp, HandlerResult, PageContext, WebError, is_from_us};

/// Mounts the form's route.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/comments/votes", web::post().to(post));
}

/// Mounts the JSON route.
pub(super) fn api_routes(config: &mut ServiceConfig) {
    config.route("/comments/{id:[0-9]+}/vote", web::post().to(post_json));
}

/// The button that was pressed: its name is the vote, and its value the comment.
#[derive(Debug, Deserialize)]
struct VoteFields {
    up: Option<CommentId>,
    down: Option<CommentId>,
    none: Option<CommentId>,
}

impl VoteFields {
    fn read(&self) -> Result<(CommentId, Option<Vote>), WebError> {
        let pressed = [
            (self.up, Some(Vote::Up)),
            (self.down, Some(Vote::Down)),
            (self.none, None),
        ];
        let mut pressed = pressed.into_iter();
        pressed
            .find_map(|(id, vote)| Some((id?, vote)))
            .ok_or_else(|| WebError::Malformed("no comment is voted on".into()))
    }
}

async fn post(
    app: Data<App>,
    page: PageContext,
    ip: ClientIp,
    request: HttpRequest,
    query: Query<ThreadQuery>,
    fields: Form<VoteFields>,
) -> HandlerResult {
    // The form is on everybody's page, so it has no token: the browser says whose page it is.
    if !is_from_us(&request, &app.config()) {
        return Err(WebError::StaleForm);
    }
    let (id, vote) = fields.read()?;
    let query = query.into_inner().settled();
    let (browser, cookie) = author_cookie::keep(&app, &request);
    let refused = |word: &str| {
        let path = query.with(&[("done", word.to_owned())]);
        format!("{}#reply", page.link(&path))
    };
    let location = match voted(&app, id, &browser, vote, ip).await {
        Ok(_) => {
            let path = query.with(&[("comment", id.to_string())]);
            format!("{}#comment-{id}", page.link(&path))
        }
        Err(VoteError::Own) => refused("own-vote"),
        Err(VoteError::Network) => refused("network-vote"),
        Err(error) => return Err(error.into()),
    };
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, location))
        .cookie(cookie)
        .finish())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VoteJson {
    vote: Option<Vote>,
}

#[derive(Serialize)]
struct VotesJson {
    #[serde(flatten)]
    votes: Votes,
    /// What knows the voter again, as the header `Gudok-Author`.
    author_token: String,
}

async fn post_json(
    app: Data<App>,
    ip: ClientIp,
    request: HttpRequest,
    id: Path<CommentId>,
    json: Json<VoteJson>,
) -> HandlerResult {
    let (browser, author_token) = author_token::keep(&app, &request);
    let votes = voted(&app, *id, &browser, json.vote, ip).await?;
    Ok(HttpResponse::Ok().json(VotesJson {
        votes,
        author_token,
    }))
}

async fn voted(
    app: &App,
    id: CommentId,
    browser: &TokenHash,
    vote: Option<Vote>,
    ip: ClientIp,
) -> Result<Votes, VoteError> {
    if !app.config().comments.votes {
        return Err(VoteError::NoComment);
    }
    let mut tx = app.write().await?;
    let votes = votes::vote(&mut tx, app, id, browser, vote, ip.0).await?;
    tx.commit().await?;
    Ok(votes)
}
