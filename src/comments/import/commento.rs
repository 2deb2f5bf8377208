//! The export of Commento, Commento++ and Comentario 2: Markdown, and people behind the comments. Written from their source.

use std::collections::HashMap;
use std::io::Read;

use super::json::{self, Object, bad, is_true, parents, text};
use super::model::{ForeignComment, ForeignState, Record, TextForm};
use super::moment::rfc3339;
use super::taking::{ReadContext, ReadEnd, Take};
use crate::comments::model::CommentStatus;

/// The text of a deleted comment.
const DELETED: &str = "[deleted]";

/// The people of a file by their ids.
pub(super) type People = HashMap<String, Person>;

/// A person who commented.
#[derive(Debug, Default)]
pub(super) struct Person {
    name: String,
    email: String,
    url: String,
}

impl Person {
    /// The person that a record is about.
    pub fn of(record: &Object) -> Self {
        let link = text(record, "link");
        Self {
            name: text(record, "name"),
            email: text(record, "email"),
            url: if link.is_empty() {
                text(record, "websiteUrl")
            } else {
                link
            },
        }
    }

    /// Gives a comment its author.
    pub fn sign(&self, comment: &mut ForeignComment) {
        comment.name.clone_from(&self.name);
        comment.email.clone_from(&self.email);
        comment.url.clone_from(&self.url);
    }
}

/// Reads every comment of the file.
pub(super) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    let mut held: Vec<(String, ForeignComment)> = Vec::new();
    let mut people = People::new();
    let ended = json::records(file, &["comments", "commenters"], &mut |list, record| {
        if list == "commenters" {
            people.insert(text(&record, "commenterHex"), Person::of(&record));
            return Ok(());
        }
        match comment(&record, context) {
            Record::Comment(comment) => held.push((text(&record, "commenterHex"), *comment)),
            other => take(other)?,
        }
        Ok(())
    });
    for (person, mut comment) in held {
        if let Some(person) = people.get(&person) {
            person.sign(&mut comment);
        }
        take(Record::Comment(Box::new(comment)))?;
    }
    ended
}

fn comment(record: &Object, context: &ReadContext) -> Record {
    let id = text(record, "commentHex");
    if id.is_empty() {
        return bad("", "it has no commentHex");
    }
    let time = text(record, "creationDate");
    let Some(written_at) = rfc3339(&time) else {
        return bad(&id, format!("`{time}` is no time"));
    };
    let page = match context.pages.page(&address(record), "") {
        Ok(page) => page,
        Err(why) => return bad(&id, why),
    };
    let markdown = text(record, "markdown");
    let is_deleted = is_true(record, "deleted") || markdown.is_empty() || markdown == DELETED;
    let status = match text(record, "state").as_str() {
        "approved" => CommentStatus::Approved,
        _ => CommentStatus::Pending,
    };
    Record::Comment(Box::new(ForeignComment {
        parents: parents(record, &["parentHex"]),
        page,
        name: String::new(),
        email: String::new(),
        url: String::new(),
        ip: None,
        text: markdown,
        form: TextForm::Markdown,
        state: if is_deleted {
            ForeignState::Deleted
        } else {
            ForeignState::Status(status)
        },
        written_at,
        local_time: None,
        fault: None,
        id,
    }))
}

/// Commento names the path `url`, Comentario `path`.
fn address(record: &Object) -> String {
    let either = |first: &str, second: &str| match text(record, first) {
        found if found.is_empty() => text(record, second),
        found => found,
    };
    let (host, path) = (either("domain", "host"), either("path", "url"));
    if host.is_empty() || path.contains("://") {
        return path;
    }
    format!("https://{host}/{}", path.trim_start_matches('/'))
}
