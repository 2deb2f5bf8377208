//! Routes of the panel's pages about imports.

use actix_web::web::{self, ServiceConfig};

use super::{actions, downloads, list, moves, show};

/// Mounts the pages.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/imports", web::get().to(list::page))
        .route("/imports", web::post().to(list::upload))
        .route("/imports/export", web::post().to(downloads::export_all))
        .route("/imports/moves", web::get().to(moves::page))
        .route("/imports/moves", web::post().to(moves::move_them))
        .route("/imports/{id}", web::get().to(show::page))
        .route("/imports/{id}/run", web::post().to(actions::start_run))
        .route("/imports/{id}/stop", web::post().to(actions::stop_run))
        .route("/imports/{id}/resumption", web::post().to(actions::go_on))
        .route("/imports/{id}/removal", web::post().to(actions::remove_it))
        .route("/imports/{id}/faults", web::get().to(downloads::faults));
}
