//! The folder of backups.

use std::io;
use std::path::{Path, PathBuf};

use super::model::{BackupFile, BackupName};

/// The backups of a folder, newest first. A folder that is not there yet has none.
pub fn list(folder: &Path) -> io::Result<Vec<BackupFile>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok());
        // A file may go while the folder is read.
        if let (Some(name), Ok(about)) = (name, entry.metadata())
            && about.is_file()
        {
            files.push(BackupFile {
                name,
                size: about.len(),
            });
        }
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.name));
    Ok(files)
}

/// Where the backup of this name is.
pub fn path(folder: &Path, name: BackupName) -> PathBuf {
    folder.join(name.to_string())
}

/// Deletes all but the newest `keep` backups.
pub(super) fn rotate(folder: &Path, keep: usize) -> io::Result<()> {
    for old in list(folder)?.iter().skip(keep) {
        std::fs::remove_file(path(folder, old.name))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    #[test]
    fn rotation_deletes_the_oldest_backups_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let names: Vec<BackupName> = (0..4)
            .map(|day| BackupName::at(Timestamp::from_unix(1_796_108_400 + day * 86_400)))
            .collect();
        for name in &names {
            std::fs::write(path(folder.path(), *name), "x").expect("written");
        }
        for other in ["gudok.db", "gudok-19990101-000000.backup.old", "letter.txt"] {
            std::fs::write(folder.path().join(other), "x").expect("written");
        }
        rotate(folder.path(), 2).expect("rotated");
        let left: Vec<BackupName> = list(folder.path())
            .expect("read")
            .iter()
            .map(|file| file.name)
            .collect();
        assert_eq!(left, [names[3], names[2]]);
        assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 5);
        assert_eq!(list(&folder.path().join("nowhere")).expect("none"), []);
    }
}
