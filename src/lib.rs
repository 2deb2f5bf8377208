//! Gudok is the audience backend of a content site: newsletter, comments and e-mail digests in one program.
//!
//! **This is an application; the Rust API is not stable.** The library exists for the binary, the tests and the benches.
//! `ARCHITECTURE.md` is the map of the source, `docs/glossary.md` explains the words.
//!
//! Everything that the program does is one of three flows:
//!
//! | flow | begins with | and goes on with |
//! |---|---|---|
//! | a subscription | [`subscribers::subscribe`] stores the pending reader, the consent and the confirmation mail in one transaction | [`subscribers::confirmation`], when the reader presses the button behind the mail's link |
//! | a comment | [`comments::write::submit()`] stores the comment and the moderators' mail in one transaction | [`comments::moderation`], which approves it and queues the reply notice |
//! | a digest | [`posts::polling`] reads the feeds, [`digests::plan_all`] gives each due reader an edition | [`delivery::Sender`], which sends what the outbox holds |
//!
//! ```text
//!  form, JSON ──► subscribers ──┐
//!  form, JSON ──► comments ─────┤
//!  feed ──► posts ──► digests ──┼──► outbox ──► delivery ──► relay ──► reader
//!  panel ─────────► campaigns ──┘                               │
//!                       bounces ◄───────────────────────────────┘
//! ```
//!
//! [`server`] mounts the routes of all capabilities. [`background`] runs their jobs and schedules. [`cli`] is the command line.
//! The modules below stand in import order: each imports only those before it.

// The blank lines keep rustfmt from sorting the list by name.

/// Enums that are words, in the database and in forms.
mod text_enum;

/// Row ids that several capabilities name.
pub mod ids;

/// Time as an argument.
pub mod clock;

/// The source of randomness, as an argument.
pub mod random;

/// Secrets in links.
pub mod token;

/// Which characters a text may show.
pub mod invisible;

/// One name for a web page however it is spelt.
pub mod page_key;

/// Markdown of comments and campaigns.
pub mod markdown;

/// E-mail addresses and names.
pub mod address;

/// Korean and English.
pub mod i18n;

/// The configuration.
pub mod config;

/// One store over SQLite and PostgreSQL.
pub mod store;

/// Options that owners set in the panel.
pub mod settings;

/// Limits on hits and turns that nodes share.
pub mod rate_limits;

/// What happened each day.
pub mod daily_counts;

/// Bounded HTTP requests to servers of strangers.
pub mod fetch;

/// HTTP that every capability shares.
pub mod web;

/// The SMTP client.
pub mod smtp;

/// Messages: headers, encodings, signatures.
pub mod message;

/// Mails that are to be sent, and editions that many recipients share.
pub mod outbox;

/// Hands mails of the outbox over and records the results.
pub mod delivery;

/// What routes, jobs and commands are given.
pub mod app;

/// Work behind the requests.
pub mod jobs;

/// The signature of webhooks, and calls that are taken once.
pub mod webhooks;

/// Accounts, sessions, the guard of the panel, the audit log.
pub mod admin;

pub mod challenges;

/// Sentences, words and stems of Korean and English.
pub mod language;

/// The spam filter that learns.
pub mod spam;

/// Topics: what posts are about, and what subscribers choose from.
pub mod topics;

/// Subscribers, topics, the consent record.
pub mod subscribers;

/// Who gets an edition.
pub mod audience;

/// Feeds, posts, summaries.
pub mod posts;

/// Threads, comments, moderation.
pub mod comments;

/// Imports in the panel: uploads, runs, reports.
pub mod imports;

/// Mails that the owner writes by hand.
pub mod campaigns;

/// Digests, the archive.
pub mod digests;

/// What comes back: bounces, complaints, and what they do to a subscriber.
pub mod bounces;

/// What stands in the way of mail that arrives.
pub mod doctor;

/// The forms inside other sites' pages.
pub mod embed;

/// Pages of the panel that belong to no capability.
pub mod panel;
pub mod personal_data;

/// What the law of the readers asks for, and what was done.
pub mod compliance;

/// The one table of jobs and schedules.
pub mod background;
pub mod backups;

/// The HTTP server.
pub mod server;

/// The whole loop with a sample blog.
pub mod demo;

/// The command line.
pub mod cli;
