//! Files that owners download: everything of a capability, and the rows that an import could not read.

use std::fs::File;
use std::io::BufWriter;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use crate::admin::{AdminForm, audit};
use crate::app::App;
use crate::comments::export as comments;
use crate::imports::{ImportId, faults as first_faults, find};
use crate::store::ExportError;
use crate::subscribers::export as subscribers;
use crate::web::file_download::{CSV, attachment, file_download, unreadable};
use crate::web::{HandlerResult, WebError};

/// The most rows of a file of faults.
const MOST_FAULTS: i64 = 10_000;

/// What is downloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Download {
    SubscribersCsv,
    SubscribersJson,
    CommentsJson,
    CommentsWxr,
}

crate::text_enum!(Download {
    SubscribersCsv => "subscribers.csv", SubscribersJson => "subscribers.json",
    CommentsJson => "comments.json", CommentsWxr => "comments.xml",
});

impl Download {
    fn content_type(self) -> &'static str {
        match self {
            Self::SubscribersCsv => CSV,
            Self::SubscribersJson | Self::CommentsJson => "application/json",
            Self::CommentsWxr => "application/xml; charset=utf-8",
        }
    }

    async fn write(self, app: &App, to: &File) -> Result<(), ExportError> {
        let to = BufWriter::new(to);
        match self {
            Self::SubscribersCsv => {
                subscribers::export(app, subscribers::ExportFormat::Csv, to).await
            }
            Self::SubscribersJson => {
                subscribers::export(app, subscribers::ExportFormat::Json, to).await
            }
            Self::CommentsJson => comments::export(app, comments::ExportFormat::Json, to).await,
            Self::CommentsWxr => comments::export(app, comments::ExportFormat::Wxr, to).await,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct ExportForm {
    what: String,
}

/// POST /admin/imports/export
pub(super) async fn export_all(
    app: Data<App>,
    AdminForm { session, fields }: AdminForm<ExportForm>,
) -> HandlerResult {
    let what: Download = fields.what.parse().map_err(WebError::Malformed)?;
    let mut tx = app.write().await?;
    audit::record(&mut tx, &session, "export", what.as_str(), app.now()).await?;
    tx.commit().await?;
    let file = tempfile::tempfile().map_err(|error| unreadable(&error))?;
    what.write(&app, &file).await.map_err(|error| match error {
        ExportError::Store(error) => error.into(),
        ExportError::Io(error) => unreadable(&error),
    })?;
    file_download(what.as_str(), what.content_type(), file)
}

/// GET /admin/imports/{id}/faults
pub(super) async fn faults(app: Data<App>, id: Path<i64>) -> HandlerResult {
    let mut tx = app.read().await?;
    let import = find(&mut tx, ImportId(*id)).await?;
    let import = import.ok_or(WebError::NotFound)?;
    let faults = first_faults(&mut tx, import.id, MOST_FAULTS).await?;
    drop(tx);
    let mut table = csv::Writer::from_writer(Vec::new());
    let failed = |_| WebError::Internal;
    table.write_record(["place", "reason"]).map_err(failed)?;
    for fault in faults {
        let cells = [fault.place, fault.why].map(subscribers::safe_cell);
        table.write_record(cells).map_err(failed)?;
    }
    let table = table.into_inner().map_err(|_| WebError::Internal)?;
    // Spreadsheets tell UTF-8 by its mark.
    let body = ["\u{feff}".as_bytes(), &table].concat();
    let name = format!("import-{}-faults.csv", import.id.0);
    Ok(HttpResponse::Ok()
        .content_type(CSV)
        .insert_header((CONTENT_DISPOSITION, attachment(&name)))
        .body(body))
}
