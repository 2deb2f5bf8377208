//! The export of Commento, Commento++ and Comentario 2: Markdown, and people behind the comments. Written from their source.

use std::collections::HashMap;
use std::io::Read;

use super::json::{self, Object, first, id, is_true, parents, text};
use super::model::{ForeignComment, ForeignState, Record};
use super::moment::{self, rfc3339};
use super::report::BadRecord;
use super::taking::{ReadContext, ReadEnd, Take};

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
        Self {
            name: text(record, "name"),
            email: text(record, "email"),
            url: first(record, &["link", "websiteUrl"]),
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
            Ok(comment) => held.push((text(&record, "commenterHex"), comment)),
            Err(bad) => take(Record::Bad(bad))?,
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

fn comment(record: &Object, context: &ReadContext) -> Result<ForeignComment, BadRecord> {
    let id = id(record, &["commentHex"])?;
    let written_at = moment::of_comment(&id, &text(record, "creationDate"), rfc3339)?;
    let page = context.page(&id, &address(record), "")?;
    let markdown = text(record, "markdown");
    let is_deleted = is_true(record, "deleted") || markdown.is_empty() || markdown == DELETED;
    Ok(ForeignComment {
        parents: parents(record, &["parentHex"]),
        text: markdown,
        state: ForeignState::shown(text(record, "state") == "approved").or_deleted(is_deleted),
        ..ForeignComment::new(id, page, written_at)
    })
}

/// Commento names the path `url`, Comentario `path`.
fn address(record: &Object) -> String {
    let (host, path) = (
        first(record, &["domain", "host"]),
        first(record, &["path", "url"]),
    );
    if host.is_empty() || path.contains("://") {
        return path;
    }
    format!("https://{host}/{}", path.trim_start_matches('/'))
}
