//! The message after an action, and the way back to the list.

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;

use crate::web::PageContext;

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
    let to = page.link(&format!("/admin/posts?done={done}"));
    HttpResponse::SeeOther()
        .insert_header((LOCATION, to))
        .finish()
}
