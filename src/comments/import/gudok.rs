//! Our own export in JSON. A comment's key makes it the same, also in the database that it came from.

use std::io::Read;
use std::sync::Arc;

use super::json::{self, Object, id, parents, text};
use super::model::{ForeignComment, ForeignState};
use super::moment::{self, rfc3339};
use super::pages::Page;
use super::report::BadRecord;
use super::taking::{ReadContext, ReadEnd, Take};
use crate::comments::model::CommentStatus;

/// Reads every comment of the file.
pub(super) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    json::records(file, &["comments"], &mut |_, record| {
        take(comment(&record, context).into())
    })
}

fn comment(record: &Object, context: &ReadContext) -> Result<ForeignComment, BadRecord> {
    let id = id(record, &["key"])?;
    let written_at = moment::of_comment(&id, &text(record, "created_at"), rfc3339)?;
    let thread = record.get("thread").and_then(serde_json::Value::as_object);
    let thread = thread.ok_or_else(|| BadRecord::lost(&id, "it has no thread"))?;
    let page = page(thread, context).map_err(|why| BadRecord::lost(&id, why))?;
    let status = text(record, "status");
    Ok(ForeignComment {
        parents: parents(record, &["parent"]),
        name: text(record, "name"),
        email: text(record, "email"),
        url: text(record, "url"),
        ip: text(record, "ip").parse().ok(),
        text: text(record, "body"),
        state: ForeignState::Status(status.parse().unwrap_or(CommentStatus::Pending))
            .or_deleted(status == "deleted"),
        locale: text(record, "locale").parse().ok(),
        ..ForeignComment::new(id, Arc::new(page), written_at)
    })
}

fn page(thread: &Object, context: &ReadContext) -> Result<Page, String> {
    let (key, url, title) = (
        text(thread, "key"),
        text(thread, "url"),
        text(thread, "title"),
    );
    Ok(Page {
        created_at: rfc3339(&text(thread, "created_at")),
        ..context.pages.of_thread(&key, &url, &title)?
    })
}
