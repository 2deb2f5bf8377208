//! How a part of a run ended.

/// How a part of a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunEnd {
    /// At the end of the file.
    Finished,
    /// The file has more.
    More,
    /// An owner stopped it, or another job took it further.
    Stopped,
}
