//! Artrans, the export of Artalk: a list of comments in Markdown, whose values are all texts. Written from Artalk's source.

use std::io::Read;

use super::json::{self, Object, id, is_true, parents, text};
use super::model::{ForeignComment, ForeignState};
use super::report::BadRecord;
use super::taking::{ReadContext, ReadEnd, Take};
use crate::page_key::web_address;

/// Reads every comment of the file.
pub(super) fn read(
    file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    json::records(file, &[], &mut |_, record| {
        take(comment(&record, context).into())
    })
}

fn comment(record: &Object, context: &ReadContext) -> Result<ForeignComment, BadRecord> {
    let id = id(record, &["id"])?;
    let time = text(record, "created_at");
    let written_at = context.moment(&id, &time)?;
    let page = context.page(&id, &address(record), &text(record, "page_title"))?;
    Ok(ForeignComment {
        parents: parents(record, &["rid"]),
        name: text(record, "nick"),
        email: text(record, "email"),
        url: text(record, "link"),
        ip: text(record, "ip").parse().ok(),
        text: text(record, "content"),
        state: ForeignState::shown(!is_true(record, "is_pending")),
        local_time: Some(time),
        ..ForeignComment::new(id, page, written_at)
    })
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
