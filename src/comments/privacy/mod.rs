//! Data of comments' authors: export, erasure, the mailed link to both, and the deletion of old network addresses.

mod authors;
mod link;
mod model;
mod queries;

pub(in crate::comments) use authors::empty;
pub use authors::{author, collect, count, erase, erase_by_author, forget_ips, newest, nobody};
pub use link::{LINK_JOB, comment_of, send_link};
pub use model::{AuthorData, CommentAuthor, MyComment, MyNoticeChoice};
