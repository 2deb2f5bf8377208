//! Amazon SES reports on an SNS topic; SNS carries it here, signed.

use super::calls::HookEvent;
use super::sns::SnsMessage;
use crate::bounces::model::BounceReport;
use crate::bounces::reading::notification;

/// The event in a genuine SNS notification; nothing for what SES says besides.
pub(in crate::bounces) fn event(message: &SnsMessage) -> Option<HookEvent> {
    // SES says "Successfully validated" and the like in plain words.
    let notice = notification::read(&message.message)?;
    Some(HookEvent {
        name: message.message_id.clone(),
        report: BounceReport {
            findings: notice.findings,
            return_paths: notice.return_paths,
            message_ids: notice.message_ids,
        },
    })
}
