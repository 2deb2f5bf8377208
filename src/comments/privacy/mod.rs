//! Data of comments' authors: export, erasure, and the deletion of old network addresses.

mod authors;
mod model;
mod queries;

pub use authors::{anonymise, author, count, forget_ips, nobody, of_address};
pub use model::MyComment;
