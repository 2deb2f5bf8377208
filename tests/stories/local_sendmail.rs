//! Mail through a program of this machine (`mail.url = "sendmail:…"`) in place of a relay.

use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::time::Duration;

use gudok::config::MailUrl;
use gudok::delivery::transport::Transport;
use gudok::outbox::{self, MailState};
use gudok::smtp::DeliveryOutcome;
use tempfile::TempDir;

use crate::stories;
use crate::support::outbox::{post_letter, send};
use crate::support::smtp::{LETTER, LONG, link, send_bytes};

/// A folder with a program that writes what it is given beside itself.
fn program() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples/sendmail");
    // A link: a program that was written a moment ago may be busy still.
    symlink(sample, folder.path().join("sendmail")).expect("a link");
    folder
}

fn url(folder: &Path) -> String {
    format!("sendmail:{}/sendmail", folder.display())
}

stories! {
    async fn a_mail_goes_to_the_program_with_its_envelope_as_arguments(site: Site) {
        let folder = program();
        let url = url(folder.path());
        site.restart(|config| config.mail.url = url.parse().expect("a mail.url")).await;
        post_letter(site, "kim@example.org").await;
        post_letter(site, "lee@down.example").await;
        send(site).await;
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("written");
        let from = site.app.config().site.sender.address.to_string();
        assert_eq!(read("arguments").lines().collect::<Vec<_>>(), ["-i", "-f", &from, "--", "kim@example.org"]);
        let mail = read("mail");
        assert!(mail.contains("\nTo: kim@example.org\n") && !mail.contains('\r'), "{mail}");
        let mut tx = site.app.read().await.expect("a connection");
        let rows = outbox::list(&mut tx, None, None, 10).await.expect("rows");
        let row = |to: &str| rows.iter().find(|row| row.recipient.as_str() == to).expect("a mail");
        let (sent, refused) = (row("kim@example.org"), row("lee@down.example"));
        assert_eq!(sent.state, MailState::Sent);
        assert!(sent.result.as_ref().is_some_and(|it| it.ends_with("/sendmail took it")), "{sent:?}");
        assert_eq!(refused.state, MailState::Deferred);
        assert!(refused.result.as_ref().is_some_and(|it| it.ends_with("refused it: fatal: mail system is down")), "{refused:?}");
    }
}

#[tokio::test]
async fn a_program_that_does_not_end_may_have_passed_the_mail_on() {
    let folder = program();
    let mut link = link(&url(folder.path()));
    let soon = Duration::from_millis(50);
    let verdict = send_bytes(&mut link, "kim@slow.example", LETTER, None, soon).await;
    assert!(
        matches!(verdict, DeliveryOutcome::Unanswered(_)),
        "{verdict:?}"
    );
}

#[tokio::test]
async fn a_program_that_refuses_before_it_has_read_the_mail_only_delays_it() {
    let folder = program();
    let mut link = link(&url(folder.path()));
    let large = LETTER.repeat(20_000);
    let verdict = send_bytes(&mut link, "kim@early.example", &large, None, LONG).await;
    assert!(
        matches!(verdict, DeliveryOutcome::TransientFailure(_)),
        "{verdict:?}"
    );
}

#[tokio::test]
async fn a_program_that_is_missing_or_broken_is_not_the_mails_fault() {
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("sendmail");
    let url: MailUrl = url(folder.path()).parse().expect("a mail.url");
    let transport = Transport::open(&url).expect("a transport");
    let unreachable = async || {
        let mut connection = transport.connection();
        let outcome = send_bytes(&mut connection, "kim@example.org", LETTER, None, LONG).await;
        assert!(
            matches!(&outcome, DeliveryOutcome::Unreachable(why) if why.contains("cannot be run")),
            "{outcome:?}"
        );
    };
    let missing = transport.check(LONG).await.expect_err("nothing there");
    assert!(missing.contains("sendmail:/path/to/sendmail"), "{missing}");
    unreachable().await;
    std::fs::write(&file, "#!/no/such/shell\n").expect("written");
    transport.check(LONG).await.expect_err("it may not be run");
    std::fs::set_permissions(&file, Permissions::from_mode(0o700)).expect("executable");
    transport.check(LONG).await.expect("a program");
    unreachable().await;
}
