//! Routes of the pages and the API of subscribers.

use actix_web::web::ServiceConfig;

use super::{
    address_change, admin_api, advertising, api, confirmation, fragment, panel, pause, preferences,
    segments_api, sign_up, unsubscribe,
};

/// Mounts the public routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(sign_up::routes)
        .configure(confirmation::routes)
        .configure(preferences::routes)
        .configure(pause::routes)
        .configure(advertising::routes)
        .configure(address_change::routes)
        .configure(unsubscribe::routes);
}

/// Mounts the JSON routes, below `/api/v1`.
pub fn api_routes(config: &mut ServiceConfig) {
    config.configure(api::routes);
}

/// Mounts the JSON routes for programs of the site, below `/api/v1/admin`.
pub fn admin_api_routes(config: &mut ServiceConfig) {
    config
        .configure(admin_api::routes)
        .configure(segments_api::routes);
}

/// Mounts the sign-up form for other pages, below `/fragments`.
pub fn fragment_routes(config: &mut ServiceConfig) {
    config.configure(fragment::routes);
}

/// Mounts the pages of the panel, below `/admin`.
pub fn panel_routes(config: &mut ServiceConfig) {
    config.configure(panel::routes);
}
