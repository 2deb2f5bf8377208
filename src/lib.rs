//! Gudok, the audience backend of a content site. The modules in import order: each imports only those before it.

/// E-mail addresses and names.
pub mod address;
/// Who looks after the site.
pub mod admin;
/// What routes, jobs and commands are given.
pub mod app;
/// The one table of jobs and schedules.
pub mod background;
/// The command line.
pub mod cli;
/// Time as an argument.
pub mod clock;
/// Comments under the site's pages, and their moderation.
pub mod comments;
/// The configuration.
pub mod config;
/// The outbox and what sends it.
pub mod delivery;
/// Korean and English.
pub mod i18n;
/// Work behind the requests.
pub mod jobs;
/// Korean and English, as summaries and search read them.
pub mod language;
/// The rooms of the panel that belong to no one capability.
pub mod panel;
/// Feeds, posts and their summaries.
pub mod posts;
/// The HTTP server.
pub mod server;
/// One store over SQLite and PostgreSQL.
pub mod store;
/// Sign-ups, consent, topics and preferences.
pub mod subscribers;
/// Enums that are words, in the database and in forms.
mod text_enum;
/// Secrets in links, and chance.
pub mod token;
/// What every page and JSON answer shares.
pub mod web;
