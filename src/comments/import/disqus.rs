//! The export of Disqus: threads, then posts in HTML. Written from three importers of other programs.

use std::collections::HashMap;
use std::io::Read;
use std::sync::Arc;

use memchr::memmem;

use super::model::{ForeignComment, ForeignState, LeftOut, Record, SkipReason, TextForm};
use super::moment::{self, rfc3339};
use super::pages::Page;
use super::report::BadRecord;
use super::taking::{ReadContext, ReadEnd, Take};
use super::xml::fields::{CDATA, CDATA_END, FieldText, end_of};
use super::xml::records::{LONGEST_TAG, RecordMarks};
use super::xml::window::Window;
use crate::comments::model::CommentStatus;

const THREAD: RecordMarks = RecordMarks {
    begin: b"<thread dsq:id=",
    end: b"</thread>",
    others: &[b"<post dsq:id=", b"</disqus>"],
};
const POST: RecordMarks = RecordMarks {
    begin: b"<post dsq:id=",
    end: b"</post>",
    others: &[b"</disqus>"],
};

/// A thread of the file: its page, or what is wrong with it, and whether readers saw it.
struct DisqusThread {
    page: Result<Arc<Page>, String>,
    is_deleted: bool,
}

/// Reads every comment of the file.
pub(super) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    let mut window = Window::new(file);
    let mut threads: HashMap<String, DisqusThread> = HashMap::new();
    while window.pass_to(b"<") {
        window.reach(LONGEST_TAG);
        let marks = match window.bytes() {
            bytes if bytes.starts_with(CDATA) => {
                window.pass_to(CDATA_END);
                continue;
            }
            bytes if bytes.starts_with(THREAD.begin) => THREAD,
            bytes if bytes.starts_with(POST.begin) => POST,
            _ => {
                window.pass(1);
                continue;
            }
        };
        let record = match marks.end_in(&mut window) {
            // Disqus escapes brackets in texts, so a text without its end has swallowed the next record.
            Ok(end) if has_another(&window.bytes()[..end], marks) => {
                let id = Fields(window.bytes()).id(marks.begin);
                marks.pass_broken(&mut window);
                Some(Record::Bad(BadRecord::lost(
                    &id,
                    "a text of it does not end",
                )))
            }
            Ok(end) => {
                let fields = Fields(&window.bytes()[..end]);
                let record = if marks.begin == THREAD.begin {
                    threads.insert(fields.id(THREAD.begin), fields.thread(context));
                    None
                } else {
                    Some(fields.comment(&threads).unwrap_or_else(Record::Bad))
                };
                window.pass(end + marks.end.len());
                record
            }
            Err(why) => {
                let id = Fields(window.bytes()).id(marks.begin);
                marks.pass_broken(&mut window);
                Some(Record::Bad(BadRecord::lost(&id, why)))
            }
        };
        if let Some(record) = record {
            take(record)?;
        }
    }
    window.end("</disqus>")
}

fn has_another(record: &[u8], marks: RecordMarks) -> bool {
    memmem::find(&record[marks.begin.len()..], POST.begin).is_some()
}

/// The bytes of a record.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    /// The id in the first tag that begins like this.
    fn id(&self, begin: &[u8]) -> String {
        let Some(at) = memmem::find(self.0, begin) else {
            return String::new();
        };
        let value = self.0[at + begin.len()..].get(1..).unwrap_or_default();
        let end = memchr::memchr2(b'"', b'\'', &value[..value.len().min(LONGEST_TAG)]);
        let id = end.and_then(|end| std::str::from_utf8(&value[..end]).ok());
        id.unwrap_or_default().to_owned()
    }

    /// The first field of this name; empty when it is not there.
    fn text(&self, name: &str) -> String {
        self.field(name).text.trim().to_owned()
    }

    fn field(&self, name: &str) -> FieldText {
        let (opening, closing) = (format!("<{name}>"), format!("</{name}>"));
        let content = end_of(self.0, 0, opening.as_bytes()).and_then(|at| {
            let from = at + opening.len();
            let end = end_of(self.0, from, closing.as_bytes())?;
            self.0.get(from..end)
        });
        content.map(FieldText::read).unwrap_or_default()
    }

    fn thread(&self, context: &ReadContext) -> DisqusThread {
        let link = self.text("link");
        DisqusThread {
            page: context.pages.page(&link, &self.text("title")),
            is_deleted: self.text("isDeleted") == "true",
        }
    }

    fn comment(&self, threads: &HashMap<String, DisqusThread>) -> Result<Record, BadRecord> {
        let id = self.id(POST.begin);
        if id.is_empty() {
            return Err(BadRecord::lost("", "it has no id"));
        }
        let parent = Some(self.id(b"<parent dsq:id=")).filter(|id| !id.is_empty());
        let parents: Vec<String> = parent.into_iter().collect();
        let written_at = moment::of_comment(&id, &self.text("createdAt"), rfc3339)?;
        let page = match threads.get(&self.id(THREAD.begin)) {
            Some(thread) if thread.is_deleted => {
                let why = SkipReason::BinnedPost;
                return Ok(Record::LeftOut(LeftOut { id, parents, why }));
            }
            Some(thread) => thread.page.clone(),
            None => Err("its thread is not in the file".into()),
        };
        let page = page.map_err(|why| BadRecord::lost(&id, why))?;
        let message = self.field("message");
        let flags = ["isDeleted", "isSpam", "isApproved"].map(|name| self.text(name));
        let state = match flags.each_ref().map(String::as_str) {
            ["true", ..] => ForeignState::Deleted,
            [_, "true", _] => ForeignState::Status(CommentStatus::Spam),
            // Some exports have no isApproved. An unknown word is never public.
            flags => {
                ForeignState::shown(matches!(flags, ["false" | "", "false" | "", "true" | ""]))
            }
        };
        Ok(Record::Comment(Box::new(ForeignComment {
            parents,
            name: self.text("name"),
            email: self.text("email"),
            ip: self.text("ipAddress").parse().ok(),
            text: message.text,
            form: TextForm::Html,
            state,
            fault: message.fault,
            ..ForeignComment::new(id, page, written_at)
        })))
    }
}
