//! Markdown as people write it in Korean, for comments and for e-mails: bare addresses are links, bold ends before a particle, and a
//! date begins no list.

mod cjk;
mod code;
pub mod comment;
pub mod email;
mod emphasis;
mod inline_marks;
mod links;
mod plain_lines;
mod source;
#[cfg(test)]
mod tests;

pub use links::is_web_page;
