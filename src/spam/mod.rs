//! The spam filter that learns: it counts the words of texts that moderators called spam or honest, and weighs a new text by them.
//! Invariant: a site that taught it nothing gets no word from it, and the same lessons give the same verdict.

pub mod features;
mod labels;
mod lessons;
mod model;
mod queries;
pub mod spelling;
mod trade;

pub use labels::{explained, label};
pub use lessons::{Learned, TaughtText, all, judge, learn, learned, most_telling, reset, unlearn};
pub use model::{
    FeatureCounts, LearnedVerdict, LearnedWord, Lesson, MINIMUM, MOST, MOST_ALONE, Model,
};
