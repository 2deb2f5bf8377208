//! Reads a file into batches of rows, one batch ahead of the database.

use std::io::Read;

use tokio::sync::mpsc::Sender;

use super::error::CommentImportError;
use super::format::CommentFormat;
use super::input::Input;
use super::prepare::{Preparation, PreparedRecord};
use super::taking::{ReadContext, ReadEnd};
use super::{artalk, comentario, commento, disqus, gudok, isso, remark42, twikoo, waline, wxr};

/// Records of a batch: a write of a few milliseconds.
const BATCH: usize = 250;

/// A batch.
#[derive(Debug)]
pub(super) struct Batch {
    /// The program that wrote the file.
    pub format: CommentFormat,
    pub records: Vec<PreparedRecord>,
    /// Why the rest of the file cannot be read.
    pub unread: Option<String>,
}

/// Reads the whole file. It runs on a blocking thread.
pub(super) fn read(
    file: impl Read + 'static,
    format: Option<CommentFormat>,
    context: &ReadContext,
    preparation: &Preparation,
    batches: &Sender<Batch>,
) -> Result<(), CommentImportError> {
    let input = Input::open(file)?;
    let found = CommentFormat::of_beginning(&input.beginning);
    let format = format.or(found).ok_or(CommentImportError::UnknownFormat)?;
    // Version 1 of Comentario's is Commento's, which names hosts.
    let is_commentos = format == CommentFormat::Comentario && is_of_version_1(&input.beginning);
    if format.names_paths() && !is_commentos && context.pages.site.is_none() {
        return Err(CommentImportError::NoSite(format));
    }
    let mut batch = Vec::with_capacity(BATCH);
    let mut take = |record| {
        batch.push(preparation.prepare(format, record));
        if batch.len() < BATCH {
            return Ok(());
        }
        let full = Batch {
            format,
            records: std::mem::replace(&mut batch, Vec::with_capacity(BATCH)),
            unread: None,
        };
        batches
            .blocking_send(full)
            .map_err(|_| ReadEnd::NobodyWaits)
    };
    let (file, take) = (input.all, &mut take);
    let ended = match format {
        CommentFormat::Wxr => wxr::read(file, context, take),
        CommentFormat::Disqus => disqus::read(file, context, take),
        CommentFormat::Isso => isso::read(file, context, take),
        CommentFormat::Remark42 => remark42::read(file, context, take),
        CommentFormat::Commento => commento::read(file, context, take),
        CommentFormat::Comentario if is_commentos => commento::read(file, context, take),
        CommentFormat::Comentario => comentario::read(file, context, take),
        CommentFormat::Artalk => artalk::read(file, context, take),
        CommentFormat::Waline => waline::read(file, context, take),
        CommentFormat::Gudok => gudok::read(file, context, take),
        CommentFormat::Twikoo => twikoo::read(file, context, take),
    };
    // Where nobody waits for the last batch, the database failed, and says so itself.
    let _ = batches.blocking_send(Batch {
        format,
        records: batch,
        unread: match ended {
            Err(ReadEnd::Broken(why)) => Some(why),
            Ok(()) | Err(ReadEnd::NobodyWaits) => None,
        },
    });
    Ok(())
}

fn is_of_version_1(beginning: &[u8]) -> bool {
    memchr::memmem::find(beginning, b"\"commentHex\"").is_some()
}
