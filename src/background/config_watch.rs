//! Takes over settings that another node saved.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;

/// Between two looks at the settings' version. A setting that one node saves is in force on all within two seconds.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// Keeps the configuration in force up to date, until `stop`.
pub(super) async fn keep_config_fresh(app: App, stop: CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = tokio::time::sleep(POLL_INTERVAL) => {}
            () = stop.cancelled() => return,
        }
        if let Err(error) = app.renew_config().await {
            tracing::error!(%error, "the settings cannot be read; trying again");
        }
    }
}
