//! Files that a browser keeps, read a piece at a time, so that none is held in memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::web::{self, Bytes};

use super::{HandlerResult, WebError};

/// Octets of a file that are read at a time.
const CHUNK: usize = 64 * 1024;

/// The type of a table.
pub const CSV: &str = "text/csv; charset=utf-8";

/// The header that makes a browser keep a response under this name, which is one of ours.
pub fn attachment(name: &str) -> String {
    format!("attachment; filename=\"{name}\"")
}

/// Returns a whole file under this name. No cache stores it.
pub fn file_download(name: &str, content_type: &str, mut file: File) -> HandlerResult {
    file.seek(SeekFrom::Start(0))
        .map_err(|error| unreadable(&error))?;
    Ok(HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, attachment(name)))
        .streaming(futures_util::stream::unfold(Some(file), next_chunk)))
}

/// The answer where a file for a download cannot be written or read.
pub fn unreadable(error: &io::Error) -> WebError {
    tracing::error!(%error, "a file for a download could not be written or read");
    WebError::Internal
}

/// The next octets of a file; after its end or an error there is none.
async fn next_chunk(file: Option<File>) -> Option<(io::Result<Bytes>, Option<File>)> {
    let mut file = file?;
    let read = web::block(move || {
        let mut bytes = vec![0; CHUNK];
        let octets = file.read(&mut bytes)?;
        bytes.truncate(octets);
        Ok::<_, io::Error>((bytes, file))
    });
    match read.await {
        Ok(Ok((bytes, _))) if bytes.is_empty() => None,
        Ok(Ok((bytes, file))) => Some((Ok(bytes.into()), Some(file))),
        Ok(Err(error)) => Some((Err(error), None)),
        Err(error) => Some((Err(io::Error::other(error)), None)),
    }
}
