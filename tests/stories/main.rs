//! User stories: each runs on SQLite and on PostgreSQL from one body.

mod support;

mod architecture;
mod command_line;
mod delivery;
mod house;
mod panel;
mod relaying;
mod schema;
mod signing_in;
mod summaries;
mod translations;
