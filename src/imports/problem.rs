//! Why a run stopped, in a form that the panel words in its reader's language.

use serde::{Deserialize, Serialize};

use crate::comments::import::CommentImportError;
use crate::subscribers::import::ListImportError;

/// Why a run stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The reason.
    pub code: ProblemCode,
    /// The column, the line or the error that the reason names.
    pub about: String,
    /// Words that are not understood.
    pub words: Vec<String>,
}

/// The reason why a run stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// No column holds addresses.
    NoAddresses,
    /// A column speaks of a state in words that are not known.
    UnclearState,
    /// A file without a heading has a column of yes and no.
    NamelessFlags,
    /// The column chosen as the state's holds something else.
    NoState,
    /// A chosen column is not there.
    UnknownColumn,
    /// A row is too long.
    LongRow,
    /// A row has too many columns.
    TooManyColumns,
    /// The file cannot be read.
    Unreadable,
    /// No known program wrote the file.
    UnknownFormat,
    /// The file names pages by their paths, and nothing says of which site.
    NoSite,
    /// A part of the file is missing.
    FileGone,
}

crate::text_enum!(ProblemCode {
    NoAddresses => "no-addresses", UnclearState => "unclear-state", NamelessFlags => "nameless-flags",
    NoState => "no-state", UnknownColumn => "unknown-column", LongRow => "long-row",
    TooManyColumns => "too-many-columns", Unreadable => "unreadable", UnknownFormat => "unknown-format",
    NoSite => "no-site", FileGone => "file-gone",
});

impl Problem {
    pub(super) fn new(code: ProblemCode, about: impl Into<String>) -> Self {
        Self {
            code,
            about: storable(&about.into()),
            words: Vec::new(),
        }
    }

    /// The problem behind an error; the error itself when the program or the database failed.
    pub(super) fn of_list(error: ListImportError) -> Result<Self, ListImportError> {
        use ListImportError as E;
        Ok(match error {
            E::NoAddresses => Self::new(ProblemCode::NoAddresses, ""),
            E::UnclearState { column, words } => Self {
                words: words.iter().map(|word| storable(word)).collect(),
                ..Self::new(ProblemCode::UnclearState, column)
            },
            E::NamelessFlags { column } => {
                Self::new(ProblemCode::NamelessFlags, column.to_string())
            }
            E::NoState { heading, .. } => Self::new(ProblemCode::NoState, heading),
            E::UnknownColumn { column, .. } => Self::new(ProblemCode::UnknownColumn, column),
            E::LongRow { line } => Self::new(ProblemCode::LongRow, line.to_string()),
            E::TooManyColumns { line, .. } => {
                Self::new(ProblemCode::TooManyColumns, line.to_string())
            }
            E::Csv(error) => Self::new(ProblemCode::Unreadable, error.to_string()),
            // A format is never chosen in the panel.
            E::OtherFormat { format, .. } => {
                Self::new(ProblemCode::UnknownFormat, format.to_string())
            }
            failure @ (E::Io(_) | E::Subscribers(_)) => return Err(failure),
        })
    }

    /// The same of comments.
    pub(super) fn of_comments(error: CommentImportError) -> Result<Self, CommentImportError> {
        use CommentImportError as E;
        Ok(match error {
            E::Unreadable(error) => Self::new(ProblemCode::Unreadable, error.to_string()),
            E::UnknownFormat => Self::new(ProblemCode::UnknownFormat, ""),
            E::NoSite(format) => Self::new(ProblemCode::NoSite, format.to_string()),
            failure @ E::Store(_) => return Err(failure),
        })
    }
}

/// A text of the file without what PostgreSQL cannot store.
fn storable(text: &str) -> String {
    text.replace('\0', "")
}
