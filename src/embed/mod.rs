//! The forms inside other sites' pages: the script that sites paste, and what its elements ask for.

pub mod http;
mod script;
