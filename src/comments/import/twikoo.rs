//! The export of Twikoo: a list of comments in HTML. Its `isSpam` stands for a held comment as well.

use std::io::Read;

use super::json::{self, Object, bad, is_true, parents, text};
use super::model::{ForeignComment, ForeignState, Record, TextForm};
use super::taking::{ReadContext, ReadEnd, Take};
use crate::clock::Timestamp;
use crate::comments::model::CommentStatus;

/// What Twikoo calls a person without a name.
const NOBODY: &str = "匿名";

/// Reads every comment of the file.
pub(super) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    json::records(file, &[], &mut |_, record| take(comment(&record, context)))
}

fn comment(record: &Object, context: &ReadContext) -> Record {
    let id = match text(record, "_id") {
        id if id.is_empty() => text(record, "id"),
        id => id,
    };
    if id.is_empty() {
        return bad("", "it has no _id");
    }
    let Some(milliseconds) = record.get("created").and_then(serde_json::Value::as_i64) else {
        return bad(&id, format!("`{}` is no time", text(record, "created")));
    };
    let href = text(record, "href");
    let address = if href.is_empty() {
        text(record, "url")
    } else {
        href
    };
    let page = match context.pages.page(&address, "") {
        Ok(page) => page,
        Err(why) => return bad(&id, why),
    };
    let status = if is_true(record, "isSpam") {
        CommentStatus::Pending
    } else {
        CommentStatus::Approved
    };
    Record::Comment(Box::new(ForeignComment {
        parents: parents(record, &["pid", "rid"]),
        page,
        name: Some(text(record, "nick"))
            .filter(|name| name != NOBODY)
            .unwrap_or_default(),
        email: text(record, "mail"),
        url: text(record, "link"),
        ip: text(record, "ip").parse().ok(),
        text: text(record, "comment"),
        form: TextForm::Html,
        state: ForeignState::Status(status),
        written_at: Timestamp::from_unix(milliseconds.div_euclid(1_000)),
        local_time: None,
        fault: None,
        id,
    }))
}
