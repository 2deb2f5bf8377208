//! HTTP of accounts: signing in and out, the first run, and the guard of the whole panel.

mod admin_form;
mod admin_session;
mod arrival;
mod cookies;
mod errors;
mod guard;
mod setup;
mod sign_in;
mod task_card;

use actix_web::web::ServiceConfig;

pub use admin_form::AdminForm;
pub use admin_session::AdminSession;
pub use arrival::own_path;
pub use errors::why_not;
pub use guard::guard;
pub use task_card::{CardRequest, CardSource, FindCards, TaskCard};

/// Mounts the pages before the panel.
pub fn routes(config: &mut ServiceConfig) {
    config.configure(sign_in::routes).configure(setup::routes);
}
