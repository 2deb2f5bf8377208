//! `/embed.js`, which sites paste, and the scripts that it and its pages load.

use actix_web::http::header::{CACHE_CONTROL, HeaderName, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::embed::script::{self, AUTHOR, ELEMENTS, JAVASCRIPT, LIVE, PROOF, SITE_USER};
use crate::web::assets::{IMMUTABLE, StaticBody};
use crate::web::{Effort, EncodedBody, Encoding, HandlerResult};

/// The address in a page stays the same, so a new version is there within this time.
const SHORT: &str = "public, max-age=600";

pub(super) async fn loader(app: Data<App>, request: HttpRequest) -> HandlerResult {
    let loader = script::loader(&app.config().server.base_url());
    let body = EncodedBody::new(JAVASCRIPT, loader, Encoding::of(&request), Effort::Quick);
    let mut answer = body.answer(&request);
    let short = HeaderValue::from_static(SHORT);
    answer.headers_mut().insert(CACHE_CONTROL, short);
    Ok(for_every_page(answer))
}

/// The script. Another version's hash gets it too, for a short time: an open page, a cached loader or a node that is newer
/// than this one must not be left without any.
pub(super) async fn elements(hash: Path<String>, request: HttpRequest) -> HandlerResult {
    Ok(answer(&ELEMENTS.body, *hash == ELEMENTS.hash, &request))
}

/// The script that tells of new comments, by the same rule.
pub(super) async fn live(hash: Path<String>, request: HttpRequest) -> HandlerResult {
    Ok(answer(&LIVE.body, *hash == LIVE.hash, &request))
}

/// The module for pages that a mailed link led back to. Its name has the hash of the elements.
pub(super) async fn author(hash: Path<String>, request: HttpRequest) -> HandlerResult {
    Ok(answer(&AUTHOR, *hash == ELEMENTS.hash, &request))
}

fn answer(body: &StaticBody, is_named: bool, request: &HttpRequest) -> HttpResponse {
    let cache = if is_named { IMMUTABLE } else { SHORT };
    for_every_page(body.answer(request, cache))
}

/// The script of sites that sign their users in. Its address stays the same over updates.
pub(super) async fn site_user(request: HttpRequest) -> HandlerResult {
    Ok(for_every_page(SITE_USER.answer(&request, SHORT)))
}

/// The script that does the work of a challenge. Its address stays the same, since the small script that names it has no room for more.
pub(super) async fn proof(request: HttpRequest) -> HandlerResult {
    Ok(for_every_page(PROOF.answer(&request, SHORT)))
}

/// Also for pages that isolate themselves (`Cross-Origin-Embedder-Policy: require-corp`).
fn for_every_page(mut answer: HttpResponse) -> HttpResponse {
    answer.headers_mut().insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    answer
}
