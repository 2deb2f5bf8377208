//! User stories: each runs on SQLite and on PostgreSQL from one body.

mod support;

mod command_line;
mod delivery;
mod feeds;
mod house;
mod posts_room;
mod relaying;
mod schema;
mod signing_in;
mod summaries;
