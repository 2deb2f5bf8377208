//! Threads that become one: old spellings of one page, and pages that moved.

mod merge;
mod model;
mod page_move;
mod queries;

pub(super) use merge::join;
pub use merge::{move_pages, preview_move, respell};
pub use page_move::{PageMove, PageMoveError};
