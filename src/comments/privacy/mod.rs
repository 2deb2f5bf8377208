//! What is stored of a comment's author: its export, its erasure, and the age at which network addresses are forgotten.

mod authors;
mod model;
mod queries;

pub use authors::{anonymise, author, count, forget_ips, of_address};
pub use model::MyComment;
