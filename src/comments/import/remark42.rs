//! The backup of remark42: a JSON value a line, the first of them about the site. Addresses and titles of pages are escaped as HTML.
//! A network address is a hash there, so none comes.

use std::io::{BufRead, BufReader, Read};

use html_escape::decode_html_entities;
use serde_json::Value;

use super::json::{Object, id, is_true, parents, text};
use super::model::{ForeignComment, ForeignState, Record, TextForm};
use super::moment::{self, rfc3339};
use super::report::BadRecord;
use super::taking::{ReadContext, ReadEnd, Take};

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
            Ok(Value::Object(record)) => comment(&record, context).into(),
            _ => Record::Bad(BadRecord::lost("", format!("line {number} is no JSON"))),
        };
        take(record)?;
    }
    Ok(())
}

fn comment(record: &Object, context: &ReadContext) -> Result<ForeignComment, BadRecord> {
    let id = id(record, &["id"])?;
    let written_at = moment::of_comment(&id, &text(record, "time"), rfc3339)?;
    let inner = |name: &str, field: &str| {
        let object = record.get(name).and_then(Value::as_object);
        object.map(|object| text(object, field)).unwrap_or_default()
    };
    let (address, title) = (inner("locator", "url"), text(record, "title"));
    let (address, title) = (decode_html_entities(&address), decode_html_entities(&title));
    let page = context.page(&id, &address, &title)?;
    // What readers saw. The Markdown stands in for it in old files.
    let (html, markdown) = (text(record, "text"), text(record, "orig"));
    let (text, form) = if html.is_empty() {
        (markdown, TextForm::Markdown)
    } else {
        (html, TextForm::Html)
    };
    Ok(ForeignComment {
        parents: parents(record, &["pid"]),
        name: inner("user", "name"),
        text,
        form,
        // The comments of a blocked person look deleted as well: their texts are not in the file.
        state: ForeignState::shown(true).or_deleted(is_true(record, "delete")),
        ..ForeignComment::new(id, page, written_at)
    })
}
