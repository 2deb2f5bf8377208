//! "Add to your site": the site's address, snippets to copy, a preview, and a check of a page.

mod check;
mod finding;
mod findings;
mod page;
mod policy;
mod preview;
mod snippets;

pub(super) use page::routes;
