//! Amazon SES reports on an SNS topic; SNS carries it here, signed.

use super::Event;
use super::sns::Envelope;
use crate::bounces::reading::Reading;
use crate::bounces::reading::notification;

/// The event in a genuine SNS notification; nothing for what SES says besides.
pub(in crate::bounces) fn event(envelope: &Envelope) -> Option<Event> {
    // SES says "Successfully validated" and the like in plain words.
    let notice = notification::read(&envelope.message)?;
    Some(Event {
        name: envelope.message_id.clone(),
        reading: Reading {
            findings: notice.findings,
            return_paths: notice.return_paths,
            message_ids: notice.message_ids,
        },
    })
}
