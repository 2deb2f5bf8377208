//! The owner's Markdown as both parts of an e-mail: HTML, and text that reads well by itself.

mod hidden;
mod html;
mod text;

pub use html::{EmailBody, is_blank, render};
