//! Rows of Isso, and what they mean.

use std::io::{self, Read, Write};

use html_escape::decode_html_entities;
use tokio::runtime::Handle;

use super::queries::{self, IssoRow};
use crate::clock::Timestamp;
use crate::comments::import::model::{ForeignComment, ForeignState};
use crate::comments::import::report::BadRecord;
use crate::comments::import::taking::{ReadContext, ReadEnd, Take};

/// Comments read at a time.
const PAGE: i64 = 500;

/// Reads every comment of the database. It runs on a blocking thread of the runtime.
pub(in crate::comments::import) fn read(
    mut file: impl Read,
    context: &ReadContext,
    take: &mut Take<'_>,
) -> Result<(), ReadEnd> {
    // SQLite opens files by name, and the one that was given may be packed.
    let mut copy = tempfile::NamedTempFile::new()?;
    io::copy(&mut file, &mut copy)?;
    copy.flush()?;
    let runtime = Handle::current();
    let mut isso = runtime
        .block_on(queries::open(copy.path()))
        .map_err(io::Error::other)?;
    let mut last = 0;
    loop {
        let rows = queries::comments_after(&mut isso, last, PAGE);
        let rows = runtime.block_on(rows).map_err(io::Error::other)?;
        let Some(end) = rows.last() else {
            return Ok(());
        };
        last = end.id;
        for row in rows {
            take(comment(row, context).into())?;
        }
    }
}

fn comment(row: IssoRow, context: &ReadContext) -> Result<ForeignComment, BadRecord> {
    let id = row.id.to_string();
    let page = context.page(&id, &row.uri, &row.title.unwrap_or_default())?;
    let unescaped = |text: Option<String>| {
        let text = text.unwrap_or_default();
        decode_html_entities(&text).into_owned()
    };
    let parent = row.parent.map(|parent| parent.to_string());
    Ok(ForeignComment {
        parents: parent.into_iter().collect(),
        name: unescaped(row.author),
        email: row.email.unwrap_or_default(),
        url: unescaped(row.website),
        ip: row.remote_addr.and_then(|ip| ip.parse().ok()),
        text: row.text.unwrap_or_default(),
        state: ForeignState::shown(row.mode == 1).or_deleted(row.mode == 4),
        ..ForeignComment::new(id, page, whole_seconds(row.created))
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float becomes the nearest number that there is"
)]
fn whole_seconds(seconds: f64) -> Timestamp {
    Timestamp::from_unix(seconds.floor() as i64)
}
