//! The log as a table without formulas, with the filters of the page.

use std::fs::File;
use std::io::BufWriter;

use actix_web::web::Data;

use super::query::AuditQuery;
use crate::admin::{AdminForm, AuditEntry, AuditFilter, audit};
use crate::app::App;
use crate::store::ExportError;
use crate::subscribers::export::safe_cell;
use crate::web::file_download::{CSV, file_download, unreadable};
use crate::web::{HandlerResult, WebError};

/// Entries that are read at a time.
const PAGE: i64 = 1_000;
const NAME: &str = "audit.csv";
const HEADER: [&str; 7] = ["at", "who", "act", "subject", "before", "after", "ip"];

/// POST /admin/audit/export
pub(super) async fn export_audit(
    app: Data<App>,
    AdminForm { session, fields }: AdminForm<AuditQuery>,
) -> HandlerResult {
    let filter = fields.filter(&app.config().site.time_zone);
    let mut tx = app.write().await?;
    audit::record(&mut tx, &session, "export", NAME, app.now()).await?;
    tx.commit().await?;
    let file = tempfile::tempfile().map_err(|error| unreadable(&error))?;
    let written = write(&app, filter, &file).await;
    written.map_err(|error| match error {
        ExportError::Store(error) => WebError::from(error),
        ExportError::Io(error) => unreadable(&error),
    })?;
    file_download(NAME, CSV, file)
}

/// Writes the entries of a choice, newest first. The command line is an empty cell.
async fn write(app: &App, mut filter: AuditFilter, to: &File) -> Result<(), ExportError> {
    let mut table = csv::Writer::from_writer(BufWriter::new(to));
    table.write_record(HEADER).map_err(std::io::Error::from)?;
    filter.before = None;
    loop {
        let entries = audit::list(&mut app.read().await?, &filter, PAGE).await?;
        let Some(last) = entries.last() else {
            return Ok(table.flush()?);
        };
        filter.before = Some(last.id);
        for entry in entries {
            table
                .write_record(cells(entry))
                .map_err(std::io::Error::from)?;
        }
    }
}

fn cells(entry: AuditEntry) -> [String; 7] {
    let cells = [
        entry.at.to_string(),
        entry.who.unwrap_or_default(),
        entry.action,
        entry.subject,
        entry.value_before.unwrap_or_default(),
        entry.value_after.unwrap_or_default(),
        entry.ip.unwrap_or_default(),
    ];
    cells.map(safe_cell)
}
