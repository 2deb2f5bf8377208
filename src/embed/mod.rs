//! The forms inside other sites' pages: the script that sites paste, and the token of their forms.

pub mod http;
mod script;
