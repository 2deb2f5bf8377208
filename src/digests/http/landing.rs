//! `GET /`: the sign-up page with the newest edition beside the form.

use actix_web::HttpRequest;
use actix_web::web::{self, Data, Query, ServiceConfig};

use crate::app::App;
use crate::digests::archive;
use crate::i18n::Locale;
use crate::store;
use crate::subscribers::http::{FormPlace, NewestEdition, sign_up_page};
use crate::web::HandlerResult;

/// Posts that are named.
const POSTS: usize = 3;
/// Characters of a summary.
const SUMMARY: usize = 120;

/// Mounts the page.
pub fn routes(config: &mut ServiceConfig) {
    config.service(web::resource("/").route(web::get().to(landing)));
}

async fn landing(app: Data<App>, request: HttpRequest, place: Query<FormPlace>) -> HandlerResult {
    let newest = async |locale| newest(&app, locale).await;
    sign_up_page(&app, &request, place.into_inner(), newest).await
}

async fn newest(app: &App, locale: Locale) -> store::Result<Option<NewestEdition>> {
    let mut tx = app.read().await?;
    let listed = archive::list(&mut tx, locale, None, 1).await?;
    let Some(edition) = listed.into_iter().next() else {
        return Ok(None);
    };
    let posts = archive::posts_of(&mut tx, edition.id).await?;
    let posts = posts.into_iter().take(POSTS).map(|post| {
        let summary = beginning(&post.summary);
        (post.title, summary)
    });
    Ok(Some(NewestEdition {
        path: edition.path(),
        subject: edition.subject,
        locale: edition.locale,
        created_at: edition.created_at,
        posts: posts.collect(),
    }))
}

/// The beginning of a summary, ended by dots where more follows.
fn beginning(summary: &str) -> String {
    match summary.char_indices().nth(SUMMARY) {
        None => summary.to_owned(),
        Some((end, _)) => {
            let cut = &summary[..end];
            let whole = cut.rfind(char::is_whitespace).map_or(cut, |at| &cut[..at]);
            format!("{whole}…")
        }
    }
}
