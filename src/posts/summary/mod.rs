//! The extractive summary of a post: a few of its own sentences.
//! Invariant: the sentences are word for word in the post, and keep its order. A post always has the same summary.
//!
//! No model and no dictionary: `ranking` finds the sentences that resemble the others (text rank), and `selection` takes the
//! best that don't repeat each other.

mod model;
mod ranking;
mod selection;
mod similarity;
mod summarise;

pub use model::Summary;
pub use summarise::{SENTENCES, summarise};
