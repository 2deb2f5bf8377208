//! The export of Twikoo: a list of comments in HTML. Its `isSpam` stands for a held comment as well.

use std::io::Read;

use super::json::{self, Object, first, id, is_true, parents, text};
use super::model::{ForeignComment, ForeignState, TextForm};
use super::moment;
use super::report::BadRecord;
use super::taking::{ReadContext, ReadEnd, Take};
use crate::clock::Timestamp;

/// What Twikoo calls a person without a name.
const NOBODY: &str = "匿名";

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
    let id = id(record, &["_id", "id"])?;
    let written_at = moment::of_comment(&id, &text(record, "created"), of_milliseconds)?;
    let page = context.page(&id, &first(record, &["href", "url"]), "")?;
    let name = Some(text(record, "nick")).filter(|name| name != NOBODY);
    Ok(ForeignComment {
        parents: parents(record, &["pid", "rid"]),
        name: name.unwrap_or_default(),
        email: text(record, "mail"),
        url: text(record, "link"),
        ip: text(record, "ip").parse().ok(),
        text: text(record, "comment"),
        form: TextForm::Html,
        state: ForeignState::shown(!is_true(record, "isSpam")),
        ..ForeignComment::new(id, page, written_at)
    })
}

fn of_milliseconds(text: &str) -> Option<Timestamp> {
    let milliseconds: i64 = text.parse().ok()?;
    Some(Timestamp::from_unix(milliseconds.div_euclid(1_000)))
}
