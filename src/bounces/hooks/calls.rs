//! Calls of mail services, once they have proved their origin. A repeated call does nothing.

use crate::app::App;
use crate::bounces::apply::{Origin, apply_report};
use crate::bounces::model::{BounceReport, Finding};
use crate::clock::Timestamp;
use crate::store;
use crate::webhooks;

/// An event of a call.
#[derive(Debug)]
pub(in crate::bounces) struct HookEvent {
    /// The name that tells it from other events of the service.
    pub name: String,
    /// The content.
    pub report: BounceReport,
}

impl HookEvent {
    /// An event about one recipient, with the Message-ID of our mail where the service gives it.
    pub(super) fn about(name: String, finding: Finding, message_id: Option<String>) -> Self {
        let message_ids = message_id.into_iter().map(|id| in_brackets(&id)).collect();
        Self {
            name,
            report: BounceReport {
                findings: vec![finding],
                message_ids,
                ..BounceReport::default()
            },
        }
    }
}

/// The reason why a call is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::bounces) enum HookError {
    /// The call does not prove its origin.
    Forged,
    /// The signature is too old, or from the future.
    Stale,
    /// The call cannot be read; the text says where.
    Malformed(String),
}

impl From<serde_json::Error> for HookError {
    fn from(error: serde_json::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// Returns an error for a signature more than `window` seconds from now.
pub(super) fn is_fresh(signed_at: Timestamp, window: i64, now: Timestamp) -> Result<(), HookError> {
    if now.since(signed_at).abs() <= window {
        Ok(())
    } else {
        Err(HookError::Stale)
    }
}

/// Applies the events of a genuine call. A call is remembered by its name `call` and applied once.
pub(in crate::bounces) async fn apply_events(
    app: &App,
    source: &'static str,
    call: Option<&str>,
    events: &[HookEvent],
) -> store::Result<()> {
    let mut tx = app.write().await?;
    if let Some(call) = call
        && !webhooks::remember(&mut tx, source, call, app.now()).await?
    {
        return Ok(());
    }
    for event in events {
        let origin = Origin::Service {
            source,
            name: &event.name,
        };
        apply_report(&mut tx, app, origin, &event.report).await?;
    }
    tx.commit().await
}

fn in_brackets(id: &str) -> String {
    let bare = id.trim().trim_matches(['<', '>']);
    format!("<{bare}>")
}
