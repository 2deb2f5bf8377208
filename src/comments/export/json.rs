//! The JSON of the export; docs/moving-comments.md explains its fields.

use std::io::{self, Write};

use serde::Serialize;

use super::model::{ExportedComment, ExportedThread};

#[derive(Serialize)]
struct CommentJson<'a> {
    key: &'a str,
    parent: Option<&'a str>,
    thread: ThreadJson<'a>,
    name: &'a str,
    email: &'a str,
    url: Option<&'a str>,
    body: &'a str,
    status: &'static str,
    ip: Option<&'a str>,
    locale: &'static str,
    created_at: String,
}

#[derive(Serialize)]
struct ThreadJson<'a> {
    key: &'a str,
    title: &'a str,
    url: Option<&'a str>,
    created_at: String,
}

pub(super) fn begin(to: &mut impl Write) -> io::Result<()> {
    write!(
        to,
        "{{\"format\":\"gudok-comments\",\"version\":1,\"comments\":["
    )
}

pub(super) fn comment(
    to: &mut impl Write,
    thread: &ExportedThread,
    comment: &ExportedComment,
    is_first: bool,
) -> io::Result<()> {
    let json = CommentJson {
        key: &comment.import_key,
        parent: comment.parent_key.as_deref(),
        thread: ThreadJson {
            key: &thread.key,
            title: &thread.title,
            url: thread.url.as_deref(),
            created_at: thread.created_at.to_string(),
        },
        name: &comment.name,
        email: &comment.email,
        url: comment.url.as_deref(),
        body: &comment.body,
        // The place of a comment that another program had deleted.
        status: if comment.html.is_empty() {
            "deleted"
        } else {
            comment.status.as_str()
        },
        ip: comment.ip.as_deref(),
        locale: comment.locale.as_str(),
        created_at: comment.created_at.to_string(),
    };
    to.write_all(if is_first { b"\n" } else { b",\n" })?;
    Ok(serde_json::to_writer(to, &json)?)
}

pub(super) fn end(to: &mut impl Write) -> io::Result<()> {
    writeln!(to, "\n]}}")
}
