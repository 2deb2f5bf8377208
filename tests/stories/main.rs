//! User stories: each runs on SQLite and on PostgreSQL from one body.

mod support;

mod command_line;
mod delivery;
mod house;
mod relaying;
mod schema;
mod signing_in;
mod subscribing;
mod summaries;
