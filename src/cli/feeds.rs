//! `gudok feeds`: the sources of posts, for a shell.
//! Invariant: a feed that cannot be read is one line on standard error that names the way out.

use crate::app::App;
use crate::cli::CliError;
use crate::fetch::shown_address;
use crate::posts::problem::FeedProblem;
use crate::posts::{self, ArrivalCounts, Feed, PollError, feeds};

/// The feeds that posts come from
#[derive(Debug, clap::Subcommand)]
pub enum FeedsCommand {
    /// Read the feed at this address from now on; what it carries already is kept as the archive
    Add {
        /// The address of an RSS, Atom or JSON feed, or of a page that names one
        url: String,
    },
    /// Look for new posts now, in one feed or in all
    Poll {
        /// The feed's address
        url: Option<String>,
    },
    /// List the feeds
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

impl FeedsCommand {
    /// Runs the command to its end.
    pub async fn run(self, app: App) -> Result<(), CliError> {
        let done = match self {
            Self::Add { url } => add(&app, &url).await,
            Self::Poll { url: Some(url) } => poll_one(&app, &url).await,
            Self::Poll { url: None } => poll_all(&app).await,
            Self::List { json } => list(&app, json).await,
        };
        app.store().close().await;
        done
    }
}

async fn add(app: &App, url: &str) -> Result<(), CliError> {
    let added = posts::add(app, url).await.map_err(|error| {
        let url = shown_address(url);
        CliError::new(format!("{url} could not be read and is not added: {error}"))
    })?;
    let (title, count) = (&added.feed.title, added.arrived.new);
    if added.is_new {
        tell!(
            "{title}: {} in the archive, which no digest brings.",
            posts_of(count)
        );
        tell!(
            "New posts at {} are read from now on.",
            added.feed.shown_url()
        );
    } else {
        tell!("{title} is read already: {}.", came(&added.arrived));
    }
    Ok(())
}

async fn poll_one(app: &App, url: &str) -> Result<(), CliError> {
    let feed = feeds::find_by_address(&mut app.read().await?, url).await?;
    let Some(feed) = feed else {
        let url = shown_address(url);
        return Err(CliError::new(format!(
            "{url} is no feed of this site; see `gudok feeds list`, or add it with `gudok feeds add {url}`"
        )));
    };
    poll(app, &feed).await
}

/// Every feed gets its turn, also after one that fails; the last failure is the answer.
async fn poll_all(app: &App) -> Result<(), CliError> {
    let all = feeds::all(&mut app.read().await?).await?;
    if all.is_empty() {
        tell!("There is no feed yet; add one with `gudok feeds add URL`.");
    }
    let mut failed = None;
    for feed in &all {
        if let Err(failure) = poll(app, feed).await
            && let Some(earlier) = failed.replace(failure)
        {
            eprintln!("gudok: {earlier}");
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn poll(app: &App, feed: &Feed) -> Result<(), CliError> {
    let arrived = posts::poll(app, feed.id)
        .await
        .map_err(|error| failure(&feed.shown_url(), &error))?;
    if arrived.unreadable > 0 {
        let problem = FeedProblem::NothingReadable(arrived.unreadable);
        return Err(failure(&feed.shown_url(), &problem.into()));
    }
    tell!("{}: {}.", feed.title, came(&arrived));
    Ok(())
}

async fn list(app: &App, json: bool) -> Result<(), CliError> {
    let all = feeds::all(&mut app.read().await?).await?;
    for feed in &all {
        if json {
            tell!("{}", as_json(feed));
            continue;
        }
        let state = match feed.problem(crate::i18n::Locale::En.translator()) {
            Some(problem) => problem,
            None => posts_of(usize::try_from(feed.posts).unwrap_or_default()),
        };
        tell!("{}  {}  {state}", feed.shown_url(), feed.title);
    }
    if all.is_empty() && !json {
        tell!("There is no feed yet; add one with `gudok feeds add URL`.");
    }
    Ok(())
}

/// One JSON object a line.
fn as_json(feed: &Feed) -> serde_json::Value {
    serde_json::json!({
        "url": feed.shown_url(),
        "title": feed.title,
        "posts": feed.posts,
        "last_polled_at": feed.last_polled_at.map(|at| at.to_string()),
        "next_poll_at": feed.next_poll_at.to_string(),
        "problem": feed.problem(crate::i18n::Locale::En.translator()),
    })
}

fn failure(url: &str, error: &PollError) -> CliError {
    CliError::new(format!(
        "{url} could not be read this time, and is asked again by itself: {error}"
    ))
}

fn posts_of(count: usize) -> String {
    match count {
        1 => "1 post".to_owned(),
        count => format!("{count} posts"),
    }
}

fn came(arrived: &ArrivalCounts) -> String {
    let new = match arrived.new {
        0 => "nothing new".to_owned(),
        1 => "1 new post".to_owned(),
        count => format!("{count} new posts"),
    };
    match arrived.edited {
        0 => new,
        count => format!("{new}, {count} corrected"),
    }
}
