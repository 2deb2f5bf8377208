//! What the program says on the command line when something is wrong: one line, with the way out.

use std::collections::BTreeSet;
use std::net::TcpListener;

use gudok::config::{Config, REFERENCE};
use sqlx::Connection;
use tempfile::TempDir;

use crate::support::program::{Printed, gudok};

fn folder() -> TempDir {
    TempDir::new().expect("a temporary folder")
}

#[test]
fn a_configuration_key_that_does_not_exist_is_named() {
    let folder = folder();
    std::fs::write(folder.path().join("gudok.toml"), "[site]\nnmae = \"x\"\n").expect("written");
    let printed = Printed::of(gudok(folder.path(), &["migrate"]));
    let line = printed.failure();
    assert!(
        line.contains("nmae") && line.contains("gudok config"),
        "{line}"
    );
}

#[test]
fn a_wrong_value_names_its_option() {
    let folder = folder();
    for (variable, value, named) in [
        ("GUDOK__SITE__TIME_ZONE", "Mars/Olympus", "Mars/Olympus"),
        ("GUDOK__MAIL__URL", "gopher://x", "mail.url"),
        ("GUDOK__MAIL__CONNECTIONS", "0", "mail.connections"),
        ("GUDOK__MAIL__CONNECTIONS", "100000", "from 1 to 256"),
        ("GUDOK__SERVER__PUBLIC_URL", "ftp://x", "server.public_url"),
        (
            "GUDOK__SITE__URL",
            "blog.example",
            "site.url: `blog.example` is no web address; write https://blog.example (",
        ),
        (
            "GUDOK__SITE__URL",
            "mailto:kim@blog.example",
            "site.url: `mailto:kim@blog.example` is no web address; write https://blog.example.org (",
        ),
        ("GUDOK__SITE__URL", "", "leave the option out"),
        (
            "GUDOK__SITE__PRIVACY_URL",
            "privacy",
            "site.privacy_url: `privacy` is no web address",
        ),
        (
            "GUDOK__SERVER__ALLOWED_ORIGINS",
            "https://a.example, b.example",
            "server.allowed_origins: `b.example` is no web address; write https://b.example (",
        ),
        (
            "GUDOK__SERVER__ALLOWED_ORIGINS",
            "https://*.example",
            "server.allowed_origins: `https://*.example` names no single host; write each address whole",
        ),
        (
            "GUDOK__COMMENTS__MODERATION",
            "maybe",
            "comments.moderation: `maybe` is none of its words; write \"all\", \"first\" or \"none\" (",
        ),
        (
            "GUDOK__SITE__LOCALE",
            "fr",
            "site.locale: `fr` is none of its words; write \"ko\" or \"en\" (",
        ),
        (
            "GUDOK__DATABASE__CONNECTIONS",
            "two",
            "database.connections: string \"two\" is not a whole number such as 20 (",
        ),
        (
            "GUDOK__COMMENTS__PAGE_TITLES",
            "yes",
            "comments.page_titles: string \"yes\" is not true or false (",
        ),
        (
            "GUDOK__SITE__NAME",
            "A\r\nBcc: kim@example.org",
            "site.name",
        ),
        ("GUDOK__SITE__NAME", "A\u{7}", "site.name"),
        (
            "GUDOK__SITE__SENDER",
            "A\r\nBcc: b <kim@example.org>",
            "site.sender",
        ),
        (
            "GUDOK__SITE__REPLY_TO",
            "A\n <kim@example.org>",
            "site.reply_to",
        ),
        (
            "GUDOK__SECURITY__SECRET",
            "thirty-one characters are short",
            "openssl rand",
        ),
        (
            "GUDOK__DATABASE__URL",
            "mysql://root:hunter2@host/x",
            "database.url",
        ),
        (
            "GUDOK__SECURITY__SECRET_FILE",
            "/nowhere/secret",
            "GUDOK__SECURITY__SECRET_FILE",
        ),
    ] {
        let mut command = gudok(folder.path(), &["migrate"]);
        command.env(variable, value);
        let printed = Printed::of(command);
        let line = printed.failure();
        assert!(line.contains(named), "{line}");
        assert!(
            !line.contains("hunter2"),
            "a password is never shown: {line}"
        );
    }
}

#[test]
fn a_reader_of_the_output_who_has_seen_enough_is_no_failure() {
    let folder = folder();
    let added = [
        "admin",
        "add",
        "--email",
        "kim@example.org",
        "--role",
        "owner",
    ];
    for arguments in [
        &["config"][..],
        &["migrate"],
        &["subscribers", "export"],
        &added,
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = gudok(folder.path(), arguments);
        let errors = tempfile::tempfile().expect("a file");
        command
            .stdout(writer)
            .stderr(errors.try_clone().expect("a handle"));
        let ended = command.status().expect("it runs");
        let printed = read_back(errors);
        assert!(!printed.contains("panicked"), "{arguments:?}: {printed}");
        assert_eq!(ended.code(), Some(0), "{arguments:?}: {printed}");
    }
}

fn read_back(mut file: std::fs::File) -> String {
    use std::io::{Read, Seek};
    let mut text = String::new();
    file.rewind().expect("its beginning");
    file.read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_limited_domain_is_a_domain_and_may_be_written_in_any_script() {
    let folder = folder();
    let file = folder.path().join("gudok.toml");
    let domain = |name: &str| {
        let text = format!("[[mail.domains]]\nname = \"{name}\"\nper_hour = 100\n");
        std::fs::write(&file, text).expect("written");
        Config::load(Some(&file)).map(|config| config.mail.domains[0].name.clone())
    };
    assert_eq!(domain("Gmail.COM").expect("a domain"), "gmail.com");
    assert_eq!(
        domain("배움.한국").expect("a domain"),
        "xn--2h3b66q.xn--3e0b707e"
    );
    for wrong in [
        "",
        "@gmail.com",
        "gmail com",
        "192.0.2.1",
        "kim@gmail.com",
        "*.gmail.com",
    ] {
        let line = domain(wrong).expect_err(wrong).to_string();
        assert!(
            line.contains("mail.domains") && line.contains("write one like example.org"),
            "{line}"
        );
    }
}

#[test]
fn a_log_that_goes_to_a_file_has_no_colours() {
    let folder = folder();
    let mut command = gudok(folder.path(), &["migrate"]);
    command.env("RUST_LOG", "debug");
    let printed = Printed::of(command);
    assert!(printed.err.contains("DEBUG"), "{}", printed.err);
    assert!(!printed.err.contains('\u{1b}'), "{}", printed.err);
}

#[test]
fn a_configuration_file_that_is_not_there_is_named() {
    let folder = folder();
    let printed = Printed::of(gudok(folder.path(), &["--config", "other.toml", "migrate"]));
    assert!(printed.failure().contains("other.toml"));
    std::fs::write(folder.path().join("other.toml"), "[site]\nname = Gudok\n").expect("written");
    let printed = Printed::of(gudok(folder.path(), &["--config", "other.toml", "migrate"]));
    let line = printed.failure();
    assert!(
        line.contains("line 2") && line.contains("is no TOML; write each option once"),
        "{line}"
    );
}

#[test]
fn a_busy_port_is_named_with_the_option_that_changes_it() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let mut command = gudok(folder.path(), &["serve"]);
    command.env("GUDOK__SERVER__BIND", &address);
    let printed = Printed::of(command);
    let line = printed.failure();
    assert!(
        line.contains(&address) && line.contains("server.bind"),
        "{line}"
    );
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone() {
    let folder = folder();
    let migrated = Printed::of(gudok(folder.path(), &["migrate"]));
    assert_eq!(migrated.code, Some(0), "{migrated:?}");
    let file = format!("sqlite:{}", folder.path().join("gudok.db").display());
    let mut connection = sqlx::SqliteConnection::connect(&file)
        .await
        .expect("the database");
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .execute(&mut connection)
    .await
    .expect("written");
    connection.close().await.expect("closed");
    let printed = Printed::of(gudok(folder.path(), &["migrate"]));
    let line = printed.failure();
    assert!(
        line.contains("newer version") && line.contains("9999"),
        "{line}"
    );
}

#[test]
fn a_file_that_is_no_database_is_named() {
    let folder = folder();
    std::fs::write(
        folder.path().join("gudok.db"),
        "this is a letter, not a database, and longer than a header".repeat(20),
    )
    .expect("written");
    let printed = Printed::of(gudok(folder.path(), &["migrate"]));
    let line = printed.failure();
    assert!(
        line.contains("is no SQLite database; name another file"),
        "{line}"
    );
}

#[test]
fn a_database_that_cannot_be_opened_is_told_with_the_way_out() {
    let folder = folder();
    for (url, way_out) in [
        (
            "sqlite:nowhere/gudok.db",
            "its folder is not there; make it",
        ),
        (
            "postgres://kim:hush@127.0.0.1:1/gudok",
            "nothing answers at this host and port; start the server",
        ),
        (
            "postgres://127.0.0.1:port/gudok",
            "the address cannot be read; write sqlite:FILE or postgres://",
        ),
    ] {
        let mut command = gudok(folder.path(), &["migrate"]);
        command.env("DATABASE_URL", url);
        let printed = Printed::of(command);
        let line = printed.failure();
        assert!(line.contains(way_out), "{url}: {line}");
        assert!(
            line.contains("database.url") && !line.contains("hush"),
            "{line}"
        );
    }
}

#[test]
fn an_unknown_command_is_wrong_usage() {
    let folder = folder();
    let printed = Printed::of(gudok(folder.path(), &["subscribe"]));
    assert_eq!(printed.code, Some(2));
}

#[test]
fn the_configuration_reference_names_every_option_with_its_default() {
    let folder = folder();
    let printed = Printed::of(gudok(folder.path(), &["config"]));
    assert_eq!(printed.out, REFERENCE);
    // An option without a default stands there as a comment; taken out of it, the file names every option.
    let uncommented = REFERENCE.replace("\n# ", "\n#\n# ");
    let lines = uncommented
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(option)
                if option.split_once(" = ").is_some_and(|(key, _)| {
                    key.chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
                }) =>
            {
                option
            }
            Some(table) if table.starts_with("[[") => table,
            Some(_) => "",
            None => line,
        });
    let whole = lines.collect::<Vec<_>>().join("\n");
    let named = keys(&toml(&whole));
    // The keys' files are somebody else's.
    let readable = whole.lines().filter(|line| !line.contains("/etc/gudok/"));
    let readable = readable.collect::<Vec<_>>().join("\n");
    let all = Config::read(Some(&write(folder.path(), &readable)), []).expect("every option");
    let ours = keys(&serde_json::to_value(all).expect("a configuration"));
    assert_eq!(named, ours);
    let plain = Config::read(Some(&write(folder.path(), REFERENCE)), [])
        .expect("the reference is a configuration");
    assert_eq!(
        serde_json::to_value(plain).expect("json"),
        serde_json::to_value(Config::default()).expect("json"),
        "the values it shows are the defaults"
    );
}

fn write(folder: &std::path::Path, text: &str) -> std::path::PathBuf {
    let file = folder.join("reference.toml");
    std::fs::write(&file, text).expect("written");
    file
}

fn toml(text: &str) -> serde_json::Value {
    use figment::providers::{Format, Toml};
    figment::Figment::from(Toml::string(text))
        .extract()
        .expect("TOML")
}

/// `section.option`, and `section.tables.option` for each of several tables.
fn keys(config: &serde_json::Value) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (section, options) in config.as_object().expect("sections") {
        for (option, value) in options.as_object().expect("options") {
            keys.insert(format!("{section}.{option}"));
            let tables = value.as_array().into_iter().flatten();
            for table in tables.filter_map(serde_json::Value::as_object) {
                keys.extend(table.keys().map(|key| format!("{section}.{option}.{key}")));
            }
        }
    }
    keys
}

#[test]
fn the_environment_wins_over_the_file_and_a_secret_may_stand_in_a_file_of_its_own() {
    let folder = folder();
    let file = write(folder.path(), "[site]\nname = \"From the file\"\n");
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "smtps://kim:p%40ss@mail.example.org\n").expect("written");
    let environment = [
        ("GUDOK__SITE__NAME", "2026"),
        ("GUDOK__MAIL__URL_FILE", secret.to_str().expect("a path")),
        ("GUDOK__SERVER__TRUSTED_PROXIES", "[\"10.0.0.1\"]"),
        ("DATABASE_URL", "postgres://localhost/x"),
        ("HOME", "/root"),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::read(Some(&file), environment).expect("a configuration");
    assert_eq!(config.site.name, "2026");
    assert_eq!(
        config.mail.url.to_string(),
        "smtps://kim:…@mail.example.org:465"
    );
    assert_eq!(config.server.trusted_proxies.len(), 1);
    assert_eq!(config.database.url, "postgres://localhost/x");
}

#[test]
fn the_configuration_command_tells_where_each_value_comes_from() {
    let folder = folder();
    let file = "[site]\nname = \"Small Models\"\nurl = \"https://file.example.org\"\n";
    std::fs::write(folder.path().join("gudok.toml"), file).expect("written");
    let mut command = gudok(folder.path(), &["config"]);
    command
        .env("GUDOK__SITE__URL", "https://env.example.org")
        .env("DATABASE_URL", "postgres://gudok:hush@127.0.0.1:1/gudok");
    let printed = Printed::of(command);
    assert_eq!(printed.code, Some(0), "{printed:?}");
    let ours = printed
        .out
        .strip_prefix(REFERENCE)
        .expect("the reference first");
    for line in [
        "# site.name = \"Small Models\" (gudok.toml)",
        "# site.url = \"https://env.example.org/\" (GUDOK__SITE__URL)",
        "# The settings of the panel could not be read: ",
    ] {
        assert!(ours.contains(line), "{line} in {ours}");
    }
    assert!(!ours.contains("hush"), "{ours}");
}
