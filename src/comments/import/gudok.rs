//! Our own export in JSON. A comment's key makes it the same, also in the database that it came from.

use std::io::Read;

use super::json::{self, Object, bad, parents, text};
use super::model::{ForeignComment, ForeignState, Record, TextForm};
use super::moment::rfc3339;
use super::taking::{ReadContext, ReadEnd, Take};
use crate::comments::model::CommentStatus;
use crate::comments::thread_key::ThreadKey;

/// Reads every comment of the file.
pub(super) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    json::records(file, &["comments"], &mut |_, record| {
        take(comment(&record, context))
    })
}

fn comment(record: &Object, context: &ReadContext) -> Record {
    let id = text(record, "key");
    if id.is_empty() {
        return bad("", "it has no key");
    }
    let time = text(record, "created_at");
    let Some(written_at) = rfc3339(&time) else {
        return bad(&id, format!("`{time}` is no time"));
    };
    let thread = record.get("thread").and_then(serde_json::Value::as_object);
    let Some(thread) = thread else {
        return bad(&id, "it has no thread");
    };
    let page = match context.pages.page(&address(thread), &text(thread, "title")) {
        Ok(page) => page,
        Err(why) => return bad(&id, why),
    };
    let status = text(record, "status");
    Record::Comment(Box::new(ForeignComment {
        parents: parents(record, &["parent"]),
        page,
        name: text(record, "name"),
        email: text(record, "email"),
        url: text(record, "url"),
        ip: text(record, "ip").parse().ok(),
        text: text(record, "body"),
        form: TextForm::Markdown,
        state: if status == "deleted" {
            ForeignState::Deleted
        } else {
            ForeignState::Status(status.parse().unwrap_or(CommentStatus::Pending))
        },
        written_at,
        local_time: None,
        fault: None,
        id,
    }))
}

/// The page's own spelling where it is of this thread, else the key.
fn address(thread: &Object) -> String {
    let (key, url) = (text(thread, "key"), text(thread, "url"));
    let is_own = url
        .parse::<ThreadKey>()
        .is_ok_and(|own| own.as_str() == key);
    if is_own { url } else { key }
}
