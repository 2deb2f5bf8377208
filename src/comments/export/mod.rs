//! Comments leave: as JSON, which comes back as it was, and as WXR, which WordPress reads.

mod json;
pub(super) mod keys;
mod model;
mod queries;
mod write;
mod wxr;

pub use model::ExportFormat;
pub use write::export;
