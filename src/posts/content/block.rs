//! What a document is made of before it is decided what belongs to the post.
//! Invariant: a block's text is tidy and not empty.

/// One block of a document.
#[derive(Debug)]
pub(super) struct Block {
    pub kind: Kind,
    pub text: String,
    /// How many characters of the text are inside links.
    pub linked: usize,
}

/// What the document says that a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading and its level, 1 to 6.
    Heading(u8),
    Paragraph,
    /// One point of a list.
    Item,
}

/// A document as its title and its blocks.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub title: Option<String>,
    pub blocks: Vec<Block>,
}

impl Block {
    /// Whether nearly all of the text leads elsewhere.
    pub fn is_links(&self) -> bool {
        self.linked * 10 >= self.text.chars().count() * 8
    }
}
