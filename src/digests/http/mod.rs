//! The pages of digests: the public archive, and the next digests in the admin panel.

pub mod archive;
pub mod landing;
pub mod panel;
