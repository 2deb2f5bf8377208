//! Types of backups, without SQL.

use std::fmt;
use std::str::FromStr;

use crate::clock::Timestamp;

/// The name of a backup in the folder: `gudok-20261201-070000.backup`, by the second in UTC when it was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupName(Timestamp);

const BEGINNING: &str = "gudok-";
const END: &str = ".backup";
const FORM: &str = "%Y%m%d-%H%M%S";

impl BackupName {
    /// The name of a backup that is begun now.
    pub fn at(moment: Timestamp) -> Self {
        Self(moment)
    }

    /// When it was begun.
    pub fn moment(self) -> Timestamp {
        self.0
    }
}

impl fmt::Display for BackupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = self.0.civil().strftime(FORM).to_string();
        write!(f, "{BEGINNING}{moment}{END}")
    }
}

/// The name is not that of a backup.
#[derive(Debug)]
pub struct NoBackupName;

impl FromStr for BackupName {
    type Err = NoBackupName;

    /// Reads what `Display` writes, and nothing else.
    fn from_str(name: &str) -> Result<Self, NoBackupName> {
        let moment = name
            .strip_prefix(BEGINNING)
            .and_then(|rest| rest.strip_suffix(END))
            .ok_or(NoBackupName)?;
        let local = jiff::civil::DateTime::strptime(FORM, moment).map_err(|_| NoBackupName)?;
        let moment = local
            .to_zoned_datetime(jiff::tz::TimeZone::UTC)
            .map_err(|_| NoBackupName)?;
        let read = Self(Timestamp::from_unix(moment.timestamp().as_second()));
        (read.to_string() == name)
            .then_some(read)
            .ok_or(NoBackupName)
    }
}

/// A backup in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFile {
    /// The name.
    pub name: BackupName,
    /// The size in octets.
    pub size: u64,
}

/// One making of a backup, and what a restore on trial found.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct BackupRun {
    /// The name of the file.
    pub name: String,
    /// When it was begun.
    pub began_at: Timestamp,
    /// When it ended.
    pub ended_at: Timestamp,
    /// The rows that the restore on trial loaded; `None` where it failed.
    pub restored_rows: Option<i64>,
    /// Why it failed, in English, as the command line says it.
    pub problem: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written_and_in_no_other_form() {
        let name = BackupName::at(Timestamp::from_unix(1_796_108_400));
        let text = name.to_string();
        assert_eq!(text, "gudok-20261201-070000.backup");
        assert_eq!(text.parse::<BackupName>().expect("a name"), name);
        for other in [
            "gudok-20261201-070000.backup.part",
            "gudok-2026121-070000.backup",
            "gudok-20261301-070000.backup",
            "../gudok-20261201-070000.backup",
            "gudok-20261201-070000.backup/..",
            "gudok-20261201-0700.backup",
            "gudok.db",
            "",
        ] {
            assert!(other.parse::<BackupName>().is_err(), "{other}");
        }
    }
}
