//! The routes of the queue: the list, its forms, and one for each button.

use actix_web::web::{self, Data, Path, ServiceConfig};

use super::bans;
use super::buttons::BUTTONS;
use super::decisions::{decide, decide_all, undo};
use super::policy::set_policy;
use super::queue::queue;
use super::queue_query::QueueQuery;
use super::spam_filter;
use super::texts::{edit_text, post_reply};
use crate::admin::AdminForm;
use crate::app::App;
use crate::comments::model::CommentId;

/// Mounts the queue and its buttons.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/comments", web::get().to(queue))
        .route("/comments/bulk", web::post().to(decide_all))
        .route("/comments/policy", web::post().to(set_policy))
        .route("/comments/undo", web::post().to(undo))
        .route("/comments/{id}/reply", web::post().to(post_reply))
        .route("/comments/{id}/text", web::post().to(edit_text))
        .configure(bans::routes)
        .configure(spam_filter::routes);
    for button in BUTTONS {
        let status = button.status;
        let decided = move |app: Data<App>, id: Path<CommentId>, form: AdminForm<QueueQuery>| {
            decide(app, id, form, status)
        };
        config.route(&button.route(), web::post().to(decided));
    }
}
