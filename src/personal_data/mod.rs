//! The data of one person over all capabilities: its export and its erasure. Both cover the subscription and the comments of an
//! address.

mod erase;
mod gather;
pub mod http;
mod model;
mod queries;
pub mod requests;

pub use erase::erase;
pub use gather::gather;
pub use model::{DataRequest, Erased, Everything, RequestKind, RequestSource};
