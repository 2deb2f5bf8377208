//! What happened each day. Triggers of the tables keep the numbers in the transaction that they count, so no page counts rows.

mod model;
mod offset;
mod queries;
mod read;

pub use model::{DailyKind, DailyNumber, Day};
pub use offset::{count_again, keep_offset};
pub use read::{has_any, since, today, total};
