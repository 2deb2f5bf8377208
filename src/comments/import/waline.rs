//! The export of Waline: Markdown, times in the server's zone, pages by their path. Members stand behind the comments.

use std::collections::HashMap;
use std::io::Read;

use super::json::{self, Object, bad, parents, text};
use super::model::{ForeignComment, ForeignState, Record, TextForm};
use super::moment::moment;
use super::taking::{ReadContext, ReadEnd, Take};
use crate::comments::model::CommentStatus;

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
                names.insert(id(&record), text(&record, "display_name"));
                Ok(())
            }
            "Comment" => match (text(&record, "user_id"), comment(&record, context)) {
                (member, Record::Comment(comment)) if !member.is_empty() => {
                    held.push((member, *comment));
                    Ok(())
                }
                (_, record) => take(record),
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

fn id(record: &Object) -> String {
    let id = text(record, "objectId");
    if id.is_empty() {
        text(record, "id")
    } else {
        id
    }
}

fn comment(record: &Object, context: &ReadContext) -> Record {
    let id = id(record);
    if id.is_empty() {
        return bad("", "it has no objectId");
    }
    // LeanCloud keeps a time as an object.
    let time = match record.get("insertedAt") {
        Some(serde_json::Value::Object(date)) => text(date, "iso"),
        _ => text(record, "insertedAt"),
    };
    let Some(written_at) = moment(&time, context.zone.rules()) else {
        return bad(&id, format!("`{time}` is no time"));
    };
    let page = match context.pages.page(&text(record, "url"), "") {
        Ok(page) => page,
        Err(why) => return bad(&id, why),
    };
    let status = match text(record, "status").as_str() {
        "approved" => CommentStatus::Approved,
        "spam" => CommentStatus::Spam,
        _ => CommentStatus::Pending,
    };
    Record::Comment(Box::new(ForeignComment {
        parents: parents(record, &["pid", "rid"]),
        page,
        name: text(record, "nick"),
        email: text(record, "mail"),
        url: text(record, "link"),
        ip: text(record, "ip").parse().ok(),
        text: text(record, "comment"),
        form: TextForm::Markdown,
        state: ForeignState::Status(status),
        written_at,
        local_time: Some(time),
        fault: None,
        id,
    }))
}
