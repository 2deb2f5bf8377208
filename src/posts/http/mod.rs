//! The pages of feeds and posts.

pub mod panel;
