//! The post above its comments: where it is, and whether its comments may be public.

use std::sync::Arc;

use crate::comments::import::model::SkipReason;
use crate::comments::import::pages::{Page, Pages};

/// Fields of a post that say where it is and who may see it.
pub(super) const FIELDS: &[&str] = &[
    "title",
    "link",
    "wp:status",
    "wp:post_password",
    "wp:post_parent",
];

/// The fields of a post so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Post {
    link: Option<String>,
    title: String,
    status: String,
    is_protected: bool,
    has_parent: bool,
    has_ended: bool,
    page: Option<Result<Arc<Page>, String>>,
}

impl Post {
    /// Marks its end. A mark within a broken comment ends nothing: the post goes on until another has a field.
    pub fn end(&mut self) {
        self.has_ended = true;
    }

    /// Takes a field. A second link begins another post as well: the end of the one before was lost.
    pub fn take(&mut self, name: &str, text: String) {
        if self.has_ended || name == "link" && self.link.is_some() {
            *self = Self::default();
        }
        match name {
            "link" => self.link = Some(text),
            "title" if self.title.is_empty() => self.title = text,
            "wp:status" => self.status = text,
            "wp:post_password" => self.is_protected = !text.is_empty(),
            "wp:post_parent" => self.has_parent = text != "0" && !text.is_empty(),
            _ => {}
        }
    }

    /// Why no comment of this post may be public; `None` for a public post.
    pub fn hides_comments(&self) -> Option<SkipReason> {
        match self.status.as_str() {
            // The page of a picture has the status `inherit`.
            "publish" | "inherit" if self.is_protected => Some(SkipReason::ProtectedPost),
            "publish" | "inherit" => None,
            "private" => Some(SkipReason::PrivatePost),
            "trash" => Some(SkipReason::BinnedPost),
            _ => Some(SkipReason::UnpublishedPost),
        }
    }

    /// True for the page of a picture in a post: who may see it depends on that post, so its comments wait for a moderator.
    pub fn holds_comments(&self) -> bool {
        self.status == "inherit" && self.has_parent
    }

    /// The post's page.
    pub fn page(&mut self, pages: &Pages) -> Result<Arc<Page>, String> {
        let (link, title) = (&self.link, &self.title);
        let page = self.page.get_or_insert_with(|| match link {
            Some(link) => pages.page(link, title),
            None => Err("the post above it has no link".into()),
        });
        page.clone()
    }
}
