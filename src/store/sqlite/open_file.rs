//! The database's file: whether it is still the one that was opened.

use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

/// An open SQLite file and its inode.
#[derive(Clone, Debug)]
pub(super) struct OpenFile {
    path: PathBuf,
    number: u64,
}

/// Bytes of free space that a few writes need.
const LEAST_SPACE: u64 = 1 << 20;

impl OpenFile {
    /// The file of this name as it is now; `None` for a database in memory.
    pub fn open(name: &str) -> Option<Self> {
        let path = PathBuf::from(name);
        let number = std::fs::metadata(&path).ok()?.ino();
        Some(Self { path, number })
    }

    /// Whether its name still leads to it.
    pub fn is_in_place(&self) -> bool {
        std::fs::metadata(&self.path).is_ok_and(|file| file.ino() == self.number)
    }

    /// Why the file cannot be written.
    pub fn obstacle(&self) -> Option<&'static str> {
        if !self.is_in_place() {
            return Some("the database's file was taken away or replaced: restart Gudok");
        }
        let space = rustix::fs::statvfs(&self.path).ok()?;
        (space.f_bavail.saturating_mul(space.f_frsize) < LEAST_SPACE)
            .then_some("the disk is full: make room on the database's file system")
    }
}
