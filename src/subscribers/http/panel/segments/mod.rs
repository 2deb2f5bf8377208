//! `/admin/segments`: the saved segments with their counts, and the editor of one.

mod editor;
mod form;
mod list;

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};

use crate::web::{PageContext, see_other};

/// Mounts the pages.
pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/segments")
                .route(web::get().to(list::list))
                .route(web::post().to(editor::create)),
        )
        .service(web::resource("/segments/new").route(web::get().to(editor::new)))
        .service(
            web::resource("/segments/{id}")
                .route(web::get().to(editor::edit))
                .route(web::post().to(editor::change)),
        )
        .service(
            web::resource("/segments/{id}/removal").route(web::post().to(editor::remove_segment)),
        );
}

/// What was done; the address of the list carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SegmentsDone {
    Saved,
    Removed,
    /// Nothing, since a campaign is for its readers.
    InUse,
}

crate::text_enum!(SegmentsDone { Saved => "saved", Removed => "removed", InUse => "in-use" });

impl SegmentsDone {
    fn key(self) -> &'static str {
        match self {
            Self::Saved => "segments-saved",
            Self::Removed => "segments-removed",
            Self::InUse => "segments-in-use",
        }
    }
}

fn back(page: &PageContext, done: SegmentsDone) -> HttpResponse {
    see_other(&page.link(&format!("/admin/segments?done={done}")))
}
