//! Routes of the elements.

use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use super::{scripts, token};
use crate::web::cors;

/// Mounts the scripts.
pub fn routes(config: &mut ServiceConfig) {
    // A page may load them with `crossorigin`.
    let named = |path: &str| web::resource(path.to_owned()).wrap(from_fn(cors::allow));
    config
        .service(named("/embed.js").route(web::get().to(scripts::loader)))
        .service(named("/embed-{hash}.js").route(web::get().to(scripts::elements)))
        .service(named("/live-{hash}.js").route(web::get().to(scripts::live)))
        .service(named("/site-user.js").route(web::get().to(scripts::site_user)))
        .service(named("/author-{hash}.js").route(web::get().to(scripts::author)))
        .service(named("/proof.js").route(web::get().to(scripts::proof)));
}

/// Mounts what the elements ask for, below `/fragments`.
pub fn fragment_routes(config: &mut ServiceConfig) {
    config.route("/token", web::get().to(token::token));
}
