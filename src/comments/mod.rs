//! Comments under the site's pages. A comment is public only when it is approved, and its author's address never is.

pub mod akismet;
mod aliases;
mod avatar;
pub mod bans;
mod display;
mod emails;
pub mod export;
pub mod flags;
pub mod http;
pub mod import;
pub mod live;
pub mod merging;
mod model;
pub mod moderation;
mod notices;
mod page_title;
mod paths;
pub mod privacy;
mod revisions;
mod site_users;
pub mod spam;
pub mod thread;
mod thread_key;
mod verification;
pub mod votes;
mod work;
pub mod write;

pub use model::{
    Author, AuthorMark, Channel, Comment, CommentId, CommentStatus, NewComment, NewestComment,
    Submitted, ThreadId, ThreadPolicy,
};
pub use thread_key::{KeyError, ThreadKey};
pub use work::{JOBS, SCHEDULES};
