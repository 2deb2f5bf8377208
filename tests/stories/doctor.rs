//! The operator asks what stands in the way of mail that arrives, and is told the way out.

use std::fs::Permissions;
use std::net::UdpSocket;
use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use gudok::admin::Role;
use gudok::clock::Clock;
use gudok::config::Config;
use gudok::demo::Demo;
use gudok::doctor::{self, CheckState};
use gudok::fetch::dns::Dns;
use gudok::subscribers;

use crate::stories;
use crate::support::doctor::{Case, examine, examine_by, expect};
use crate::support::name_server::NameServer;
use crate::support::program::{Printed, gudok};
use crate::support::readers::{KIM, state, subscribed};
use crate::support::relay::{Behaviour, Relay};
use crate::support::{Reply, Site, encode};

async fn site_and_names() -> (Site, NameServer) {
    (Site::on_sqlite().await, NameServer::start().await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_relay_is_reached_and_signed_in_to() {
    let (mut site, names) = site_and_names().await;
    expect(
        &examine(&site, &names, Case::default()).await,
        "relay",
        CheckState::Warning,
        "nobody gets it",
    );
    let relay = Relay::start(Behaviour::NotSmtp).await;
    let url = relay.url();
    site.restart(|config| config.mail.url = url.parse().expect("a relay"))
        .await;
    expect(
        &examine(&site, &names, Case::default()).await,
        "relay",
        CheckState::Fail,
        "mail.url",
    );
    relay.becomes(Behaviour::Accept);
    expect(
        &examine(&site, &names, Case::default()).await,
        "relay",
        CheckState::Ok,
        "reachable",
    );
    for (program, state, words) in [
        ("/bin/sh", CheckState::Ok, "can be run"),
        (
            "/no/such/program",
            CheckState::Fail,
            "sendmail:/path/to/sendmail",
        ),
    ] {
        let url = format!("sendmail:{program}");
        site.restart(|config| config.mail.url = url.parse().expect("a program"))
            .await;
        let report = examine(&site, &names, Case::default()).await;
        expect(&report, "relay", state, words);
    }
    // This relay offers no way to sign in.
    let url = relay.url().replace("smtp://", "smtp://kim:hunter2@");
    site.restart(|config| config.mail.url = url.parse().expect("a relay"))
        .await;
    let report = examine(&site, &names, Case::default()).await;
    expect(&report, "relay", CheckState::Fail, "mail.url");
    assert!(
        !format!("{report:?}").contains("hunter2"),
        "a password is never shown"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_without_an_answer_in_time_is_a_warning_a_silent_relay_is_a_fault_and_the_others_are_shown()
 {
    let mut site = Site::on_sqlite().await;
    let silent = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let silent_address = silent.local_addr().expect("its address");
    let relay = Relay::start(Behaviour::Mute).await;
    let url = relay.url();
    site.restart(|config| config.mail.url = url.parse().expect("a relay"))
        .await;
    let hasty = Case {
        timeout: Some(Duration::from_secs(1)),
        ..Case::default()
    };
    let report = examine_by(&site, &Dns::at(silent_address), hasty).await;
    expect(&report, "relay", CheckState::Fail, "did not answer in time");
    expect(&report, "spf", CheckState::Warning, "No answer in time");
    expect(&report, "spf", CheckState::Warning, "gudok doctor --wait");
    expect(&report, "secret", CheckState::Ok, "kept in the database");
    assert_eq!(report.len(), doctor::NAMES.len());

    let folder = tempfile::TempDir::new().expect("a folder");
    let dns = silent_address.to_string();
    for form in [&["--json"][..], &[]] {
        let mut command = gudok(folder.path(), &["doctor", "--wait", "1", "--dns", &dns]);
        command
            .args(form)
            .env("GUDOK__MAIL__URL", relay.url())
            .env("GUDOK__SITE__SENDER", "letters@example.org");
        let printed = Printed::of(command);
        printed.failure();
        for words in ["No answer in time", "did not answer in time", "outbox"] {
            assert!(printed.out.contains(words), "{words}: {printed:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_private_key_that_others_may_read_is_named_with_the_command_that_closes_it() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let names = NameServer::start().await;
    let dns = names.address.to_string();
    let run = |arguments: &[&str]| {
        let mut command = gudok(folder.path(), arguments);
        command.env("GUDOK__SITE__SENDER", "letters@example.org");
        if arguments[1] != "generate" {
            command
                .env("GUDOK__DKIM__RSA_KEY", "gudok-rsa.pem")
                .env("GUDOK__DKIM__ED25519_KEY", "gudok-ed25519.pem");
        }
        Printed::of(command)
    };
    assert_eq!(run(&["dkim", "generate"]).code, Some(0));
    let records: serde_json::Value =
        serde_json::from_str(&run(&["dkim", "records", "--json"]).out).expect("JSON");
    let text = |record: usize, key: &str| records[record][key].as_str().expect("a text");
    let both = "chmod 600 gudok-rsa.pem gudok-ed25519.pem";
    // The second time everything is published. A file of root's that Gudok's group may read is no danger.
    for (mode, state, said) in [
        (0o644, "fail", [both, "Publish one TXT record"]),
        (0o644, "warning", [both, both]),
        (0o660, "warning", [both, both]),
        (0o640, "ok", ["", ""]),
        (0o600, "ok", ["", ""]),
    ] {
        for file in ["gudok-rsa.pem", "gudok-ed25519.pem"] {
            let file = folder.path().join(file);
            std::fs::set_permissions(file, Permissions::from_mode(mode)).expect("a mode");
        }
        let report = run(&["doctor", "--json", "--dns", &dns]).out;
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        let check = &report["checks"][1];
        assert_eq!(
            (&check["name"], &check["state"]),
            (&"dkim".into(), &state.into())
        );
        for words in said {
            let fix = check["fix"].as_str().unwrap_or_default();
            assert!(fix.contains(words), "{words}: {check}");
        }
        if state == "fail" {
            for record in [0, 1] {
                names.text(text(record, "name"), text(record, "value"));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demos_doctor_asks_nobody_outside_the_machine() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let mut config = Config::default();
    config.server.bind = "127.0.0.1:0".parse().expect("an address");
    let (demo, server) = Demo::open(config).await.expect("a demo");
    let stop = server.handle();
    tokio::spawn(server);
    let guide = demo.seed().await.expect("a guide");
    let told = |what: &str| {
        let line = guide
            .lines()
            .find_map(|line| line.trim().strip_prefix(what));
        line.expect("it is told").trim().to_owned()
    };
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .expect("a client");
    let ask = async |request: reqwest::RequestBuilder, cookie: &str| {
        let request = request.header("cookie", cookie);
        Reply::of(request.send().await.expect("an answer")).await
    };
    let post = |path: &str, fields: &[(&str, &str)]| {
        let request = http.post(demo.app.url(path)).body(encode(fields));
        request.header("content-type", "application/x-www-form-urlencoded")
    };
    let (email, password) = (told("e-mail"), told("password"));
    let form = [("email", email.as_str()), ("password", &password)];
    let cookie = ask(post("/admin/sign-in", &form), "").await.cookie();
    let room = http.get(demo.app.url("/admin/doctor"));
    let csrf = ask(room, &cookie).await.field("csrf");
    let examination = post("/admin/doctor?lang=en", &[("csrf", &csrf)]);
    let report = ask(examination, &cookie).await;
    let words = "Not checked: the demo asks nothing";
    assert_eq!(
        report.expect(200).matches(words).count(),
        5,
        "{}",
        report.body
    );
    stop.stop(false).await;
}

stories! {
    async fn the_one_click_is_tried_from_outside_and_nobody_leaves(site: Site) {
        let names = NameServer::start().await;
        subscribed(site, KIM).await;
        expect(&examine(site, &names, Case::default()).await, "one-click", CheckState::Warning, "https");
        assert_eq!(state(site, KIM).await, Some(subscribers::SubscriberState::Confirmed));
        let other = Site::on_sqlite().await;
        let elsewhere = other.base.parse().expect("a URL");
        site.restart(|config| {
            config.server.public_url = Some(elsewhere);
            config.security.secret = Some("another secret of at least 32 characters".into());
        }).await;
        expect(&examine(site, &names, Case::default()).await, "one-click", CheckState::Fail, "server.public_url");
        let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address");
        let nowhere = format!("http://{closed}").parse().expect("a URL");
        site.restart(|config| config.server.public_url = Some(nowhere)).await;
        expect(&examine(site, &names, Case::default()).await, "one-click", CheckState::Fail, "cannot be reached");
    }

    async fn clocks_that_differ_are_named_and_the_secret_too(site: Site) {
        let names = NameServer::start().await;
        let report = examine(site, &names, Case::default()).await;
        expect(&report, "clock", CheckState::Fail, "NTP");
        expect(&report, "secret", CheckState::Ok, "kept in the database");
        let now = Clock::system().now();
        site.wait(now.since(site.app.now()));
        expect(&examine(site, &names, Case::default()).await, "clock", CheckState::Ok, "");
    }

    async fn an_outbox_that_stands_still_is_named(site: Site) {
        let names = NameServer::start().await;
        crate::support::readers::sign_up(site, &[("email", KIM)]).await.expect(200);
        expect(&examine(site, &names, Case::default()).await, "outbox", CheckState::Ok, "");
        site.wait(2 * 3_600 + 1);
        expect(&examine(site, &names, Case::default()).await, "outbox", CheckState::Fail, "2 h");
        site.mails().await;
        expect(&examine(site, &names, Case::default()).await, "outbox", CheckState::Ok, "1 mails were sent");
        site.change("UPDATE outbox SET state = 'failed'").await;
        expect(&examine(site, &names, Case::default()).await, "outbox", CheckState::Warning, "1 of 1");
        site.change("UPDATE outbox SET state = 'unknown'").await;
        expect(&examine(site, &names, Case::default()).await, "outbox", CheckState::Warning, "/admin/outbox");
    }

    async fn the_owner_has_it_examined_in_the_panel_and_reads_what_to_do(site: Site) {
        // A sender without a domain of the Internet: no name server is asked.
        site.restart(|config| config.site.sender.address = "gudok@localhost".parse().expect("an address")).await;
        site.sign_in(Role::Editor).await;
        site.get("/admin/doctor").await.expect(403);
        site.sign_in(Role::Owner).await;
        let page = site.get("/admin/doctor").await;
        assert!(page.expect(200).contains("점검하기") && page.count("tbody tr") == 0, "nothing is looked at unasked");
        let csrf = page.field("csrf");
        for (language, words) in [("ko", ["릴레이", "주의", "해결 방법", "site.sender"]),
                                  ("en", ["Relay", "Warning", "What to do", "site.sender"])] {
            let report = site.post(&format!("/admin/doctor?lang={language}"), &[("csrf", &csrf)]).await;
            report.expect(200);
            for words in words {
                assert!(report.body.contains(words), "{language}: {words}");
            }
            assert_eq!(report.count("tbody tr"), doctor::NAMES.len(), "a line a check");
        }
        site.post("/admin/doctor", &[("csrf", "another")]).await.expect(400);
    }

    async fn the_checks_run_once_a_day_and_the_front_page_shows_what_failed(site: Site) {
        // A sender without a domain of the Internet: no name server is asked.
        site.restart(|config| config.site.sender.address = "gudok@localhost".parse().expect("an address")).await;
        site.sign_in(Role::Owner).await;
        assert_eq!(site.get("/admin").await.count("#attention .fault"), 0);
        site.run_schedule("doctor").await;
        site.run_jobs().await;
        assert_eq!(site.numbers("SELECT count(*) FROM doctor_checks").await, [0], "it begins a minute later");
        site.wait(60);
        site.run_jobs().await;
        let rows = "SELECT count(DISTINCT place) FROM doctor_checks";
        assert_eq!(site.numbers(rows).await, [i64::try_from(doctor::NAMES.len()).expect("few")]);
        let front = site.get("/admin").await;
        assert!(front.text_of("#attention").contains("SPF: "), "{}", front.text_of("#attention"));
        assert!(front.text_of("#attention").contains("site.sender"), "the way out");
        let page = site.get("/admin/doctor").await;
        assert_eq!(page.count("tbody tr"), doctor::NAMES.len());
        assert_eq!(page.count("#last time"), 1);

        site.run_schedule("doctor").await;
        assert_eq!(site.texts("SELECT kind FROM jobs WHERE kind = 'doctor'").await, [""; 0], "once a day");
        site.wait(24 * 3_600);
        site.run_schedule("doctor").await;
        assert_eq!(site.texts("SELECT kind FROM jobs WHERE kind = 'doctor'").await, ["doctor"]);
        site.sign_in(Role::Editor).await;
        assert!(!site.get("/admin").await.body.contains("site.sender"), "only owners see it");
    }

    async fn a_fault_that_is_gone_leaves_the_front_page_after_the_next_check(site: Site) {
        site.restart(|config| config.site.sender.address = "gudok@localhost".parse().expect("an address")).await;
        site.sign_in(Role::Owner).await;
        let csrf = site.get("/admin/doctor").await.field("csrf");
        site.post("/admin/doctor", &[("csrf", &csrf)]).await.expect(200);
        assert!(site.get("/admin").await.count("#attention .fault") > 0);
        site.change("UPDATE doctor_checks SET state = 'ok', fix = NULL").await;
        assert_eq!(site.get("/admin").await.count("#attention .fault"), 0);
        assert!(site.get("/admin/doctor").await.body.contains("모두 정상입니다"));
    }

    async fn an_owner_may_turn_the_daily_checks_off(site: Site) {
        site.restart(|config| config.doctor.daily = false).await;
        site.run_schedule("doctor").await;
        assert_eq!(site.texts("SELECT kind FROM jobs WHERE kind = 'doctor'").await, [""; 0]);
    }

    async fn a_record_to_publish_can_be_copied(site: Site) {
        site.sign_in(Role::Owner).await;
        site.change("
            INSERT INTO doctor_checks (locale, place, name, state, found, fix, to_copy, ran_at)
            VALUES ('ko', 0, 'dmarc', 'fail', '없음', '게시하세요', 'v=DMARC1; p=none', 1700000000)").await;
        let page = site.get("/admin/doctor").await;
        assert_eq!(page.text_of("tbody code"), "v=DMARC1; p=none");
        assert_eq!(page.count("button[data-copy='copy-1']"), 1);
        assert!(page.header("content-security-policy").contains("script-src 'self'"));
    }

    async fn a_schema_that_is_behind_is_named(site: Site) {
        let names = NameServer::start().await;
        expect(&examine(site, &names, Case::default()).await, "database", CheckState::Ok, site.app.store().engine_name());
        site.change("DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)").await;
        expect(&examine(site, &names, Case::default()).await, "migrations", CheckState::Fail, "gudok migrate");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_names_each_check_and_fails_when_one_failed() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let names = NameServer::start().await;
    let dns = names.address.to_string();
    let printed = Printed::of(gudok(folder.path(), &["doctor", "--json", "--dns", &dns]));
    assert!(printed.failure().contains("names its fix"));
    let report: serde_json::Value = serde_json::from_str(&printed.out).expect("JSON");
    let names: Vec<&str> = report["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .map(|check| check["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, doctor::NAMES);
    let of = |name: &str| {
        report["checks"]
            .as_array()
            .expect("checks")
            .iter()
            .find(|check| check["name"] == name)
            .expect("a check")["state"]
            .clone()
    };
    assert_eq!(
        (of("database"), of("clock"), of("secret")),
        ("ok".into(), "ok".into(), "ok".into())
    );
    let lines = Printed::of(gudok(folder.path(), &["doctor", "--dns", &dns]));
    assert_eq!(
        lines.out.lines().count(),
        doctor::NAMES.len(),
        "a line a check: {lines:?}"
    );

    let mut command = gudok(folder.path(), &["doctor"]);
    command.env("DATABASE_URL", "postgres://kim:hunter2@127.0.0.1:1/none");
    let printed = Printed::of(command);
    printed.failure();
    assert!(
        printed.out.starts_with("fail     database") && !printed.out.contains("hunter2"),
        "{printed:?}"
    );
}
