//! Setting it up: what an owner writes is understood, or refused with the way out, and a start that fails leaves nothing behind.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use gudok::config::Config;
use gudok::demo::Demo;
use tempfile::TempDir;

use crate::support::program::{Printed, gudok};

fn folder() -> TempDir {
    TempDir::new().expect("a temporary folder")
}

fn serve(folder: &Path, bind: &str) -> Command {
    let mut command = gudok(folder, &["serve"]);
    command
        .env("GUDOK__SERVER__BIND", bind)
        .env("GUDOK__MAIL__URL", "memory:");
    command
}

/// The program, and the first line that it prints.
fn started(mut command: Command) -> (Child, String) {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output"))
        .read_line(&mut line)
        .expect("its first line");
    (child, line)
}

fn end(mut child: Child) {
    child.kill().expect("it ends");
    child.wait().expect("it has ended");
}

fn read(variables: &[(&str, &str)]) -> Result<Config, String> {
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::read(None, variables.collect::<Vec<_>>()).map_err(|error| error.to_string())
}

#[test]
fn a_busy_port_leaves_no_files_behind() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let printed = Printed::of(serve(folder.path(), &address));
    assert!(printed.failure().contains(&address), "{printed:?}");
    let left = std::fs::read_dir(folder.path())
        .expect("the folder")
        .count();
    assert_eq!(left, 0);
}

#[test]
fn the_port_that_the_system_chose_is_printed_and_answers() {
    let folder = folder();
    for bind in ["127.0.0.1:0", "localhost:0"] {
        let (child, line) = started(serve(folder.path(), bind));
        let host = bind.trim_end_matches(":0");
        let place = line.trim().rsplit_once("http://").expect("its address").1;
        let (named, port) = place.rsplit_once(':').expect("a port");
        assert!(named == host && port != "0", "{line}");
        std::net::TcpStream::connect(place).expect("it listens there");
        end(child);
    }
}

#[test]
fn a_unix_socket_is_listened_on_also_after_a_kill() {
    let folder = folder();
    let command = || {
        let mut command = serve(folder.path(), "unix:gudok.sock");
        command.env("GUDOK__SERVER__PUBLIC_URL", "https://letters.example.org");
        command
    };
    for _ in 0..2 {
        let (child, line) = started(command());
        assert!(line.contains("https://letters.example.org"), "{line}");
        let mut stream = UnixStream::connect(folder.path().join("gudok.sock")).expect("it listens");
        let request = b"GET /healthz HTTP/1.1\r\nHost: letters.example.org\r\nX-Forwarded-For: 203.0.113.7\r\nConnection: close\r\n\r\n";
        stream.write_all(request).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        end(child);
    }
    let error =
        read(&[("GUDOK__SERVER__BIND", "unix:gudok.sock")]).expect_err("no address for links");
    assert!(error.contains("server.public_url"), "{error}");
}

#[test]
fn a_file_that_is_no_socket_is_never_removed_to_listen_there() {
    let folder = folder();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "kept").expect("written");
    std::os::unix::fs::symlink(&file, folder.path().join("link")).expect("a link");
    for name in ["notes.txt", "link"] {
        let mut command = serve(folder.path(), &format!("unix:{name}"));
        command.env("GUDOK__SERVER__PUBLIC_URL", "https://letters.example.org");
        let printed = Printed::of(command);
        let error = printed.failure();
        assert!(
            error.contains("no socket") && error.contains("give server.bind a path"),
            "{printed:?}"
        );
        assert_eq!(std::fs::read_to_string(&file).expect("still there"), "kept");
        assert!(folder.path().join("link").is_symlink());
    }
}

#[test]
fn proxies_are_addresses_and_networks_one_or_several() {
    for (text, trusted, stranger) in [
        ("127.0.0.1", "127.0.0.1", "127.0.0.2"),
        ("172.16.0.0/12", "172.20.0.5", "172.32.0.5"),
        ("10.0.0.1, 192.168.0.0/16", "192.168.3.4", "10.0.0.2"),
        ("[\"10.0.0.0/8\"]", "10.1.2.3", "11.0.0.1"),
        ("2001:db8::/32", "2001:db8::5", "2001:db9::5"),
    ] {
        let config = read(&[("GUDOK__SERVER__TRUSTED_PROXIES", text)]).expect(text);
        assert!(
            config.server.trusts(trusted.parse().expect("an address")),
            "{text}"
        );
        assert!(
            !config.server.trusts(stranger.parse().expect("an address")),
            "{text}"
        );
    }
    let error = read(&[("GUDOK__SERVER__TRUSTED_PROXIES", "docker")]).expect_err("no network");
    assert!(
        error.contains("server.trusted_proxies") && error.contains("10.0.0.0/8"),
        "{error}"
    );
    let origins = "https://a.example, https://b.example";
    let config = read(&[("GUDOK__SERVER__ALLOWED_ORIGINS", origins)]).expect("two sites");
    assert_eq!(config.server.allowed_origins.len(), 2);
    assert!(
        read(&[("GUDOK__SERVER__TRUSTED_PROXIES", "")])
            .expect("none")
            .server
            .trusted_proxies
            .is_empty()
    );
}

#[test]
fn an_address_below_a_path_is_refused_at_start_and_by_doctor() {
    let folder = folder();
    for command in ["serve", "doctor"] {
        let mut command = gudok(folder.path(), &[command]);
        command.env("GUDOK__SERVER__PUBLIC_URL", "https://blog.example/gudok");
        let printed = Printed::of(command);
        let line = printed.failure();
        assert!(
            line.contains("server.public_url") && line.contains("https://letters.blog.example"),
            "{line}"
        );
    }
    for fine in [
        "https://letters.example.org",
        "https://letters.example.org/",
        "http://127.0.0.1:8080",
    ] {
        let config = read(&[("GUDOK__SERVER__PUBLIC_URL", fine)]).expect(fine);
        assert_eq!(config.server.base_url(), fine.trim_end_matches('/'));
    }
    for wrong in [
        "https://letters.example.org/?a=1",
        "https://kim:secret@letters.example.org",
    ] {
        read(&[("GUDOK__SERVER__PUBLIC_URL", wrong)]).expect_err(wrong);
    }
}

#[test]
fn an_unescaped_password_of_a_relay_is_refused_and_not_shown() {
    let folder = folder();
    let mut command = gudok(folder.path(), &["migrate"]);
    command.env(
        "GUDOK__MAIL__URL",
        "smtp://AKIAEXAMPLE:BPz/hunter2+e@mail.example.org:587",
    );
    let printed = Printed::of(command);
    let line = printed.failure();
    assert!(
        line.contains("mail.url") && line.contains("%2F for /"),
        "{line}"
    );
    assert!(!line.contains("hunter2"), "{line}");
}

#[tokio::test]
async fn the_demo_takes_nothing_of_the_owners_that_would_leave_the_machine() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let mut config = read(&[
        ("GUDOK__SERVER__PUBLIC_URL", "https://letters.example.org"),
        ("GUDOK__MAIL__URL", "smtp://mail.example.org"),
        ("GUDOK__SITE__LOCALE", "en"),
    ])
    .expect("an owner's configuration");
    config.server.bind = taken.local_addr().expect("its address").into();
    let (demo, _server) = Demo::open(config).await.expect("a demo");
    let own = demo.app.config();
    assert_eq!(own.server.public_url, None);
    assert_eq!(own.mail.url.to_string(), "memory:");
    assert_eq!(own.site.locale.as_str(), "en");
    assert_ne!(
        own.server.bind,
        taken.local_addr().expect("its address").into()
    );
}
