//! A relay refused a mail for good while it was handed over: the same judgement as for a bounce that comes later by mail.

use super::effect::{Origin, take};
use super::reading::{Reading, read_answer};
use crate::app::App;
use crate::delivery::{self, MailId, State};
use crate::jobs::{Fate, Outcome};

/// The kind of the job; its subject is the outbox row.
pub const JOB: &str = "bounce";

/// Judges the answer that the outbox keeps, and applies it.
pub async fn run(app: App, subject: String) -> Outcome {
    let id = subject
        .parse()
        .map_err(|_| Fate::GiveUp(format!("{subject} is no mail")))?;
    let mut tx = app.write().await?;
    let Some(sent) = delivery::sent(&mut tx, MailId(id)).await? else {
        return Ok(());
    };
    // Sent again by the owner's word in the meantime: the old answer says nothing any more.
    let Some(said) = sent
        .result
        .as_deref()
        .filter(|_| sent.state == State::Failed)
    else {
        return Ok(());
    };
    let reading = Reading {
        findings: vec![read_answer(&sent.recipient, said)],
        ..Reading::default()
    };
    take(&mut tx, &app, Origin::Relay(&sent), &reading).await?;
    Ok(tx.commit().await?)
}
