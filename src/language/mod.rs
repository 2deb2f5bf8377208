//! Sentences, words and stems of Korean and English, for summaries, search and the spam filter.
//! Invariant: nothing here needs a dictionary or fails on any text, and nothing of the crate is imported.

pub mod abbreviations;
pub mod bigrams;
mod grammar;
pub mod hangul;
pub mod jamo;
pub mod sentences;
pub mod spans;
pub mod stems;
pub mod words;
