//! The bounces' room, and the command that brings bounces in from files and a mail server's pipe.

use gudok::admin::Role;
use gudok::bounces::reading::read;
use gudok::bounces::{Origin, apply_report};
use gudok::subscribers::{Cadence, SubscriberState};
use tempfile::TempDir;

use crate::stories;
use crate::support::program::{Printed, gudok};
use crate::support::readers::state;
use crate::support::{Reader, Site};

const JEONG: &str = "jeong@mailbox.example";

fn sample(name: &str) -> String {
    format!(
        "{}/tests/samples/bounces/{name}.eml",
        env!("CARGO_MANIFEST_DIR")
    )
}

/// A reader whose mail came back for good.
async fn bounced_reader(site: &Site) {
    site.reader(Reader::new(JEONG, Cadence::Weekly)).await;
    let mut tx = site.app.write().await.expect("a transaction");
    let report = read(&std::fs::read(sample("postfix-ko")).expect("a sample"));
    let origin = Origin::Service {
        source: "ses",
        name: "a",
    };
    apply_report(&mut tx, &site.app, origin, &report)
        .await
        .expect("applied");
    tx.commit().await.expect("committed");
}

async fn lift(site: &Site) -> u16 {
    let csrf = site.get("/admin/account").await.field("csrf");
    let id = site.numbers("SELECT id FROM bounces").await[0];
    site.post(&format!("/admin/bounces/{id}/lifting"), &[("csrf", &csrf)])
        .await
        .status
}

stories! {
    async fn the_owner_sees_what_came_back_and_lifts_a_suppression(site: Site) {
        bounced_reader(site).await;
        assert_eq!(state(site, JEONG).await, Some(SubscriberState::Bounced));
        site.sign_in(Role::Owner).await;
        for (language, words) in [("ko", ["없는 주소입니다", "발송 중단", "발송 재개"]),
                                  ("en", ["No such address", "Sending stopped", "Resume sending"])] {
            let page = site.get(&format!("/admin/bounces?lang={language}")).await;
            page.expect(200);
            for words in words.iter().chain(&[JEONG]) {
                assert!(page.body.contains(words), "{language}: {words}");
            }
        }
        assert_eq!(lift(site).await, 303);
        assert_eq!(state(site, JEONG).await, Some(SubscriberState::Confirmed));
        assert_eq!(site.numbers("SELECT count(*) FROM suppressions").await, [0]);
        let log = site.audit_log().await;
        assert!(log.iter().any(|line| line.contains("suppression-lift bounce:")), "{log:?}");
        let page = site.get("/admin/bounces?done=lifted").await;
        assert!(page.body.contains("발송 재개"));
    }

    async fn an_editor_sees_the_room_and_lifts_nothing(site: Site) {
        bounced_reader(site).await;
        site.sign_in(Role::Editor).await;
        let page = site.get("/admin/bounces").await;
        assert!(page.expect(200).contains(JEONG) && !page.body.contains("/lifting"));
        assert_eq!(lift(site).await, 403);
        assert_eq!(state(site, JEONG).await, Some(SubscriberState::Bounced));
    }
}

#[test]
fn a_dry_run_prints_a_line_a_recipient_and_touches_no_database() {
    let folder = TempDir::new().expect("a temporary folder");
    let (two, vacation) = (sample("two"), sample("vacation-ko"));
    let printed = Printed::of(gudok(
        folder.path(),
        &["bounces", "import", &two, &vacation, "--dry-run"],
    ));
    assert_eq!(printed.code, Some(0), "{printed:?}");
    let lines: Vec<serde_json::Value> = printed
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let expected = serde_json::json!([
        {"file": two, "recipient": "park@mailbox.example", "class": "hard", "reason": "userunknown", "status": "5.1.1"},
        {"file": two, "recipient": "choi@mailbox.example", "class": "soft", "reason": "mailboxfull", "status": "4.2.2"},
        {"file": vacation, "recipient": null, "class": "none", "reason": "autoreply", "status": null},
    ]);
    assert_eq!(serde_json::Value::from(lines), expected);
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("the folder")
            .count(),
        0
    );
}

#[test]
fn a_mail_servers_pipe_and_an_mbox_are_read_and_a_second_time_is_harmless() {
    let folder = TempDir::new().expect("a temporary folder");
    let mail = std::fs::read_to_string(sample("full-ko")).expect("a sample");
    let mbox = format!("From a Thu\n{mail}\nFrom b Fri\n{mail}");
    let reports = "2 reports: 2 about no mail and no reader of this site.";
    for _ in 0..2 {
        let printed = Printed::with_input(gudok(folder.path(), &["bounces", "import", "-"]), &mbox);
        assert_eq!(printed.code, Some(0), "{printed:?}");
        assert_eq!(printed.out.lines().count(), 2, "{printed:?}");
        assert!(printed.err.contains(reports), "{printed:?}");
        assert!(printed.out.contains(r#""file":"-","recipient":"jeong@mailbox.example","class":"soft","reason":"mailboxfull""#));
    }
}

#[test]
fn the_import_says_how_many_were_applied_and_how_many_are_repeated() {
    let folder = TempDir::new().expect("a temporary folder");
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "email\njeong@mailbox.example\n").expect("written");
    let run = |arguments: &[&str]| Printed::of(gudok(folder.path(), arguments));
    let imported = run(&["subscribers", "import", "list.csv", "--source", "x"]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    let (full, two) = (sample("full-ko"), sample("two"));
    let first = run(&["bounces", "import", &full, &two]);
    let said = "3 reports: 1 counted as soft, 2 about no mail and no reader of this site.";
    assert!(first.err.contains(said), "{first:?}");
    let again = run(&["bounces", "import", &full]);
    assert!(again.err.contains("1 report: 1 taken before."), "{again:?}");
    let broken = run(&["bounces", "import", &full, "nowhere.eml", &two]);
    let said = "3 reports: 1 taken before, 2 about no mail and no reader of this site.";
    assert!(broken.err.contains(said), "{broken:?}");
    assert!(broken.err.contains("nowhere.eml") && broken.code == Some(1));
}

#[test]
fn a_file_that_is_not_there_and_a_command_without_files_are_named() {
    let folder = TempDir::new().expect("a temporary folder");
    let printed = Printed::of(gudok(
        folder.path(),
        &["bounces", "import", "nowhere.eml", "--dry-run"],
    ));
    assert!(printed.failure().contains("nowhere.eml"));
    assert_eq!(
        Printed::of(gudok(folder.path(), &["bounces", "import"])).code,
        Some(2)
    );
}

#[test]
fn a_file_without_any_mail_is_named() {
    let folder = TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("none.eml"), "").expect("written");
    let arguments = ["bounces", "import", "--dry-run", "none.eml"];
    let printed = Printed::of(gudok(folder.path(), &arguments));
    assert_eq!((printed.code, printed.out.as_str()), (Some(0), ""));
    assert!(
        printed.err.contains("none.eml: there is no mail in it."),
        "{printed:?}"
    );
}

#[test]
fn a_mailbox_full_of_empty_mails_is_told_in_a_few_lines() {
    let folder = TempDir::new().expect("a folder");
    let answer = std::fs::read_to_string(sample("vacation-ko")).expect("a sample");
    let mbox = "From a Thu\n\n".repeat(8) + "From b Fri\n" + &answer;
    let arguments = ["bounces", "import", "--dry-run", "-"];
    let printed = Printed::with_input(gudok(folder.path(), &arguments), &mbox);
    assert_eq!(printed.out.lines().count(), 6, "{printed:?}");
    assert!(
        printed
            .out
            .lines()
            .last()
            .is_some_and(|line| line.contains("autoreply"))
    );
    assert!(printed.err.contains("3 more mails"), "{printed:?}");
}
