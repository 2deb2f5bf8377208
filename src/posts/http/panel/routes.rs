//! The routes of posts, feeds and topics below `/admin`.

use actix_web::web::ServiceConfig;

use super::{feeds, list, topics, withholding};

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(list::routes)
        .configure(feeds::routes)
        .configure(topics::routes)
        .configure(withholding::routes);
}
