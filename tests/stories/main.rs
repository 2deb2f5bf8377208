//! User stories: each runs on SQLite and on PostgreSQL from one body.

mod support;

mod addresses;
mod architecture;
mod archive;
mod campaigns;
mod campaigns_room;
mod command_line;
mod comment_pages;
mod commenting;
mod crash;
mod delivery;
mod digest_mail;
mod digests;
mod feeds;
mod house;
mod importing;
mod moderating;
mod panel;
mod posts_room;
mod preferences;
mod relaying;
mod reply_notices;
mod schema;
mod signing_in;
mod subscribers_room;
mod subscribing;
mod summaries;
mod translations;
