//! `gudok digests`: what would go out, and sending what is due. Both may run while `serve` works on the same database.

use std::io::{self, Write};

use serde::Serialize;

use super::{CliError, serve};
use crate::address::EmailAddress;
use crate::app::App;
use crate::clock::{Timestamp, Zone};
use crate::digests::{self, DigestPreview, Planned, preview};
use crate::ids::MailId;
use crate::outbox::{self, MailState};
use crate::store;
use crate::subscribers::{self, Cadence, Subscriber};

/// Previews and runs of digests
#[derive(Debug, clap::Subcommand)]
pub enum DigestsCommand {
    /// Print the digest that would go out, without sending anything
    Preview {
        /// The digest of this subscriber; without it, the one that most readers would get, or a sample of the latest posts
        #[arg(long, value_name = "ADDRESS")]
        subscriber: Option<EmailAddress>,
        /// Which part of the mail
        #[arg(long, value_enum, default_value_t = PreviewFormat::Text)]
        format: PreviewFormat,
    },
    /// Send the digests that are due, and return when each mail has a result
    Run {
        /// Plan as if it were this time; the mails go now. RFC 3339, or a date and time in the site's time zone
        #[arg(long, value_name = "TIME")]
        at: Option<When>,
        /// Print JSON: {"due": …, "editions": …, "recipients": …, "sent": …, …}
        #[arg(long)]
        json: bool,
    },
}

/// A part of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum PreviewFormat {
    /// The subject and the plain part
    Text,
    /// The HTML part
    Html,
}

/// A moment as people write it.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// With its offset from UTC.
    Exact(Timestamp),
    /// In the site's time zone.
    Local(jiff::civil::DateTime),
}

impl std::str::FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let exact = text.parse().map(Self::Exact);
        let moment = exact.or_else(|_| text.parse().map(Self::Local));
        moment.map_err(|_| {
            "write a time such as 2026-11-30T08:00 (in the site's time zone) or 2026-11-30T08:00:00+09:00".into()
        })
    }
}

impl When {
    fn moment(self, zone: &Zone) -> Result<Timestamp, CliError> {
        match self {
            Self::Exact(moment) => Ok(moment),
            Self::Local(local) => local
                .to_zoned_datetime(zone.rules().clone())
                .map(|moment| Timestamp::from_unix(moment.timestamp().as_second()))
                .map_err(|error| CliError::new(format!("--at {local} is no time here: {error}"))),
        }
    }
}

impl DigestsCommand {
    /// Runs the subcommand.
    pub async fn run(self, app: &App) -> Result<(), CliError> {
        match self {
            Self::Preview { subscriber, format } => {
                let (note, preview) = match subscriber {
                    Some(address) => preview_of(app, &address).await?,
                    None => preview_of_all(app).await?,
                };
                show(&note, preview.as_ref(), format)
            }
            Self::Run { at, json } => send(app, at, json).await,
        }
    }
}

async fn preview_of(
    app: &App,
    address: &EmailAddress,
) -> Result<(String, Option<DigestPreview>), CliError> {
    let mut tx = app.read().await?;
    let subscriber = subscribers::find_by_email(&mut tx, address).await?;
    let subscriber = subscriber.ok_or_else(|| {
        CliError::new(format!(
            "there is no subscriber {address}: `gudok subscribers export` lists them"
        ))
    })?;
    if subscriber.state != subscribers::SubscriberState::Confirmed {
        let state = subscriber.state;
        return Ok((format!("{address} is {state} and gets no digests."), None));
    }
    let when = when_due(app, &subscriber);
    let preview = preview::of_subscriber(&mut tx, app, &subscriber).await?;
    let note = match preview {
        Some(_) => format!("{address} would get this {when}:"),
        None => format!(
            "Nothing is due for {address}: there is no new post for them. They get mail {when}."
        ),
    };
    Ok((note, preview.transpose().map_err(unrendered)?))
}

fn when_due(app: &App, subscriber: &Subscriber) -> String {
    match (subscriber.cadence, subscriber.next_digest_at) {
        (Cadence::EachPost, _) => "at once".into(),
        (_, Some(moment)) if moment <= app.now() => "now".into(),
        (_, Some(moment)) => format!("at {}", local(app, moment)),
        (_, None) => "at their next hour".into(),
    }
}

async fn preview_of_all(app: &App) -> Result<(String, Option<DigestPreview>), CliError> {
    let mut tx = app.read().await?;
    let upcoming = preview::upcoming(&mut tx, app, app.now()).await?;
    if let Some(edition) = upcoming.editions.first() {
        let when = match upcoming.at {
            Some(at) if at > app.now() => {
                format!("Nothing is due now; what is due at {}", local(app, at))
            }
            _ => "Due now".into(),
        };
        let note = format!(
            "{when}: recipients {}, editions {}. The most read one, recipients {}:",
            upcoming.recipients,
            upcoming.editions.len(),
            edition.recipients
        );
        let preview = upcoming.show(app, edition).map_err(unrendered)?;
        return Ok((note, Some(preview)));
    }
    let samples = preview::samples(&mut tx, app).await?;
    let Some(edition) = samples.editions.first() else {
        let note = "Nothing is due, and there are no posts: `gudok feeds add URL` brings some.";
        return Ok((note.into(), None));
    };
    let preview = samples.show(app, edition).map_err(unrendered)?;
    Ok((
        "Nothing is due. This is a sample of the latest posts:".into(),
        Some(preview),
    ))
}

fn local(app: &App, moment: Timestamp) -> String {
    let moment = moment.at(&app.config().site.time_zone);
    moment.strftime("%Y-%m-%d %H:%M %Z").to_string()
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands where map_err hands the error over"
)]
fn unrendered(error: askama::Error) -> CliError {
    CliError::new(format!("the digest cannot be rendered: {error}"))
}

/// HTML goes alone to standard output, for a file; what is said about it goes beside.
fn show(
    note: &str,
    preview: Option<&DigestPreview>,
    format: PreviewFormat,
) -> Result<(), CliError> {
    match (format, preview) {
        (PreviewFormat::Html, Some(preview)) => {
            eprintln!("{note}");
            print(&preview.html)
        }
        (PreviewFormat::Text, Some(preview)) => print(&format!(
            "{note}\n\nSubject: {}\n\n{}",
            preview.subject, preview.text
        )),
        (_, None) => print(note),
    }
}

async fn send(app: &App, at: Option<When>, json: bool) -> Result<(), CliError> {
    let now = match at {
        Some(at) => at.moment(&app.config().site.time_zone)?,
        None => app.now(),
    };
    let before = outbox::newest(&mut app.read().await?).await?;
    let planned = digests::plan_all(app, now)
        .await
        .map_err(|error| CliError::new(error.to_string()))?;
    let stop = serve::stop_on_signal()?;
    app.sender().drain(&stop).await?;
    let results = results(app, &planned, before).await?;
    if json {
        let line = serde_json::to_string(&results)
            .map_err(|error| CliError::new(format!("no JSON can be made: {error}")))?;
        print(&line)?;
    } else {
        print(&results.to_string())?;
    }
    if stop.is_cancelled() {
        return Err(CliError::new(
            "stopped before every mail was sent; `gudok serve` or another run sends the rest",
        ));
    }
    Ok(())
}

/// The counts of a run.
#[derive(Debug, Default, Serialize)]
struct Results {
    due: usize,
    editions: usize,
    recipients: usize,
    sent: i64,
    deferred: i64,
    failed: i64,
    unknown: i64,
    dropped: i64,
    waiting: i64,
}

/// Counts the mails of the planned editions that were queued after `before`.
async fn results(app: &App, planned: &Planned, before: Option<MailId>) -> store::Result<Results> {
    let mut results = Results {
        due: planned.readers,
        editions: planned.editions.len(),
        recipients: planned.mails,
        ..Results::default()
    };
    let mut tx = app.read().await?;
    for edition in &planned.editions {
        for count in outbox::count_edition_since(&mut tx, *edition, before).await? {
            *match count.state {
                MailState::Sent => &mut results.sent,
                MailState::Deferred => &mut results.deferred,
                MailState::Failed => &mut results.failed,
                MailState::Unknown => &mut results.unknown,
                MailState::Dropped => &mut results.dropped,
                MailState::Queued | MailState::Leased => &mut results.waiting,
            } += count.count;
        }
    }
    Ok(results)
}

impl std::fmt::Display for Results {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(
            f,
            "readers due {}, mails {}, editions {}",
            self.due, self.recipients, self.editions
        )?;
        if self.recipients == 0 {
            return write!(f, "Nothing to send: nobody is due for anything new.");
        }
        write!(
            f,
            "sent {}, deferred {}, failed {}, unknown {}",
            self.sent, self.deferred, self.failed, self.unknown
        )?;
        if self.dropped + self.waiting > 0 {
            write!(f, ", dropped {}, waiting {}", self.dropped, self.waiting)?;
        }
        Ok(())
    }
}

/// Prints text. A closed pipe (`| head -1`) is not a failure.
fn print(text: &str) -> Result<(), CliError> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(CliError::new(format!(
            "could not write: {error}; check where standard output leads"
        ))),
        _ => Ok(()),
    }
}
