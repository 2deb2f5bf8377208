//! HTTP of accounts: signing in by two steps and out, passwords by mail, the first run, and the guard of the whole panel.

mod admin_form;
mod admin_session;
mod arrival;
mod bearer_guard;
mod chosen_password;
mod cookies;
mod errors;
mod form_with_file;
mod guard;
mod second_step;
mod setup;
mod sign_in;
mod task_card;

use actix_web::web::ServiceConfig;

pub use admin_form::AdminForm;
pub use admin_session::AdminSession;
pub use arrival::own_path;
pub use bearer_guard::{Bearer, bearer, token_guard};
pub use errors::{too_many, why_not};
pub use form_with_file::AdminFormWithFile;
pub use guard::guard;
pub use task_card::{CardRequest, CardSource, FindCards, TaskCard};

/// Mounts the pages before the panel.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(sign_in::routes)
        .configure(second_step::routes)
        .configure(chosen_password::routes)
        .configure(setup::routes);
}
