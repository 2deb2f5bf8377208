//! `/avatars/{colour}.svg?letter=…`: an avatar as a picture, for programs. The address holds all that it shows, so it is kept for ever.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use askama::Template;
use serde::Deserialize;

use crate::app::App;
use crate::comments::avatar::Avatar;
use crate::web::assets::IMMUTABLE;
use crate::web::{HandlerResult, WebError, render};

/// Mounts the pictures.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/avatars/{colour:[0-9]}.svg", web::get().to(picture));
}

#[derive(Debug, Deserialize)]
struct AvatarQuery {
    letter: String,
}

#[derive(Template)]
#[template(path = "pages/comments/avatar.svg")]
struct AvatarPicture {
    letter: String,
    hue: u16,
}

async fn picture(app: Data<App>, colour: Path<u32>, query: Query<AvatarQuery>) -> HandlerResult {
    let avatar = Avatar::read(&query.letter, *colour);
    let avatar = avatar.filter(|_| app.config().comments.avatars);
    let avatar = avatar.ok_or(WebError::NotFound)?;
    let picture = AvatarPicture {
        hue: avatar.hue(),
        letter: avatar.letter,
    };
    // A page that isolates itself may show it, too.
    let for_every_page = HeaderName::from_static("cross-origin-resource-policy");
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((CACHE_CONTROL, HeaderValue::from_static(IMMUTABLE)))
        .insert_header((for_every_page, HeaderValue::from_static("cross-origin")))
        .body(render(&picture)?))
}
