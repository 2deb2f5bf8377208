//! The routes of campaigns in the panel.

use actix_web::web::{self, ServiceConfig};

use super::{actions, editor, list, show, start};

/// Mounts the list, the pages, the editor and the buttons.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/campaigns", web::get().to(list::list))
        .configure(editor::routes)
        .configure(actions::routes)
        .configure(show::routes)
        .configure(start::routes);
}
