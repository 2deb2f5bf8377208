//! The routes of every capability, in their scopes.

use actix_web::Resource;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};

use super::health;
use crate::web::error_page::ForPrograms;
use crate::web::{assets, cors};
use crate::{
    admin, backups, bounces, campaigns, challenges, comments, compliance, digests, doctor, embed,
    imports, panel, personal_data, posts, subscribers,
};

/// Mounts every route. The guard of a part sits on its scope, so that it sees every path that the router takes for that part.
pub(super) fn routes(config: &mut ServiceConfig) {
    let panel = web::scope("/admin")
        .wrap(from_fn(admin::http::guard))
        .configure(panel_routes)
        .service(nothing_here());
    let admin_api = web::scope("/admin")
        .wrap(from_fn(admin::http::token_guard))
        .configure(subscribers::http::admin_api_routes)
        .configure(personal_data::http::admin_api_routes)
        .service(nothing_here());
    let api = web::scope("/api/v1")
        .app_data(ForPrograms)
        .wrap(from_fn(cors::allow))
        .service(admin_api)
        .configure(challenges::http::api_routes)
        .configure(subscribers::http::api_routes)
        .configure(comments::http::api_routes)
        .service(nothing_here());
    let fragments = web::scope("/fragments")
        .app_data(ForPrograms)
        .wrap(from_fn(cors::allow))
        .configure(embed::http::fragment_routes)
        .configure(subscribers::http::fragment_routes)
        .configure(comments::http::fragment_routes)
        .service(nothing_here());
    let hooks = web::scope("/hooks")
        .app_data(ForPrograms)
        .configure(bounces::http::hook_routes)
        .configure(posts::http::hook_routes)
        .service(nothing_here());
    config
        .service(panel)
        .service(api)
        .service(fragments)
        .configure(embed::http::routes)
        .service(hooks)
        .configure(health::routes)
        .configure(assets::routes)
        .configure(subscribers::http::routes)
        .configure(personal_data::http::routes)
        .configure(comments::http::routes)
        .configure(digests::http::archive::routes)
        .configure(digests::http::landing::routes);
}

/// The pages of the panel, below `/admin`.
fn panel_routes(config: &mut ServiceConfig) {
    config
        .configure(admin::http::routes)
        .configure(panel::routes)
        .configure(backups::http::routes)
        .configure(challenges::http::panel_routes)
        .configure(comments::http::panel_routes)
        .configure(subscribers::http::panel_routes)
        .configure(posts::http::panel::routes)
        .configure(campaigns::http::panel_routes)
        .configure(digests::http::panel::routes)
        .configure(personal_data::http::panel_routes)
        .configure(bounces::http::panel_routes)
        .configure(compliance::http::panel_routes)
        .configure(imports::http::panel_routes)
        .configure(doctor::http::routes);
}

/// The fallback of a scope. The framework answers 405 with the methods of the address in `Allow`; without any,
/// `error_page::explain` answers 404.
pub(super) fn nothing_here() -> Resource {
    web::resource("/{nothing:.*}")
}
