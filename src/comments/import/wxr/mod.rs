//! `WordPress` eXtended RSS: posts with their comments.

mod comment;
mod post;
mod scan;
#[cfg(test)]
mod tests;

pub(super) use scan::read;
