//! Topics: what posts are about, and what subscribers choose from.

mod catalogue;
mod model;
mod queries;

pub use catalogue::{
    all, find_or_insert, is_named, named, names_of, offer, offered, set_offered, slug,
};
pub use model::{Topic, TopicId};
