//! `/admin/logs`: the newest lines of this process's log, without an editor on the machine.

mod page;
mod recent;

pub(super) use page::routes;
pub use recent::RecentLines;
