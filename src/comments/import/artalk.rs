//! Artrans, the export of Artalk: a list of comments in Markdown, whose values are all texts. Written from Artalk's source.

use std::io::Read;

use super::json::{self, Object, bad, is_true, parents, text};
use super::model::{ForeignComment, ForeignState, Record, TextForm};
use super::moment::moment;
use super::taking::{ReadContext, ReadEnd, Take};
use crate::comments::model::CommentStatus;
use crate::page_key::web_address;

/// Reads every comment of the file.
pub(super) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    json::records(file, &[], &mut |_, record| take(comment(&record, context)))
}

fn comment(record: &Object, context: &ReadContext) -> Record {
    let id = text(record, "id");
    if id.is_empty() {
        return bad("", "it has no id");
    }
    let time = text(record, "created_at");
    let Some(written_at) = moment(&time, context.zone.rules()) else {
        return bad(&id, format!("`{time}` is no time"));
    };
    let page = match context
        .pages
        .page(&address(record), &text(record, "page_title"))
    {
        Ok(page) => page,
        Err(why) => return bad(&id, why),
    };
    let status = if is_true(record, "is_pending") {
        CommentStatus::Pending
    } else {
        CommentStatus::Approved
    };
    Record::Comment(Box::new(ForeignComment {
        parents: parents(record, &["rid"]),
        page,
        name: text(record, "nick"),
        email: text(record, "email"),
        url: text(record, "link"),
        ip: text(record, "ip").parse().ok(),
        text: text(record, "content"),
        form: TextForm::Markdown,
        state: ForeignState::Status(status),
        written_at,
        local_time: Some(time),
        fault: None,
        id,
    }))
}

/// The page's address: Artalk names pages by address, or by path below the first of the site's addresses.
fn address(record: &Object) -> String {
    let key = text(record, "page_key");
    let sites = text(record, "site_urls");
    let site = sites.split(',').next().and_then(web_address);
    match site.filter(|_| key.starts_with('/')) {
        Some(site) => site.join(&key).map(String::from).unwrap_or(key),
        None => key,
    }
}
