//! Korean and English, as summaries, search and the spam filter read them.
//! Invariant: this is the lowest level; it imports nothing of the crate, needs no dictionary, and takes any text
//! without failing.

pub mod abbreviations;
pub mod bigrams;
mod grammar;
pub mod hangul;
pub mod jamo;
pub mod sentences;
pub mod spans;
pub mod stems;
pub mod words;
