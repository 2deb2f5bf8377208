//! The export of Comentario 3: pages, comments and people apart. Written from its source; version 1 is Commento's.

use std::collections::HashMap;
use std::io::Read;

use super::commento::{People, Person};
use super::json::{self, Object, bad, is_true, parents, text};
use super::model::{ForeignComment, ForeignState, Record, TextForm};
use super::moment::rfc3339;
use super::taking::{ReadContext, ReadEnd, Take};
use crate::comments::model::CommentStatus;

/// Path and title of the pages, by their ids.
type PagesById = HashMap<String, (String, String)>;

/// Reads every comment of the file.
pub(super) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    let (mut pages, mut people, mut held) = (PagesById::new(), People::new(), Vec::new());
    let lists = ["pages", "comments", "commenters"];
    let ended = json::records(file, &lists, &mut |list, record| {
        match list {
            "pages" => {
                pages.insert(
                    text(&record, "id"),
                    (text(&record, "path"), text(&record, "title")),
                );
            }
            "commenters" => {
                people.insert(text(&record, "id"), Person::of(&record));
            }
            // The lists may stand in any order, so comments wait for the others.
            _ => held.push(HeldComment::of(&record)),
        }
        Ok(())
    });
    for comment in held {
        take(comment.into_record(&pages, &people, context))?;
    }
    ended
}

/// What is kept of a comment until its page and its author are known.
struct HeldComment {
    id: String,
    parents: Vec<String>,
    page: String,
    person: String,
    name: String,
    time: String,
    text: String,
    form: TextForm,
    state: ForeignState,
}

impl HeldComment {
    fn of(record: &Object) -> Self {
        let (markdown, html) = (text(record, "markdown"), text(record, "html"));
        let (text_of, form) = if markdown.is_empty() {
            (html, TextForm::Html)
        } else {
            (markdown, TextForm::Markdown)
        };
        let status = if is_true(record, "isApproved") && !is_true(record, "isPending") {
            CommentStatus::Approved
        } else {
            CommentStatus::Pending
        };
        Self {
            id: text(record, "id"),
            parents: parents(record, &["parentId"]),
            page: text(record, "pageId"),
            person: text(record, "userCreated"),
            name: text(record, "authorName"),
            time: text(record, "createdTime"),
            text: text_of,
            form,
            state: if is_true(record, "isDeleted") {
                ForeignState::Deleted
            } else {
                ForeignState::Status(status)
            },
        }
    }

    fn into_record(self, pages: &PagesById, people: &People, context: &ReadContext) -> Record {
        if self.id.is_empty() {
            return bad("", "it has no id");
        }
        let Some(written_at) = rfc3339(&self.time) else {
            return bad(&self.id, format!("`{}` is no time", self.time));
        };
        let Some((path, title)) = pages.get(&self.page) else {
            return bad(&self.id, "its page is not in the file");
        };
        let page = match context.pages.page(path, title) {
            Ok(page) => page,
            Err(why) => return bad(&self.id, why),
        };
        let mut comment = ForeignComment {
            id: self.id,
            parents: self.parents,
            page,
            name: String::new(),
            email: String::new(),
            url: String::new(),
            ip: None,
            text: self.text,
            form: self.form,
            state: self.state,
            written_at,
            local_time: None,
            fault: None,
        };
        if let Some(person) = people.get(&self.person) {
            person.sign(&mut comment);
        }
        if !self.name.is_empty() {
            comment.name = self.name;
        }
        Record::Comment(Box::new(comment))
    }
}
