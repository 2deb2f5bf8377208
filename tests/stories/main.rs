//! User stories: each runs on SQLite and on PostgreSQL from one body.

mod support;

mod delivery;
mod house;
mod schema;
mod subscribing;
