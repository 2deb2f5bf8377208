//! `serve` and `worker`: the processes that stay.

use std::future::Future;
use std::io::Write;

use actix_web::dev::ServerHandle;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::CliError;
use super::open::open_alone;
use crate::app::App;
use crate::config::{Bind, Config};
use crate::demo::{Demo, DemoError};
use crate::{admin, background, server, webhooks};

/// Prints a line; a process that stays goes on when nobody reads it any more.
macro_rules! announce {
    ($($words:tt)*) => {{
        let _ = writeln!(std::io::stdout(), $($words)*);
    }};
}

/// HTTP and background work until SIGTERM or SIGINT.
pub(super) async fn serve(mut config: Config) -> Result<(), CliError> {
    // Before the database: a start that fails over a busy port leaves no files behind.
    let listener = server::bind_patiently(&mut config)
        .await
        .map_err(|error| CliError::new(error.to_string()))?;
    let (app, _alone) = open_alone(config).await?;
    app.config().site.check_law()?;
    webhooks::check_publish_secret(&app).await?;
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let server = server::build(&app, listener, workers, |_| {})
        .map_err(|error| CliError::new(format!("the server cannot start: {error}")))?;
    announce!("Gudok is at {}", app.config().server.base_url());
    if let Bind::Unix(file) = &app.config().server.bind {
        announce!("It listens on the socket {}", file.display());
    }
    if let Some(url) = admin::first_run_url(&app).await? {
        announce!("There is no account yet. Make the owner's here, within a day: {url}");
    }
    run_until_told(&app, server.handle(), server).await
}

/// The demo until SIGTERM or SIGINT.
pub(super) async fn demo(config: Config) -> Result<(), CliError> {
    let failed = |error: DemoError| CliError::new(error.to_string());
    let (demo, server) = Demo::open(config).await.map_err(failed)?;
    let handle = server.handle();
    // It serves already while it is filled: the demo's feed is read over HTTP like any other.
    let server = tokio::spawn(server);
    announce!("{}", demo.seed().await.map_err(failed)?);
    let ended = async {
        server
            .await
            .unwrap_or_else(|error| Err(std::io::Error::other(error)))
    };
    run_until_told(&demo.app, handle, ended).await
}

/// Background work alone until SIGTERM or SIGINT.
pub(super) async fn work(app: App) -> Result<(), CliError> {
    app.config().site.check_law()?;
    announce!("Gudok works on its {} database.", app.store().engine_name());
    let stop = stop_on_signal()?;
    background::run(app.clone(), stop).await;
    app.store().close().await;
    Ok(())
}

/// Runs a server with the background work beside it; both end gracefully on a signal.
async fn run_until_told(
    app: &App,
    handle: ServerHandle,
    server: impl Future<Output = std::io::Result<()>>,
) -> Result<(), CliError> {
    let stop = stop_on_signal()?;
    let work = tokio::spawn(background::run(app.clone(), stop.clone()));
    let streams = app.streams().clone();
    tokio::spawn(ending(stop.clone(), async move {
        streams.end();
        handle.stop(true).await;
    }));
    server
        .await
        .map_err(|error| CliError::new(format!("the server ended: {error}")))?;
    stop.cancel();
    let _ = work.await;
    app.store().close().await;
    Ok(())
}

async fn ending(stop: CancellationToken, end: impl Future<Output = ()>) {
    stop.cancelled().await;
    end.await;
}

/// A token that SIGTERM and SIGINT cancel.
pub(super) fn stop_on_signal() -> Result<CancellationToken, CliError> {
    let failed = |error| CliError::new(format!("signals cannot be awaited: {error}"));
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: what is in flight is finished");
        told.cancel();
    });
    Ok(stop)
}
