//! Everything that is kept of one person, in whatever capability: as a file for them, and its erasure. Both reach the
//! subscription and the comments of an address; whoever reads its mailbox has proved to be the one.

mod erase;
mod gather;
pub mod http;
mod model;

pub use erase::erase;
pub use gather::gather;
pub use model::{Erased, Everything};
