//! The formats of export files, and how each is recognised.

use memchr::memmem;

/// The program that wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentFormat {
    /// `WordPress` eXtended RSS.
    Wxr,
    /// The XML of Disqus.
    Disqus,
    /// The database of Isso.
    Isso,
    /// The backup of remark42.
    Remark42,
    /// The export of Commento and Commento++.
    Commento,
    /// The export of Comentario.
    Comentario,
    /// Artrans, the export of Artalk.
    Artalk,
    /// The export of Waline.
    Waline,
    /// The export of Twikoo.
    Twikoo,
    /// Our own export in JSON.
    Gudok,
}

crate::text_enum!(CommentFormat {
    Wxr => "wxr",
    Disqus => "disqus",
    Isso => "isso",
    Remark42 => "remark42",
    Commento => "commento",
    Comentario => "comentario",
    Artalk => "artalk",
    Waline => "waline",
    Twikoo => "twikoo",
    Gudok => "gudok",
});

/// Texts that stand near the beginning of a format, the surest first. All texts of a line must be there.
const SIGNS: &[(&[&str], CommentFormat)] = &[
    (&["SQLite format 3\0"], CommentFormat::Isso),
    (&["<wp:wxr_version>"], CommentFormat::Wxr),
    (&["http://wordpress.org/export/"], CommentFormat::Wxr),
    (
        &["http://disqus.com/disqus-internals"],
        CommentFormat::Disqus,
    ),
    (&["\"gudok-comments\""], CommentFormat::Gudok),
    (&["\"waline\""], CommentFormat::Waline),
    (&["\"Comment\"", "\"objectId\""], CommentFormat::Waline),
    (&["\"mailMd5\""], CommentFormat::Twikoo),
    (&["\"page_key\"", "\"nick\""], CommentFormat::Artalk),
    (&["\"locator\"", "\"pid\""], CommentFormat::Remark42),
    (&["\"read_only\"", "\"users\""], CommentFormat::Remark42),
    (&["\"commentHex\"", "\"host\""], CommentFormat::Comentario),
    (&["\"commentHex\""], CommentFormat::Commento),
    (&["\"pages\"", "\"domainId\""], CommentFormat::Comentario),
    (
        &["\"pageId\"", "\"userCreated\""],
        CommentFormat::Comentario,
    ),
];

impl CommentFormat {
    /// The words of all formats, for people.
    pub fn words() -> String {
        let words: Vec<&str> = Self::ALL.iter().map(|format| format.as_str()).collect();
        words.join("|")
    }

    /// The format of a file that begins with these bytes.
    pub(super) fn of_beginning(bytes: &[u8]) -> Option<Self> {
        let has = |sign: &&str| memmem::find(bytes, sign.as_bytes()).is_some();
        let known = SIGNS.iter().find(|(signs, _)| signs.iter().all(has));
        known.map(|(_, format)| *format)
    }

    /// True when the file names pages by their paths alone, so that only the site's address makes them whole.
    pub(super) fn names_paths(self) -> bool {
        matches!(self, Self::Isso | Self::Waline | Self::Comentario)
    }
}
