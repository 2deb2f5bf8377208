//! The routes of the queue: the list, and one for each button.

use actix_web::web::{self, Data, Path, ServiceConfig};

use super::buttons::BUTTONS;
use super::decisions::{DecisionForm, decide};
use super::queue::queue;
use super::spam_filter;
use crate::admin::AdminForm;
use crate::app::App;
use crate::comments::model::CommentId;

/// Mounts the queue and its buttons.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/comments", web::get().to(queue))
        .configure(spam_filter::routes);
    for button in BUTTONS {
        let status = button.status;
        let decided = move |app: Data<App>, id: Path<CommentId>, form: AdminForm<DecisionForm>| {
            decide(app, id, form, status)
        };
        config.route(&button.route(), web::post().to(decided));
    }
}
