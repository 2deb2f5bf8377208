//! Pages of the panel about imports: the list with its uploads, one import, downloads, and the move of pages.

mod actions;
mod choices_form;
mod done;
mod downloads;
mod list;
mod moves;
mod routes;
mod show;

pub use routes::routes;
