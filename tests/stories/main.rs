//! User stories: each runs on SQLite and on PostgreSQL from one body.

mod support;

mod addresses;
mod command_line;
mod delivery;
mod house;
mod importing;
mod preferences;
mod relaying;
mod schema;
mod signing_in;
mod subscribers_room;
mod subscribing;
mod summaries;
