//! Calls of mail services: each proves where it comes from before a word of it is believed, and a recorded one does nothing.

pub(super) mod mailgun;
pub(super) mod postmark;
pub(super) mod sendgrid;
pub(super) mod ses;
pub(super) mod sns;

use super::effect::{Origin, take};
use super::queries;
use super::reading::{Finding, Reading};
use crate::app::App;
use crate::clock::Timestamp;
use crate::store;
use crate::web::WebError;

/// One event of a call.
#[derive(Debug)]
pub(super) struct Event {
    /// Tells it from every other of the service.
    pub name: String,
    /// What it says.
    pub reading: Reading,
}

impl Event {
    /// An event about one recipient; the Message-ID of the mail, where the service gives the one that was sent.
    fn about(name: String, finding: Finding, message_id: Option<String>) -> Self {
        let message_ids = message_id.into_iter().map(|id| in_brackets(&id)).collect();
        Self {
            name,
            reading: Reading {
                findings: vec![finding],
                message_ids,
                ..Reading::default()
            },
        }
    }
}

/// Why a call is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It does not prove where it comes from.
    Forged,
    /// It was signed too long ago, or too far in the future.
    Stale,
    /// It cannot be read; the text says where.
    Malformed(String),
}

impl From<Refused> for WebError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Forged | Refused::Stale => Self::Unproven,
            Refused::Malformed(text) => Self::Malformed(text),
        }
    }
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// Refuses a signature's moment that is more than `window` seconds from now.
fn is_fresh(signed_at: Timestamp, window: i64, now: Timestamp) -> Result<(), Refused> {
    if now.since(signed_at).abs() <= window {
        Ok(())
    } else {
        Err(Refused::Stale)
    }
}

/// Applies the events of a genuine call; `call` is remembered, and a call that was taken before does nothing.
pub(super) async fn apply(
    app: &App,
    source: &'static str,
    call: Option<&str>,
    events: &[Event],
) -> store::Result<()> {
    let mut tx = app.write().await?;
    if let Some(call) = call {
        let is_new =
            queries::remember_call(&mut tx, &format!("{source}:{call}"), app.now()).await?;
        if !is_new {
            return Ok(());
        }
    }
    for event in events {
        let origin = Origin::Service {
            source,
            name: &event.name,
        };
        take(&mut tx, app, origin, &event.reading).await?;
    }
    tx.commit().await
}

fn in_brackets(id: &str) -> String {
    let bare = id.trim().trim_matches(['<', '>']);
    format!("<{bare}>")
}
