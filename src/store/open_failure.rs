//! Why a database cannot be opened, with the way out, for whoever set its address.

use std::io::ErrorKind;

/// The primary result codes of SQLite for a file that cannot be read or written, and for a damaged one.
const SQLITE_FILES: &[(i32, &str)] = &[
    (
        8,
        "this user may not write the file; give it the right, or name another file",
    ),
    (
        11,
        "the file is damaged; restore a backup with `gudok restore`",
    ),
    (13, "the disk is full; make room on it"),
    (
        14,
        "the file cannot be opened; make its folder, and give this user the right to write there",
    ),
    (
        23,
        "this user may not read the file; give it the right, or name another file",
    ),
    (26, "the file is no SQLite database; name another file"),
];
/// Codes of PostgreSQL, and beginnings of them (Appendix A).
const POSTGRES: &[(&str, &str)] = &[
    (
        "28",
        "the server refuses this user or password; correct them, with %40 for @ and %2F for / in a password",
    ),
    (
        "3D000",
        "the server has no database of this name; create it, or name another",
    ),
    (
        "42501",
        "this user may not use the database; give it the rights",
    ),
    (
        "53",
        "the server takes no more connections; raise its max_connections, or lower `database.connections`",
    ),
    (
        "57P03",
        "the server is starting or stopping; start Gudok after it",
    ),
];

/// What happened, and then what to do.
pub(super) fn why(error: &sqlx::Error) -> &'static str {
    match error {
        sqlx::Error::Io(error) => of_io(error.kind()),
        sqlx::Error::Tls(_) => {
            "no encrypted connection is possible; correct the server's certificate or `sslmode` in the address"
        }
        sqlx::Error::Configuration(_) => {
            "the address cannot be read; write sqlite:FILE or postgres://user:password@host/database"
        }
        sqlx::Error::PoolTimedOut => "it does not answer in time; look at the server",
        sqlx::Error::Database(error) => of_code(&error.code().unwrap_or_default()),
        _ => "the engine refuses it; look at what it says",
    }
}

fn of_io(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::ConnectionRefused => {
            "nothing answers at this host and port; start the server, or correct them"
        }
        ErrorKind::NotFound => "its folder is not there; make it, or name another",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "this user may not write there; give it the right, or name another place"
        }
        ErrorKind::StorageFull => "the disk is full; make room on it",
        ErrorKind::IsADirectory => "this is a folder; name a file in it",
        ErrorKind::NotADirectory => "a part of the path is a file; name another",
        _ => "it cannot be reached; correct the host, the port or the path",
    }
}

fn of_code(code: &str) -> &'static str {
    // SQLSTATE has five signs, an extended code of SQLite four at most.
    let known = if code.len() == 5 {
        let known = POSTGRES.iter().find(|(known, _)| code.starts_with(known));
        known.map(|(_, why)| *why)
    } else {
        let primary = code.parse::<i32>().ok().map(|code| code & 0xff);
        let known = SQLITE_FILES
            .iter()
            .find(|(known, _)| Some(*known) == primary);
        known.map(|(_, why)| *why)
    };
    known.unwrap_or("the engine refuses it; look at what it says")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_known_failure_has_a_way_out() {
        for (code, words) in [
            ("28P01", "correct them"),
            ("3D000", "create it"),
            ("53300", "max_connections"),
            ("14", "make its folder"),
            ("1038", "make its folder"),
            ("26", "no SQLite database"),
            ("XX000", "look at what it says"),
            ("", "look at what it says"),
        ] {
            assert!(of_code(code).contains(words), "{code}: {}", of_code(code));
        }
        let refused = sqlx::Error::Io(ErrorKind::ConnectionRefused.into());
        assert!(why(&refused).contains("start the server"));
    }
}
