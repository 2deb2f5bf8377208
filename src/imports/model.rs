//! Types of imports.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::types::Json;

use super::problem::Problem;
use crate::clock::Timestamp;

/// The row id of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct ImportId(pub i64);

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    /// A list of subscribers.
    Subscribers,
    /// Comments.
    Comments,
}

crate::text_enum!(ImportKind { Subscribers => "subscribers", Comments => "comments" });

/// The state of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// Its file arrives.
    Uploading,
    /// Its file is here.
    Ready,
    /// A dry run.
    Checking,
    /// The import itself.
    Running,
    /// Stopped by an owner or a problem; it can go on.
    Stopped,
    /// At its end. The file is deleted.
    Done,
}

crate::text_enum!(ImportState {
    Uploading => "uploading", Ready => "ready", Checking => "checking", Running => "running",
    Stopped => "stopped", Done => "done",
});

impl ImportState {
    /// True while a job works on the import.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Checking | Self::Running)
    }
}

/// A run of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// Nothing is written.
    Dry,
    /// The import itself.
    Real,
}

crate::text_enum!(RunKind { Dry => "dry", Real => "real" });

/// An import.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Import {
    /// Its row id.
    pub id: ImportId,
    /// What its file holds.
    pub kind: ImportKind,
    /// Its state.
    pub state: ImportState,
    /// The name of the file.
    pub file_name: String,
    /// Octets of the file.
    pub size: i64,
    /// The SHA-256 of the file.
    pub digest: String,
    /// What its owner chose.
    pub choices: Json<Choices>,
    /// Runs that began.
    pub run: i64,
    /// Rows or comments of the file that are imported or checked.
    pub reached: i64,
    /// Every row is read, and whoever is to be asked waits.
    pub is_read: bool,
    /// Rows or comments of the file, known once a run came to its end.
    pub total: Option<i64>,
    /// The figures of the last run.
    pub report: Json<RunReport>,
    /// True when the report is of a dry run.
    pub is_dry: bool,
    /// Why the last run stopped.
    pub problem: Option<Json<Problem>>,
    /// When the upload began.
    pub created_at: Timestamp,
    /// When something last changed.
    pub changed_at: Timestamp,
}

/// What an owner chose for an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choices {
    /// For a list.
    List(ListChoices),
    /// For comments.
    Comments(CommentChoices),
}

impl Choices {
    /// The choices of a form that nobody touched.
    pub fn usual(kind: ImportKind) -> Self {
        match kind {
            ImportKind::Subscribers => Self::List(ListChoices::default()),
            ImportKind::Comments => Self::Comments(CommentChoices::default()),
        }
    }
}

/// The choices for a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListChoices {
    /// Where these people agreed.
    pub source: String,
    /// Fields of columns, by the columns' places; a column without one is understood by its heading.
    pub columns: BTreeMap<usize, String>,
    /// The standings that words of a state column mean.
    pub words: BTreeMap<String, String>,
    /// Each person is asked by mail.
    pub confirm: bool,
    /// Mails a minute that ask.
    pub mails_a_minute: usize,
}

impl Default for ListChoices {
    fn default() -> Self {
        Self {
            source: String::new(),
            columns: BTreeMap::new(),
            words: BTreeMap::new(),
            confirm: false,
            mails_a_minute: 10,
        }
    }
}

/// The choices for comments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentChoices {
    /// The program that wrote the file; empty when the file says it.
    pub format: String,
    /// The zone of times without one; empty for the site's.
    pub zone: String,
    /// Pages that moved: the old and the new address.
    pub moves: Vec<(String, String)>,
}

/// The figures of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunReport {
    /// Counts by what they count.
    pub figures: BTreeMap<String, i64>,
    /// Hosts of comments whose pages are not the site's.
    pub hosts: Vec<String>,
}

impl RunReport {
    /// A count; 0 when there is none.
    pub fn figure(&self, name: &str) -> i64 {
        self.figures.get(name).copied().unwrap_or(0)
    }

    /// Adds to a count.
    pub(super) fn add(&mut self, name: &str, count: usize) {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        *self.figures.entry(name.to_owned()).or_default() += count;
    }
}

/// A row that could not be read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Fault {
    /// The line or the record.
    pub place: String,
    /// What is wrong with it.
    pub why: String,
}
