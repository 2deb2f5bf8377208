//! One process works on an SQLite file: a second is refused with the way out, and a killed one leaves nothing locked.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use tempfile::TempDir;

use crate::support::program::{Printed, gudok};

/// `gudok serve` or `worker`, once it has said that it runs.
fn running(folder: &Path, command: &str) -> Child {
    let mut child = gudok(folder, &[command])
        .env("GUDOK__SERVER__BIND", "127.0.0.1:0")
        .env("GUDOK__MAIL__URL", "memory:")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output"))
        .read_line(&mut line)
        .expect("its first line");
    assert!(line.starts_with("Gudok "), "{line}");
    child
}

fn run(folder: &Path, arguments: &[&str]) -> Printed {
    let mut command = gudok(folder, arguments);
    command
        .env("GUDOK__SERVER__BIND", "127.0.0.1:0")
        .env("GUDOK__MAIL__URL", "memory:");
    Printed::of(command)
}

#[test]
fn a_second_process_on_one_sqlite_file_is_refused_until_the_first_has_ended_even_by_a_kill() {
    let folder = TempDir::new().expect("a folder");
    let place = folder.path();
    assert_eq!(run(place, &["migrate"]).code, Some(0));
    assert_eq!(run(place, &["backup", "b.db"]).code, Some(0));
    std::os::unix::fs::symlink("gudok.db", place.join("other.db")).expect("a link");
    for first in ["serve", "worker"] {
        let mut holder = running(place, first);
        for second in [&["serve"][..], &["worker"], &["restore", "b.db", "--force"]] {
            let refused = run(place, second);
            let line = refused.failure();
            assert!(
                line.contains("gudok.db already") && line.contains("database.url"),
                "{line}"
            );
        }
        let mut linked = gudok(place, &["serve"]);
        linked.env("DATABASE_URL", "sqlite://other.db");
        assert!(Printed::of(linked).failure().contains("other.db already"));
        for short in [
            &["subscribers", "export"][..],
            &["backup", "c.db", "--force"],
            &["feeds", "list"],
        ] {
            let beside = run(place, short);
            assert_eq!(beside.code, Some(0), "{short:?}: {beside:?}");
        }
        holder.kill().expect("killed");
        holder.wait().expect("it ended");
        let restored = run(place, &["restore", "b.db", "--force"]);
        assert_eq!(restored.code, Some(0), "{restored:?}");
    }
}
