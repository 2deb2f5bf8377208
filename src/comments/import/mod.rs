//! Comments of other programs, from their export files.
//! Invariant: nothing that is here is changed or deleted, and a second import of a file adds nothing.
//!
//! A thread reads the file (`read`) and turns each comment into a row (`prepare`); `importer` writes the rows batch by
//! batch, and `family` finds what each comment answers.

mod artalk;
mod comentario;
mod commento;
mod disqus;
mod error;
mod family;
mod format;
mod gudok;
mod html_text;
mod importer;
mod input;
mod isso;
mod json;
mod model;
mod moment;
mod pages;
mod prepare;
mod queries;
mod read;
mod remark42;
mod report;
mod run;
mod taking;
mod twikoo;
mod waline;
mod wxr;
mod xml;

pub use error::CommentImportError;
pub use format::CommentFormat;
pub use report::{BadRecord, ImportOptions, ImportReport};
pub use run::{CommentRun, import};
