//! A reader's mail to the address that the `List-Unsubscribe` of our bulk mails names. It is signed, so only whoever has such a mail
//! knows it; what the mail says does not matter.

use super::model::{ApplyOutcome, BounceReport};
use crate::app::App;
use crate::message::verp;
use crate::store::{Result, Tx};
use crate::subscribers;
use crate::subscribers::consent::{Channel, ConsentEvidence};

/// Ends the subscription that the mail's recipient names; `None` for any other mail.
pub(super) async fn apply(
    tx: &mut Tx,
    app: &App,
    report: &BounceReport,
) -> Result<Option<ApplyOutcome>> {
    let mut named = report
        .return_paths
        .iter()
        .filter_map(|address| verp::read_unsubscribe(app.signer(), address));
    let Some(reader) = named.next() else {
        return Ok(None);
    };
    if subscribers::find(tx, reader).await?.is_none() {
        return Ok(Some(ApplyOutcome::Nobody));
    }
    let evidence = ConsentEvidence::of(Channel::OneClick);
    let has_left = subscribers::unsubscribe(tx, app, reader, &evidence).await?;
    Ok(Some(if has_left {
        ApplyOutcome::Left
    } else {
        ApplyOutcome::Known
    }))
}
