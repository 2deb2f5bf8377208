//! The message after an action, and the way back to the list.

use actix_web::HttpResponse;

use crate::web::{PageContext, see_other};

/// An action that was done; the address of the list carries it as `done`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PostsDone {
    Added,
    Known,
    Queued,
    Removed,
    Offered,
    Withdrawn,
    Withheld,
    Released,
    Resent,
}

crate::text_enum!(PostsDone {
    Added => "added", Known => "known", Queued => "queued", Removed => "removed",
    Offered => "offered", Withdrawn => "withdrawn",
    Withheld => "withheld", Released => "released", Resent => "resent",
});

/// Redirects to the list, which shows the message.
pub(super) fn back(page: &PageContext, done: PostsDone) -> HttpResponse {
    see_other(&page.link(&format!("/admin/posts?done={done}")))
}
