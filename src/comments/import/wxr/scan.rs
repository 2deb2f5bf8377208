//! Finds posts and comments in the file. Behind a broken comment the search goes on right after its beginning.

use std::io::Read;

use super::comment::WxrComment;
use super::post::{FIELDS, Post};
use crate::comments::import::model::Record;
use crate::comments::import::report::BadRecord;
use crate::comments::import::taking::{ReadContext, ReadEnd, Take};
use crate::comments::import::xml::fields::{CDATA, CDATA_END, FieldText, tag};
use crate::comments::import::xml::records::{LONGEST_TAG, RecordMarks};
use crate::comments::import::xml::window::Window;

const ITEM: &[u8] = b"<item";
const ITEM_END: &[u8] = b"</item>";
const COMMENT: RecordMarks = RecordMarks {
    begin: b"<wp:comment>",
    end: b"</wp:comment>",
    others: &[ITEM, ITEM_END],
};

/// Bytes of the longest field of a post that is read.
const LONGEST_FIELD: usize = 16 * 1024;

/// Reads every comment of the file.
pub(in crate::comments::import) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    let mut scan = Scan {
        window: Window::new(file),
        post: Post::default(),
        context,
        take,
    };
    scan.run()?;
    scan.window.end("</rss>")
}

struct Scan<'a, 't, R> {
    window: Window<R>,
    post: Post,
    context: &'a ReadContext,
    take: &'a mut Take<'t>,
}

impl<R: Read> Scan<'_, '_, R> {
    fn run(&mut self) -> Result<(), ReadEnd> {
        while self.window.pass_to(b"<") {
            self.window.reach(LONGEST_TAG);
            let bytes = self.window.bytes();
            if bytes.starts_with(CDATA) {
                // A text of the post, however long.
                self.window.pass_to(CDATA_END);
                self.window.pass(CDATA_END.len());
            } else if bytes.starts_with(COMMENT.begin) {
                self.comment()?;
            } else if bytes.starts_with(ITEM) || bytes.starts_with(ITEM_END) {
                self.post.end();
                self.window.pass(ITEM.len());
            } else {
                self.field();
            }
        }
        Ok(())
    }

    /// Reads a field of the post, or passes over a bracket.
    fn field(&mut self) {
        let tag = tag(self.window.bytes()).filter(|(name, _)| FIELDS.contains(name));
        let Some((name, length)) = tag.map(|(name, length)| (name.to_owned(), length)) else {
            self.window.pass(1);
            return;
        };
        let closing = format!("</{name}>");
        let end = self.window.find(length, closing.as_bytes(), LONGEST_FIELD);
        let Some(end) = end else {
            self.window.pass(length);
            return;
        };
        let text = FieldText::read(&self.window.bytes()[length..end]).text;
        self.post.take(&name, text.trim().to_owned());
        self.window.pass(end + closing.len());
    }

    fn comment(&mut self) -> Result<(), ReadEnd> {
        let read = match COMMENT.end_in(&mut self.window) {
            Ok(end) => WxrComment::read(&self.window.bytes()[COMMENT.begin.len()..end])
                .map(|comment| (comment, end + COMMENT.end.len())),
            Err(why) => Err(BadRecord::lost("", why)),
        };
        match read {
            Ok((comment, length)) => {
                self.window.pass(length);
                let record = self.record(comment);
                (self.take)(record)
            }
            Err(bad) => {
                COMMENT.pass_broken(&mut self.window);
                (self.take)(Record::Bad(bad))
            }
        }
    }

    fn record(&mut self, comment: WxrComment) -> Record {
        let hidden = || self.post.hides_comments();
        if let Some(why) = comment.other_kind().or_else(hidden) {
            return comment.left_out(why);
        }
        match self.post.page(&self.context.pages) {
            Ok(page) => {
                let is_held = self.post.holds_comments();
                comment.into_record(page, &self.context.zone, is_held)
            }
            Err(why) => comment.bad(why),
        }
    }
}
