//! `gudok status`: one screen that says how the site is.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;

use super::CliError;
use crate::app::App;
use crate::clock::{self, Timestamp};
use crate::comments::moderation;
use crate::config::Config;
use crate::digests::preview;
use crate::doctor::{self, CheckState};
use crate::i18n::Locale;
use crate::outbox;
use crate::posts::feeds;
use crate::store::process_lock;
use crate::subscribers::list;
use crate::{campaigns, store};

/// Print how the site is: readers, mails, what comes next, and what is wrong
#[derive(Debug, Args)]
pub(super) struct StatusCommand {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is told. Numbers are of this moment; a state without rows is left out.
#[derive(Debug, Serialize)]
struct Status {
    version: &'static str,
    database: &'static str,
    /// True while `serve` or `worker` holds the SQLite file; null on PostgreSQL, where nodes come and go.
    running: Option<bool>,
    subscribers: BTreeMap<&'static str, i64>,
    comments: BTreeMap<&'static str, i64>,
    outbox: BTreeMap<&'static str, i64>,
    next_digests: Option<NextDigests>,
    wrong: Vec<Fault>,
}

#[derive(Debug, Serialize)]
struct NextDigests {
    #[serde(serialize_with = "clock::as_rfc3339")]
    at: Timestamp,
    /// Readers whose turn it is.
    readers: i64,
    /// True if there are more than were counted.
    or_more: bool,
}

/// Something that needs a hand.
#[derive(Debug, Serialize)]
struct Fault {
    /// Where: `feed`, `campaign`, `outbox`, or the name of a check of `doctor`.
    what: String,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
}

impl StatusCommand {
    /// Whether another process works on the file is asked before it is opened here.
    pub(super) fn running(config: &Config) -> Option<bool> {
        let url = &config.database.url;
        process_lock::sqlite_file(url).map(|_| process_lock::is_held(url))
    }

    pub(super) async fn run(self, app: &App, running: Option<bool>) -> Result<(), CliError> {
        let status = Status::read(app, running).await?;
        if self.json {
            let text = serde_json::to_string(&status)
                .map_err(|error| CliError::new(format!("no JSON can be made: {error}")))?;
            tell!("{text}");
        } else {
            status.show();
        }
        Ok(())
    }
}

impl Status {
    async fn read(app: &App, running: Option<bool>) -> store::Result<Self> {
        let (mut tx, now) = (app.read().await?, app.now());
        let readers = list::count_by_state(&mut tx).await?.into_iter();
        let comments = moderation::count_by_status(&mut tx).await?.into_iter();
        let mails = outbox::count_by_state(&mut tx).await?;
        let mails = mails.iter().filter(|mails| mails.count > 0);
        let next = preview::next_run(&mut tx, now).await?;
        let mut status = Self {
            version: env!("CARGO_PKG_VERSION"),
            database: app.store().engine_name(),
            running,
            subscribers: readers.map(|of| (of.state.as_str(), of.count)).collect(),
            comments: comments.map(|(of, count)| (of.as_str(), count)).collect(),
            outbox: mails.map(|of| (of.state.as_str(), of.count)).collect(),
            next_digests: next.map(|next| NextDigests {
                at: next.at,
                readers: next.readers,
                or_more: next.is_cut,
            }),
            wrong: Vec::new(),
        };
        let translator = Locale::En.translator();
        for feed in feeds::all(&mut tx).await? {
            let problem = feed.problem(translator);
            status.wrong.extend(problem.map(|problem| Fault {
                what: "feed".into(),
                found: format!("{}: {problem}", feed.shown_url()),
                fix: None,
            }));
        }
        for draft in campaigns::timing::refused(&mut tx).await? {
            status.wrong.push(Fault {
                what: "campaign".into(),
                found: format!("{} could not start at its moment", draft.label()),
                fix: Some("open it in the panel, and schedule it again".into()),
            });
        }
        if let Some(unknown) = status.outbox.get("unknown") {
            status.wrong.push(Fault {
                what: "outbox".into(),
                found: format!("the result of {unknown} mails is unknown"),
                fix: Some("decide in the panel, under Outbox, whether they go again".into()),
            });
        }
        if let Some(report) = doctor::newest(&mut tx, Locale::En).await? {
            let failed = report.checks.into_iter();
            let failed = failed.filter(|check| check.state == CheckState::Fail);
            status.wrong.extend(failed.map(|check| Fault {
                what: check.name,
                found: check.found,
                fix: check.fix,
            }));
        }
        Ok(status)
    }

    fn show(&self) {
        tell!("gudok {}", self.version);
        let running = match self.running {
            Some(true) => ", in use by a running process",
            Some(false) => ", no process is running",
            None => "",
        };
        tell!("database     {}{running}", self.database);
        for (name, counts) in [
            ("subscribers", &self.subscribers),
            ("comments", &self.comments),
            ("outbox", &self.outbox),
        ] {
            let counts: Vec<String> = counts
                .iter()
                .map(|(state, count)| format!("{count} {state}"))
                .collect();
            let counts = if counts.is_empty() {
                "none".into()
            } else {
                counts.join(", ")
            };
            tell!("{name:<12} {counts}");
        }
        match &self.next_digests {
            Some(next) => {
                let more = if next.or_more { " or more" } else { "" };
                tell!(
                    "digests      next at {}, for {}{more} readers",
                    next.at,
                    next.readers
                );
            }
            None => tell!("digests      nobody waits for one"),
        }
        if self.wrong.is_empty() {
            tell!("wrong        nothing that is known; `gudok doctor` looks again");
        }
        for fault in &self.wrong {
            let fix = fault.fix.as_ref().map(|fix| format!(" → {fix}"));
            tell!(
                "wrong        {}: {}{}",
                fault.what,
                fault.found,
                fix.unwrap_or_default()
            );
        }
    }
}
