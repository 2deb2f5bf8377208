//! Reading a thread, as a page, as a list for programs and feeds, and in counts.

mod listing;
pub mod order;
mod policy;
pub(super) mod queries;
mod state;
mod title;
mod tree;
mod view;

pub use listing::{CommentListing, counts, list, newest};
pub use state::{ThreadState, state};
pub use title::{title, titles};
pub use tree::{DEEPEST, ThreadEntry};
pub use view::{ThreadPart, ThreadView, answered, changeable, has_own, moved, view, waiting};
