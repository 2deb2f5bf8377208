//! Consent to advertising under the law of Korea (정보통신망법 제50조): given by a box of its own, told back to the reader once for
//! each change, and asked about again every two years.

mod check;
mod decide;
mod emails;
mod model;
mod notice;
mod queries;
mod report;

pub use check::ask_again;
pub use decide::{consent_of, decide, end, keep};
pub use model::{AdvertisingChoice, AdvertisingConsent, Notice, NoticeKind, NoticeState};
pub use notice::{NOTICE, follow_up, forget};
pub use report::{AdvertisingReport, KindCount, report};
