//! Seals the events of the consent record, within seconds of each.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::subscribers::consent::chain::{Sealing, seal};

/// Between two looks for new events.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Seals events until `stop`. Each node tries; the chain's end lets one of them work at a time.
pub(super) async fn keep_sealed(app: App, stop: CancellationToken) {
    let mut sealing = Sealing::default();
    while !stop.is_cancelled() {
        tokio::select! {
            () = tokio::time::sleep(POLL_INTERVAL) => {}
            () = stop.cancelled() => {}
        }
        if let Err(error) = seal(&app, &mut sealing).await {
            tracing::error!(%error, "the consent record cannot be sealed; trying again");
        }
    }
}
