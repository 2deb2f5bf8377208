//! The rooms of the panel that belong to no one capability; everything a page here changes, a verb of another folder does.

mod account;
mod attention;
mod browser;
mod configuration;
mod done;
mod outbox;
mod settings;

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, ServiceConfig};

use crate::web::PageContext;

/// Mounts the panel's rooms.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("", web::get().to(attention::entrance))
        .configure(account::routes)
        .configure(outbox::routes)
        .configure(settings::routes);
}

/// The answer to a form that was done: the browser gets a page that it may load again.
fn see_other(page: &PageContext, path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, page.link(path)))
        .finish()
}
