//! `/fragments/live`: a stream of events that says how many comments a thread has, at once and with each change.

use actix_web::web::{Data, Query, ServiceConfig, get};
use serde::Deserialize;

use super::errors::thread_or_refuse;
use crate::app::App;
use crate::comments::aliases;
use crate::comments::live::LiveThreads;
use crate::web::{ClientIp, HandlerResult};

/// Mounts the stream, below `/fragments`.
pub(super) fn routes(config: &mut ServiceConfig) {
    config.route("/live", get().to(follow));
}

#[derive(Debug, Deserialize)]
struct LiveQuery {
    thread: String,
}

async fn follow(
    app: Data<App>,
    live: Data<LiveThreads>,
    ip: ClientIp,
    query: Query<LiveQuery>,
) -> HandlerResult {
    let config = app.config();
    let named = thread_or_refuse(&query.thread, &config)?;
    let client = (!config.server.trusts(ip.0)).then_some(ip.0);
    let slot = app.streams().open(client)?;
    let mut tx = app.read().await?;
    let thread = aliases::state_of(&mut tx, &named).await?;
    drop(tx);
    Ok(slot.answer(live.follow(&thread)))
}
