//! Routes of the panel's pages about subscribers.

use actix_web::web::{self, ServiceConfig};

use super::{add, bulk, detail, edit, fields, list, proof, segments};

/// Mounts the pages.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(fields::routes)
        .configure(segments::routes)
        .service(web::resource("/subscribers/{id}/details").route(web::post().to(detail::describe)))
        .service(
            web::resource("/subscribers")
                .route(web::get().to(list::list))
                .route(web::post().to(add::invite_reader)),
        )
        .service(
            web::resource("/subscribers/bulk")
                .route(web::get().to(bulk::ask))
                .route(web::post().to(bulk::act)),
        )
        .service(web::resource("/subscribers/new").route(web::get().to(add::form)))
        .service(
            web::resource("/subscribers/{id}/edit")
                .route(web::get().to(edit::form))
                .route(web::post().to(edit::save)),
        )
        .service(
            web::resource("/subscribers/{id}/confirmation")
                .route(web::post().to(detail::send_again)),
        )
        .service(web::resource("/subscribers/{id}").route(web::get().to(detail::detail)))
        .service(web::resource("/subscribers/{id}/proof").route(web::get().to(proof::sheet)))
        .service(web::resource("/subscribers/{id}/proof.json").route(web::get().to(proof::file)))
        .service(
            web::resource("/subscribers/{id}/departure").route(web::post().to(detail::unsubscribe)),
        );
}
