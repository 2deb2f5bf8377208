//! Campaigns: e-mails that the owner writes by hand. Each confirmed reader of a campaign gets it once.
//!
//! `draft → running ⇄ paused → finished`, or `cancelled`. Every change locks the campaign's row until its commit, and then checks the
//! state. So the second of two simultaneous changes sees the first, on any node.

mod audience;
mod bulk_action;
mod catalogue;
pub mod draft;
mod emails;
pub mod fan_out;
mod finish;
pub mod http;
pub mod lifecycle;
mod model;
pub mod preview;
mod progress;
mod queries;
mod reconcile;
pub mod timing;
mod work;

pub use audience::{count_readers, segment};
pub use catalogue::{find, list, topics};
pub use draft::{CampaignForm, DraftMistakes};
pub use model::{
    BulkAction, Campaign, CampaignDraft, CampaignError, CampaignId, CampaignSegment, CampaignState,
};
pub use progress::Progress;
pub use work::{JOBS, SCHEDULES};
