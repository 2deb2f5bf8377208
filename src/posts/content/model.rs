//! Blocks of a document, and the text of the post that is chosen from them.
//! Invariant: a block's text is normalized and not empty.

/// One block of a document.
#[derive(Debug)]
pub(super) struct PageBlock {
    pub kind: BlockKind,
    pub text: String,
    /// Characters of the text inside links.
    pub linked: usize,
}

/// The kind of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A heading and its level, 1 to 6.
    Heading(u8),
    Paragraph,
    /// One point of a list.
    Item,
}

/// A document as its title and its blocks.
#[derive(Debug, Default)]
pub(super) struct ExtractedPage {
    pub title: Option<String>,
    pub blocks: Vec<PageBlock>,
}

impl PageBlock {
    /// Returns true if nearly all of the text is inside links.
    pub fn is_links(&self) -> bool {
        self.linked * 10 >= self.text.chars().count() * 8
    }
}

/// The text of a post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostContent {
    /// The title, if the document has one.
    pub title: Option<String>,
    /// The paragraphs in order. No sentence reaches over two of them.
    pub paragraphs: Vec<String>,
}

impl PostContent {
    /// Returns the paragraphs with a blank line between them.
    pub fn text(&self) -> String {
        self.paragraphs.join("\n\n")
    }

    /// Returns true if there is no paragraph.
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }
}
