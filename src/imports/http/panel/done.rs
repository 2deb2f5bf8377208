//! The message after an action, and the way back to the import.

use actix_web::HttpResponse;

use crate::imports::ImportId;
use crate::web::{PageContext, see_other};

/// An action that was done; the address of the page carries it as `done`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ImportDone {
    Uploaded,
    Checking,
    Running,
    Stopped,
    Resumed,
    Removed,
    /// Somebody else changed the import first.
    Stale,
}

crate::text_enum!(ImportDone {
    Uploaded => "uploaded", Checking => "checking", Running => "running", Stopped => "stopped",
    Resumed => "resumed", Removed => "removed", Stale => "stale",
});

/// Redirects to the import's page. While a job works on it, the page reloads itself.
pub(super) fn back(page: &PageContext, id: ImportId, done: ImportDone) -> HttpResponse {
    let is_live = matches!(
        done,
        ImportDone::Checking | ImportDone::Running | ImportDone::Resumed
    );
    let live = if is_live { "&live=true" } else { "" };
    see_other(&page.link(&format!("/admin/imports/{}?done={done}{live}", id.0)))
}
