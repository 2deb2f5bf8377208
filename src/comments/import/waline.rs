//! The export of Waline: Markdown, times in the server's zone, pages by their path. Members stand behind the comments.

use std::collections::HashMap;
use std::io::Read;

use super::json::{self, Object, first, id, parents, text};
use super::model::{ForeignComment, ForeignState, Record};
use super::report::BadRecord;
use super::taking::{ReadContext, ReadEnd, Take};
use crate::comments::model::CommentStatus;

/// Fields with an id: the first is of `LeanCloud`, the second of other databases.
const IDS: &[&str] = &["objectId", "id"];

/// A comment that a member wrote, with the member's id.
type Held = (String, ForeignComment);

/// Reads every comment of the file.
pub(super) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    let mut held: Vec<Held> = Vec::new();
    let mut names: HashMap<String, String> = HashMap::new();
    let ended = json::records(
        file,
        &["Comment", "Users"],
        &mut |list, record| match list {
            "Users" => {
                names.insert(first(&record, IDS), text(&record, "display_name"));
                Ok(())
            }
            "Comment" => match (text(&record, "user_id"), comment(&record, context)) {
                (member, Ok(comment)) if !member.is_empty() => {
                    held.push((member, comment));
                    Ok(())
                }
                (_, read) => take(read.into()),
            },
            _ => Ok(()),
        },
    );
    for (member, mut comment) in held {
        if let Some(name) = names.get(&member).filter(|name| !name.is_empty()) {
            comment.name.clone_from(name);
        }
        take(Record::Comment(Box::new(comment)))?;
    }
    ended
}

fn comment(record: &Object, context: &ReadContext) -> Result<ForeignComment, BadRecord> {
    let id = id(record, IDS)?;
    // LeanCloud keeps a time as an object.
    let time = match record.get("insertedAt") {
        Some(serde_json::Value::Object(date)) => text(date, "iso"),
        _ => text(record, "insertedAt"),
    };
    let written_at = context.moment(&id, &time)?;
    let page = context.page(&id, &text(record, "url"), "")?;
    let status = match text(record, "status").as_str() {
        "approved" => CommentStatus::Approved,
        "spam" => CommentStatus::Spam,
        _ => CommentStatus::Pending,
    };
    Ok(ForeignComment {
        parents: parents(record, &["pid", "rid"]),
        name: text(record, "nick"),
        email: text(record, "mail"),
        url: text(record, "link"),
        ip: text(record, "ip").parse().ok(),
        text: text(record, "comment"),
        state: ForeignState::Status(status),
        local_time: Some(time),
        ..ForeignComment::new(id, page, written_at)
    })
}
