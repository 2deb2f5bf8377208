//! The pages of the panel that belong to no capability. Every change on them is a verb of another module.

mod account;
mod accounts;
mod audit;
mod change_options;
mod configuration;
mod done;
mod embedding;
mod first_run;
mod home;
mod logs;
mod options;
mod outbox;
mod second_factor;
mod settings;
mod tokens;

use actix_web::web::ServiceConfig;

pub use self::logs::RecentLines;

/// Mounts the pages.
pub fn routes(config: &mut ServiceConfig) {
    config
        .configure(home::routes)
        .configure(account::routes)
        .configure(second_factor::routes)
        .configure(outbox::routes)
        .configure(embedding::routes)
        .configure(settings::routes)
        .configure(accounts::routes)
        .configure(tokens::routes)
        .configure(audit::routes)
        .configure(first_run::routes)
        .configure(logs::routes)
        .configure(change_options::routes);
}
