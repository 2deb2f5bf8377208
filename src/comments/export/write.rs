//! Writes every thread with its comments, a page at a time.

use std::io::Write;

use super::model::{ExportFormat, ExportedComment, ExportedThread};
use super::{json, keys, queries, wxr};
use crate::app::App;
use crate::comments::model::{CommentId, ThreadId};
use crate::store::ExportError;

/// Rows read at a time.
const PAGE: i64 = 500;

/// Writes all comments, whatever their states.
pub async fn export(
    app: &App,
    format: ExportFormat,
    mut to: impl Write,
) -> Result<(), ExportError> {
    keys::complete(app).await?;
    let site = app.site_frame();
    match format {
        ExportFormat::Json => json::begin(&mut to)?,
        ExportFormat::Wxr => wxr::begin(&mut to, &site.name, &site.url)?,
    }
    let mut last = ThreadId(0);
    let mut is_first = true;
    loop {
        let threads = queries::threads_after(&mut app.read().await?, last, PAGE).await?;
        let Some(end) = threads.last() else { break };
        last = end.id;
        for thread in &threads {
            if format == ExportFormat::Wxr {
                wxr::begin_post(&mut to, thread)?;
            }
            each_comment(app, thread, |comment| match format {
                ExportFormat::Json => {
                    json::comment(&mut to, thread, comment, std::mem::take(&mut is_first))
                }
                ExportFormat::Wxr => wxr::comment(&mut to, comment),
            })
            .await?;
            if format == ExportFormat::Wxr {
                wxr::end_post(&mut to)?;
            }
        }
    }
    match format {
        ExportFormat::Json => json::end(&mut to)?,
        ExportFormat::Wxr => wxr::end(&mut to)?,
    }
    Ok(to.flush()?)
}

async fn each_comment(
    app: &App,
    thread: &ExportedThread,
    mut write: impl FnMut(&ExportedComment) -> std::io::Result<()>,
) -> Result<(), ExportError> {
    let mut last = CommentId(0);
    loop {
        let mut tx = app.read().await?;
        let comments = queries::comments_after(&mut tx, thread.id, last, PAGE).await?;
        drop(tx);
        let Some(end) = comments.last() else {
            return Ok(());
        };
        last = end.id;
        for comment in &comments {
            write(comment)?;
        }
    }
}
