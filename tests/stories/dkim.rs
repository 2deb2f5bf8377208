//! Signed mails: keys made by the command hold, every header is covered, and what is wrong with a key is one clear line.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gudok::clock::Timestamp;
use gudok::config::Config;
use gudok::i18n::Locale;
use gudok::ids::EditionId;
use gudok::message::dkim::{self, DkimRecord};
use gudok::message::{
    MessageTemplate, PREFERENCES_PLACEHOLDER, PersonalLinks, SenderIdentity,
    UNSUBSCRIBE_PLACEHOLDER,
};
use gudok::outbox::Edition;
use gudok::subscribers::Cadence::EachPost;
use tempfile::TempDir;

use crate::stories;
use crate::support::program::{Printed, gudok};
use crate::support::signatures::{Verified, verify};
use crate::support::{Reader, Site};

const SENDER: &str = "인공지능 읽기 <letters@example.org>";
const KIM: &str = "kim@example.org";
const LEE: &str = "lee@example.org";

fn folder() -> TempDir {
    TempDir::new().expect("a temporary folder")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = gudok(folder, arguments);
    command.env("GUDOK__SITE__SENDER", SENDER);
    command
}

/// Keys made by the command, in this folder.
fn generated(folder: &Path, arguments: &[&str]) -> Printed {
    let arguments: Vec<&str> = ["dkim", "generate"]
        .iter()
        .chain(arguments)
        .copied()
        .collect();
    let printed = Printed::of(command(folder, &arguments));
    assert_eq!(printed.code, Some(0), "{printed:?}");
    printed
}

/// The options that the command prints after its records.
fn options(printed: &Printed) -> String {
    let at = printed.out.find("[dkim]").expect("the options");
    printed.out[at..].to_owned()
}

/// The configuration with the keys that the command has just made.
fn config(folder: &Path, printed: &Printed) -> Config {
    let file = folder.join("gudok.toml");
    let site = format!("[site]\nsender = \"{SENDER}\"\n");
    std::fs::write(&file, site + &options(printed)).expect("written");
    Config::read(Some(&file), []).expect("a configuration")
}

/// The site again, with keys.
async fn with_keys(site: &mut Site, keys: impl Fn(&mut Config)) -> Vec<DkimRecord> {
    let folder = folder();
    let made = config(folder.path(), &generated(folder.path(), &[]));
    site.restart(|config| {
        config.dkim = made.dkim.clone();
        keys(config);
    })
    .await;
    dkim::records(&site.app.config())
}

async fn sign_up(site: &Site) -> Vec<u8> {
    let form = serde_json::json!({"email": KIM, "name": "김민지"});
    site.post_json("/api/v1/subscriptions", &form)
        .await
        .expect(202);
    site.newest_mail_to(KIM).await.bytes
}

async fn digest(site: &Site) -> Vec<u8> {
    site.reader(Reader::new(LEE, EachPost)).await;
    site.wait(60);
    site.publish(
        "첫 글",
        "요약입니다.  두 칸이  있고.\t\n.점으로 시작하는 줄",
        &[],
    )
    .await;
    site.plan().await;
    let letter = site.newest_mail_to(LEE).await;
    assert!(letter.header("List-Id").contains("newsletter."));
    letter.bytes
}

fn verified(bytes: &[u8], records: &[DkimRecord]) -> Vec<Verified> {
    verify(bytes, records).unwrap_or_else(|why| panic!("{why}: {}", String::from_utf8_lossy(bytes)))
}

#[test]
fn keys_are_made_for_their_owner_alone_and_never_written_over() {
    let folder = folder();
    let printed = generated(folder.path(), &["--out", "keys", "--selector", "s2026"]);
    let files =
        ["s2026-rsa.pem", "s2026-ed25519.pem"].map(|name| folder.path().join("keys").join(name));
    let contents = files
        .each_ref()
        .map(|file| std::fs::read(file).expect("a key"));
    for file in &files {
        let mode = std::fs::metadata(file)
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
    assert!(!printed.out.contains("PRIVATE"), "{}", printed.out);
    let again = ["dkim", "generate", "--out", "keys", "--selector", "s2026"];
    let refused = Printed::of(command(folder.path(), &again));
    assert!(
        refused.failure().contains("s2026-rsa.pem") && refused.failure().contains("--selector")
    );
    std::fs::remove_file(&files[0]).expect("removed");
    let refused = Printed::of(command(folder.path(), &again));
    assert!(refused.failure().contains("s2026-ed25519.pem"));
    assert!(!files[0].exists(), "neither is made when one is there");
    assert_eq!(std::fs::read(&files[1]).expect("a key"), contents[1]);
}

#[test]
fn what_the_command_prints_is_a_zone_file_and_a_configuration() {
    let folder = folder();
    let printed = generated(folder.path(), &[]);
    let config = config(folder.path(), &printed);
    let records = dkim::records(&config);
    let names: Vec<&str> = records.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "gudok-rsa._domainkey.example.org",
            "gudok-ed25519._domainkey.example.org"
        ]
    );
    let json = Printed::of(gudok(folder.path(), &["dkim", "records", "--json"]));
    let json: Vec<serde_json::Value> = serde_json::from_str(&json.out).expect("JSON");
    let told = Printed::of(gudok(folder.path(), &["dkim", "records"]));
    for (record, object) in records.iter().zip(&json) {
        assert_eq!(object["name"], record.name);
        assert_eq!(object["value"], record.value);
        for out in [&printed.out, &told.out] {
            let (_, rest) = out
                .split_once(&format!("{}. IN TXT ( ", record.name))
                .expect("the record");
            let (strings, _) = rest.split_once(" )").expect("its end");
            let strings: Vec<&str> = strings.split('"').skip(1).step_by(2).collect();
            assert!(strings.iter().all(|string| string.len() <= 255));
            assert_eq!(strings.concat(), record.value);
        }
    }
    assert!(records[0].value.starts_with("v=DKIM1; k=rsa; p=MIIBIjAN"));
    assert_eq!(records[1].value.len(), "v=DKIM1; k=ed25519; p=".len() + 44);
}

#[test]
fn a_domain_that_nobody_can_look_up_gets_no_keys() {
    let folder = folder();
    let printed = Printed::of(gudok(folder.path(), &["dkim", "generate"]));
    assert!(printed.failure().contains("site.sender"));
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        0
    );
    let printed = Printed::of(command(
        folder.path(),
        &["dkim", "generate", "--selector", "a b"],
    ));
    assert!(printed.failure().contains("selector"));
}

#[test]
fn without_keys_there_is_nothing_to_publish() {
    let folder = folder();
    let printed = Printed::of(command(folder.path(), &["dkim", "records"]));
    assert!(printed.failure().contains("gudok dkim generate"));
    let printed = Printed::of(command(folder.path(), &["dkim", "records", "--json"]));
    assert_eq!((printed.code, printed.out.trim()), (Some(0), "[]"));
}

#[test]
fn what_is_wrong_with_a_key_is_one_line_that_names_the_option() {
    let folder = folder();
    generated(folder.path(), &[]);
    let rsa = folder.path().join("gudok-rsa.pem");
    let text = std::fs::read_to_string(&rsa).expect("a key");
    let cut: PathBuf = folder.path().join("cut.pem");
    std::fs::write(&cut, &text[..400]).expect("written");
    let short =
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n";
    let in_folder = |name: &str| folder.path().join(name).display().to_string();
    for (variable, value, named) in [
        (
            "GUDOK__DKIM__RSA_KEY",
            "/nowhere/rsa.pem".to_owned(),
            "dkim.rsa_key",
        ),
        ("GUDOK__DKIM__RSA_KEY", in_folder("cut.pem"), "dkim.rsa_key"),
        (
            "GUDOK__DKIM__RSA_KEY",
            in_folder("gudok-ed25519.pem"),
            "dkim.rsa_key",
        ),
        (
            "GUDOK__DKIM__ED25519_KEY",
            in_folder("gudok-rsa.pem"),
            "dkim.ed25519_key",
        ),
        (
            "GUDOK__DKIM__ED25519_KEY",
            short.to_owned(),
            "dkim.ed25519_key",
        ),
        (
            "GUDOK__DKIM__RSA_KEY_FILE",
            "/nowhere/rsa.pem".to_owned(),
            "GUDOK__DKIM__RSA_KEY_FILE",
        ),
        (
            "GUDOK__DKIM__RSA_SELECTOR",
            "a b".to_owned(),
            "dkim.rsa_selector",
        ),
        (
            "GUDOK__DKIM__RSA_SELECTOR",
            "gudok-ed25519".to_owned(),
            "dkim.ed25519_selector",
        ),
        (
            "GUDOK__DKIM__DOMAIN",
            "not a domain".to_owned(),
            "dkim.domain",
        ),
        (
            "GUDOK__SITE__SENDER",
            "독자@example.org".to_owned(),
            "site.sender",
        ),
    ] {
        let mut command = command(folder.path(), &["migrate"]);
        command.env(variable, &value);
        let printed = Printed::of(command);
        let line = printed.failure();
        assert!(line.contains(named), "{value}: {line}");
        assert!(
            !line.contains("MII") && !line.contains("BEGIN"),
            "a key is never shown: {line}"
        );
    }
}

#[test]
fn keys_come_from_the_environment_and_are_never_shown() {
    let folder = folder();
    generated(folder.path(), &[]);
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a key");
    let environment = [
        ("GUDOK__DKIM__RSA_KEY", text("gudok-rsa.pem")),
        (
            "GUDOK__DKIM__ED25519_KEY_FILE",
            folder
                .path()
                .join("gudok-ed25519.pem")
                .display()
                .to_string(),
        ),
        ("GUDOK__DKIM__DOMAIN", "예시.한국".to_owned()),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value));
    let config = Config::read(None, environment).expect("a configuration");
    let names: Vec<String> = dkim::records(&config)
        .into_iter()
        .map(|record| record.name)
        .collect();
    assert_eq!(
        names,
        [
            "gudok-rsa._domainkey.xn--vv4b11d.xn--3e0b707e",
            "gudok-ed25519._domainkey.xn--vv4b11d.xn--3e0b707e",
        ]
    );
    let secret: String = text("gudok-ed25519.pem")
        .lines()
        .nth(1)
        .expect("base64")
        .to_owned();
    let shown = format!(
        "{config:?} {}",
        serde_json::to_string(&config).expect("JSON")
    );
    for part in [&secret[..], "BEGIN", &text("gudok-rsa.pem")[100..140]] {
        assert!(!shown.contains(part), "{shown}");
    }
}

#[test]
fn an_rsa_key_in_the_older_form_of_pkcs_1_is_taken() {
    let folder = folder();
    generated(folder.path(), &[]);
    let text = std::fs::read_to_string(folder.path().join("gudok-rsa.pem")).expect("a key");
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    let der = STANDARD.decode(lines.concat()).expect("base64");
    // PKCS#8 is the older form behind 26 octets that name the algorithm.
    let older = format!(
        "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n",
        STANDARD.encode(&der[26..])
    );
    let of = |text: &str| {
        let environment = [("GUDOK__DKIM__RSA_KEY".to_owned(), text.to_owned())];
        dkim::records(&Config::read(None, environment).expect("a configuration"))
    };
    assert_eq!(of(&older), of(&text));
}

#[test]
fn signatures_hold_whatever_stands_around_and_in_the_places() {
    let folder = folder();
    let mut config = config(folder.path(), &generated(folder.path(), &[]));
    config.dkim.rsa_key = None;
    let records = dkim::records(&config);
    let korean = "다람쥐 헌 쳇바퀴에  타고파. ".repeat(9);
    for text in ["", "a", "ab", " \t ", ".\n\n", &korean] {
        let body = format!("{text}{UNSUBSCRIBE_PLACEHOLDER}{text}{PREFERENCES_PLACEHOLDER}{text}");
        let edition = Edition {
            id: EditionId(1),
            slug: "one".into(),
            locale: Locale::Ko,
            subject: text.into(),
            html: body.clone(),
            text: body,
            message_domain: None,
            created_at: Timestamp::from_unix(0),
        };
        let prepared = MessageTemplate::for_edition(
            &SenderIdentity::of(&config),
            &edition.content(),
            "digest",
        );
        for length in [0, 1, 2, 3, 60, 61, 62, 76, 77, 300] {
            let personal = PersonalLinks {
                unsubscribe: "~!=.F".chars().cycle().take(length).collect(),
                preferences: "h".repeat(length),
                unsubscribe_by_mail: None,
            };
            let to = KIM.parse().expect("an address");
            let bytes = prepared
                .render(&to, None, &personal, "<1@example.org>", edition.created_at)
                .expect("a message");
            assert_eq!(verified(&bytes, &records).len(), 1);
        }
    }
}

stories! {
    async fn a_mail_carries_a_signature_of_each_key_that_hold(site: Site) {
        let records = with_keys(site, |_| {}).await;
        for bytes in [sign_up(site).await, digest(site).await] {
            let signatures = verified(&bytes, &records);
            let algorithms: Vec<&str> = signatures.iter().map(|signature| signature.algorithm.as_str()).collect();
            assert_eq!(algorithms, ["ed25519-sha256", "rsa-sha256"]);
            assert!(signatures.iter().all(|signature| signature.domain == "example.org"));
            let text = String::from_utf8(bytes).expect("ASCII");
            let (head, _) = text.split_once("\r\n\r\n").expect("a body");
            let long = head.split("\r\n").find(|line| line.len() > 78 && line.trim().contains(' '));
            assert_eq!(long, None);
        }
    }

    async fn every_header_is_covered_and_none_can_be_added(site: Site) {
        let records = with_keys(site, |_| {}).await;
        let bytes = digest(site).await;
        let text = String::from_utf8(bytes).expect("ASCII");
        let (head, _) = text.split_once("\r\n\r\n").expect("a body");
        let starts = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        let names: Vec<String> = starts.filter_map(|line| Some(line.split_once(':')?.0.to_lowercase())).collect();
        for wanted in [
            "from", "to", "subject", "date", "message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post",
            "feedback-id", "mime-version", "content-type",
        ] {
            assert!(names.iter().any(|name| name == wanted), "{wanted}");
        }
        for signature in verified(text.as_bytes(), &records) {
            for name in names.iter().filter(|name| *name != "dkim-signature") {
                let listed = signature.covered.iter().filter(|covered| *covered == name).count();
                assert_eq!(listed, 2, "{name}");
            }
            for absent in ["reply-to", "cc", "content-transfer-encoding"] {
                assert!(signature.covered.iter().any(|covered| covered == absent), "{absent}");
            }
        }
        for added in ["From: evil@example.net", "Subject: x", "Reply-To: evil@example.net", "List-Unsubscribe: <https://evil.example>"] {
            let forged = text.replacen("\r\nFrom: ", &format!("\r\n{added}\r\nFrom: "), 1);
            assert_ne!(forged, text);
            assert!(verify(forged.as_bytes(), &records).is_err(), "{added}");
        }
        let last = text.trim_end().len();
        for (changed, why) in [
            (text.replacen("one-click", "two-click", 1), ""),
            (text.replacen("List-Unsubscribe=One-Click", "List-Unsubscribe=Two-Click", 1), "hold"),
            (format!("{}{}", &text[..last - 1], "\r\nmore\r\n"), "body"),
        ] {
            let result = verify(changed.as_bytes(), &records);
            assert_eq!(result.is_ok(), changed == text, "{result:?}");
            assert!(why.is_empty() || result.expect_err("a change").contains(why));
        }
    }

    async fn one_key_makes_one_signature(site: Site) {
        let records = with_keys(site, |config| config.dkim.rsa_key = None).await;
        assert_eq!(records.len(), 1);
        let signatures = verified(&sign_up(site).await, &records);
        assert_eq!(signatures.len(), 1);
        assert_eq!(signatures[0].algorithm, "ed25519-sha256");
    }

    async fn without_keys_mails_go_unsigned(site: Site) {
        let bytes = sign_up(site).await;
        assert_eq!(verified(&bytes, &[]).len(), 0);
    }
}
