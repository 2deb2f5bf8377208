//! One process works on an SQLite file: a second is refused with the way out, and a killed one leaves nothing locked.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::support::program::{Printed, gudok};
use crate::support::waiting::until;

/// `gudok serve` or `worker`, once it has said that it runs.
fn running(folder: &Path, name: &str) -> Child {
    let mut child = command(folder, name)
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    greeted(&mut child);
    child
}

fn command(folder: &Path, name: &str) -> Command {
    let mut command = gudok(folder, &[name]);
    command
        .env("GUDOK__SERVER__BIND", "127.0.0.1:0")
        .env("GUDOK__MAIL__URL", "memory:")
        .stdout(Stdio::piped());
    command
}

fn greeted(child: &mut Child) {
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output"))
        .read_line(&mut line)
        .expect("its first line");
    assert!(line.starts_with("Gudok "), "{line}");
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
        // Side by side, since each waits a moment for the first one's end.
        std::thread::scope(|scope| {
            for second in [&["serve"][..], &["worker"], &["restore", "b.db", "--force"]] {
                scope.spawn(move || {
                    let refused = run(place, second);
                    let line = refused.failure();
                    assert!(
                        line.contains("gudok.db already") && line.contains("database.url"),
                        "{line}"
                    );
                });
            }
            let mut linked = gudok(place, &["serve"]);
            linked.env("DATABASE_URL", "sqlite://other.db");
            linked.env("GUDOK__SERVER__BIND", "127.0.0.1:0");
            assert!(Printed::of(linked).failure().contains("other.db already"));
        });
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

#[test]
fn a_restart_waits_a_moment_for_a_process_that_is_just_ending() {
    let folder = TempDir::new().expect("a folder");
    let place = folder.path();
    assert_eq!(run(place, &["migrate"]).code, Some(0));
    let ending = File::create(place.join("gudok.db.lock")).expect("a lock");
    ending.try_lock().expect("nobody else holds it");
    let mut child = command(place, "serve")
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut log = BufReader::new(child.stderr.take().expect("its log")).lines();
    assert!(
        log.any(|line| line.expect("a line").contains("waiting for its end")),
        "it says why it is not there yet"
    );
    drop(ending);
    greeted(&mut child);
    child.kill().expect("killed");
    child.wait().expect("it ended");
}

/// The niceness of the threads whose names begin like this.
fn niceness(child: &Child, name: &str) -> Vec<i32> {
    let mut found = Vec::new();
    for thread in std::fs::read_dir(format!("/proc/{}/task", child.id())).expect("threads") {
        let place = thread.expect("a thread").path();
        // `12 (its name) S 1 2 3 …`; the niceness is the seventeenth field after the name (proc_pid_stat(5)).
        let Ok(stat) = std::fs::read_to_string(place.join("stat")) else {
            continue; // it has ended meanwhile
        };
        let (head, fields) = stat.rsplit_once(") ").expect("a name");
        if head.split_once('(').expect("a name").1.starts_with(name) {
            let nice = fields.split(' ').nth(16).expect("a niceness");
            found.push(nice.parse().expect("a number"));
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn background_work_gives_way_and_the_web_server_does_not() {
    let folder = TempDir::new().expect("a folder");
    let mut server = running(folder.path(), "serve");
    let behind = || niceness(&server, "tokio-rt");
    let gives_way = async || !behind().is_empty() && behind().iter().all(|it| *it == 5);
    until(gives_way, "background work gives way").await;
    let web = || niceness(&server, "actix-server");
    until(async || !web().is_empty(), "the web server runs").await;
    let (main, web) = (niceness(&server, "gudok"), web());
    server.kill().expect("ended");
    server.wait().expect("ended");
    assert!(web.iter().all(|it| *it == main[0]), "{web:?} {main:?}");
}
