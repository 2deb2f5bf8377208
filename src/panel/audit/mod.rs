//! The audit log: who changed what and when, found by filters, and as a table to download.

mod download;
mod page;
mod query;
mod words;

use actix_web::web::{self, ServiceConfig};

/// Mounts the page.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .route("/audit", web::get().to(page::audit_page))
        .route("/audit/export", web::post().to(download::export_audit));
}
