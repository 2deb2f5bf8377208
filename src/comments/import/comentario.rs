//! The export of Comentario 3: pages, comments and people apart. Written from its source; version 1 is Commento's.

use std::collections::HashMap;
use std::io::Read;

use super::commento::{People, Person};
use super::json::{self, Object, id, is_true, parents, text};
use super::model::{ForeignComment, ForeignState, TextForm};
use super::moment::{self, rfc3339};
use super::report::BadRecord;
use super::taking::{ReadContext, ReadEnd, Take};

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
        take(comment.read(&pages, &people, context).into())?;
    }
    ended
}

/// What is kept of a comment until its page and its author are known.
struct HeldComment {
    id: Result<String, BadRecord>,
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
        let is_shown = is_true(record, "isApproved") && !is_true(record, "isPending");
        Self {
            id: id(record, &["id"]),
            parents: parents(record, &["parentId"]),
            page: text(record, "pageId"),
            person: text(record, "userCreated"),
            name: text(record, "authorName"),
            time: text(record, "createdTime"),
            text: text_of,
            form,
            state: ForeignState::shown(is_shown).or_deleted(is_true(record, "isDeleted")),
        }
    }

    fn read(
        self,
        pages: &PagesById,
        people: &People,
        context: &ReadContext,
    ) -> Result<ForeignComment, BadRecord> {
        let id = self.id?;
        let written_at = moment::of_comment(&id, &self.time, rfc3339)?;
        let page = pages.get(&self.page);
        let (path, title) =
            page.ok_or_else(|| BadRecord::lost(&id, "its page is not in the file"))?;
        let page = context.page(&id, path, title)?;
        let mut comment = ForeignComment {
            parents: self.parents,
            text: self.text,
            form: self.form,
            state: self.state,
            ..ForeignComment::new(id, page, written_at)
        };
        if let Some(person) = people.get(&self.person) {
            person.sign(&mut comment);
        }
        if !self.name.is_empty() {
            comment.name = self.name;
        }
        Ok(comment)
    }
}
