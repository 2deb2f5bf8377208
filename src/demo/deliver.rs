//! Delivers what the demo's blog has published.

use tokio_util::sync::CancellationToken;

use super::error::DemoError;
use crate::app::App;
use crate::digests;
use crate::posts::polling;

/// Reads the blog's feed, plans what is due because of it, and sends it.
pub(super) async fn deliver_next(app: &App) -> Result<(), DemoError> {
    polling::add(app, &app.url("/demo/feed.xml")).await?;
    digests::plan_all(app, app.now()).await?;
    send(app).await
}

pub(super) async fn send(app: &App) -> Result<(), DemoError> {
    Ok(app.sender().drain(&CancellationToken::new()).await?)
}
