//! Verifies the chain from its beginning to its end.

use super::link::{HASH, fault};
use super::model::{BrokenLink, ChainReport};
use super::queries;
use crate::store::{Result, Tx};
use crate::subscribers::consent::model::EventId;

/// Events read at a time.
const PAGE: i64 = 2000;

/// Verifies every sealed event, and stops at the first fault.
pub async fn verify(tx: &mut Tx) -> Result<ChainReport> {
    let end = queries::end(tx).await?;
    let mut report = ChainReport {
        events: 0,
        hash: vec![0; HASH],
        broken: None,
        oldest_unsealed: queries::oldest_after(tx, end.sealed).await?,
    };
    let mut after = EventId(0);
    loop {
        let page = queries::sealed_between(tx, after, end.sealed, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for sealed in page {
            let event = sealed.event.id;
            if let Some(what) = fault(&report.hash, &sealed.event, &sealed.seal) {
                report.broken = Some(BrokenLink { after, event, what });
                return Ok(report);
            }
            report.hash = sealed.seal.hash.unwrap_or_default();
            report.events += 1;
            after = event;
        }
    }
    if (after, &report.hash) != (end.sealed, &end.hash) {
        let (event, what) = (end.sealed, "end");
        report.broken = Some(BrokenLink { after, event, what });
    }
    Ok(report)
}
