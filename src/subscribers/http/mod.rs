//! HTTP of subscribing: sign-up, confirmation, preferences, unsubscribing, and the panel. GET shows, POST acts.

mod address_change;
mod admin_api;
mod advertising;
mod answers_json;
mod api;
mod confirmation;
mod consent_json;
mod errors;
mod field_errors;
mod field_input;
pub(crate) mod form_fields;
mod form_notice;
mod form_place;
mod fragment;
mod hours;
mod inbox;
mod newest_edition;
mod panel;
mod pause;
mod preferences;
mod preferences_form;
mod proof;
mod respond;
mod routes;
mod segments_api;
mod sign_up;
mod sign_up_form;
mod subscriber_json;
mod unsubscribe;

pub use form_place::FormPlace;
pub use newest_edition::NewestEdition;
pub(crate) use preferences::{expired, owner};
pub(crate) use respond::{not_stored, private};
pub use routes::{admin_api_routes, api_routes, fragment_routes, panel_routes, routes};
pub(crate) use sign_up::sign_up_page;
pub use sign_up_form::SignUpForm;
