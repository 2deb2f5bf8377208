//! Routes of the panel's pages about subscribers.

use actix_web::web::{self, ServiceConfig};

use super::{detail, fields, list, proof};

/// Mounts the pages.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(fields::routes)
        .service(web::resource("/subscribers/{id}/details").route(web::post().to(detail::describe)))
        .service(web::resource("/subscribers").route(web::get().to(list::list)))
        .service(web::resource("/subscribers/{id}").route(web::get().to(detail::detail)))
        .service(web::resource("/subscribers/{id}/proof").route(web::get().to(proof::sheet)))
        .service(web::resource("/subscribers/{id}/proof.json").route(web::get().to(proof::file)))
        .service(
            web::resource("/subscribers/{id}/departure").route(web::post().to(detail::unsubscribe)),
        );
}
