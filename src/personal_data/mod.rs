//! The data of one person over all capabilities: its export and its erasure. Both cover the subscription and the comments of an
//! address.

mod erase;
mod gather;
pub mod http;
mod model;

pub use erase::erase;
pub use gather::gather;
pub use model::{Erased, Everything};
