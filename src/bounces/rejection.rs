//! The permanent rejection of a mail by a relay is judged like a bounce that comes later by mail.

use super::apply::{Origin, apply_report};
use super::model::BounceReport;
use super::reading::read_answer;
use crate::app::App;
use crate::ids::MailId;
use crate::jobs::{JobError, JobResult};
use crate::outbox::{self, MailState};

/// The kind of the job; the subject is the outbox row.
pub const JOB: &str = "bounce";

/// Classifies the answer in the outbox and applies it.
pub async fn run(app: App, subject: String) -> JobResult {
    let id = subject
        .parse()
        .map_err(|_| JobError::GiveUp(format!("{subject} is no mail")))?;
    let mut tx = app.write().await?;
    let Some(sent) = outbox::find(&mut tx, MailId(id)).await? else {
        return Ok(());
    };
    // Sent again by the owner's word in the meantime: the old answer says nothing any more.
    let Some(said) = sent
        .result
        .as_deref()
        .filter(|_| sent.state == MailState::Failed)
    else {
        return Ok(());
    };
    let report = BounceReport {
        findings: vec![read_answer(&sent.recipient, said)],
        ..BounceReport::default()
    };
    apply_report(&mut tx, &app, Origin::Relay(&sent), &report).await?;
    Ok(tx.commit().await?)
}
