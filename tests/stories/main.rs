//! User stories: each runs on SQLite and on PostgreSQL from one body.

mod support;

mod addresses;
mod architecture;
mod archive;
mod bounces;
mod bounces_room;
mod command_line;
mod comment_pages;
mod commenting;
mod crash;
mod delivery;
mod digest_mail;
mod digests;
mod feeds;
mod hooks;
mod house;
mod importing;
mod moderating;
mod panel;
mod pipelining;
mod posts_room;
mod preferences;
mod relay_fuzzing;
mod relay_protection;
mod relay_trouble;
mod relaying;
mod reply_notices;
mod schema;
mod sending;
mod signing_in;
mod subscribers_room;
mod subscribing;
mod summaries;
mod translations;
