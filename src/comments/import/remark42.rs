//! The backup of remark42: a JSON value a line, the first of them about the site. Addresses and titles of pages are escaped as HTML.

use std::io::{BufRead, BufReader, Read};

use html_escape::decode_html_entities;
use serde_json::Value;

use super::json::{Object, bad, is_true, parents, text};
use super::model::{ForeignComment, ForeignState, Record, TextForm};
use super::moment::rfc3339;
use super::taking::{ReadContext, ReadEnd, Take};
use crate::comments::model::CommentStatus;

/// Bytes of the longest line: a comment with its HTML.
const LONGEST_LINE: u64 = 4 * 1024 * 1024;

/// Reads every comment of the file.
pub(super) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    let mut lines = BufReader::new(file);
    let mut line = Vec::new();
    for number in 1_usize.. {
        line.clear();
        lines
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)?;
        if line.is_empty() {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let record = match serde_json::from_slice(&line) {
            // The line about the site.
            Ok(Value::Object(meta)) if meta.contains_key("version") && !meta.contains_key("id") => {
                continue;
            }
            Ok(Value::Object(record)) => comment(&record, context),
            _ => bad("", format!("line {number} is no JSON")),
        };
        take(record)?;
    }
    Ok(())
}

fn comment(record: &Object, context: &ReadContext) -> Record {
    let id = text(record, "id");
    if id.is_empty() {
        return bad("", "it has no id");
    }
    let time = text(record, "time");
    let Some(written_at) = rfc3339(&time) else {
        return bad(&id, format!("`{time}` is no time"));
    };
    let inner = |name: &str, field: &str| {
        let object = record.get(name).and_then(Value::as_object);
        object.map(|object| text(object, field)).unwrap_or_default()
    };
    let (address, title) = (inner("locator", "url"), text(record, "title"));
    let (address, title) = (decode_html_entities(&address), decode_html_entities(&title));
    let page = match context.pages.page(&address, &title) {
        Ok(page) => page,
        Err(why) => return bad(&id, why),
    };
    // What readers saw. The Markdown stands in for it in old files.
    let (html, markdown) = (text(record, "text"), text(record, "orig"));
    let (text, form) = if html.is_empty() {
        (markdown, TextForm::Markdown)
    } else {
        (html, TextForm::Html)
    };
    Record::Comment(Box::new(ForeignComment {
        parents: parents(record, &["pid"]),
        page,
        name: inner("user", "name"),
        email: String::new(),
        url: String::new(),
        // A hash of it.
        ip: None,
        text,
        form,
        // The comments of a blocked person look deleted as well: their texts are not in the file.
        state: if is_true(record, "delete") {
            ForeignState::Deleted
        } else {
            ForeignState::Status(CommentStatus::Approved)
        },
        written_at,
        local_time: None,
        fault: None,
        id,
    }))
}
