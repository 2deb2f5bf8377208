//! Mail through a local program with the interface of `sendmail`, as Postfix, Exim, `OpenSMTPD` and
//! msmtp bring it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use lettre::{AsyncSendmailTransport, AsyncTransport as _, Tokio1Executor};
use tokio::time::timeout;

use crate::smtp::{DeliveryOutcome, OutgoingMessage, Reply};

/// A local program that takes mail. Each mail starts it once.
#[derive(Clone, Debug)]
pub struct Sendmail {
    program: Arc<PathBuf>,
    transport: Arc<AsyncSendmailTransport<Tokio1Executor>>,
}

impl Sendmail {
    /// The program at this path.
    pub(super) fn new(program: &Path) -> Self {
        Self {
            program: Arc::new(program.to_owned()),
            transport: Arc::new(AsyncSendmailTransport::new_with_command(program)),
        }
    }

    /// Returns an error that names the way out when there is no such program.
    pub(super) fn check(&self) -> Result<(), String> {
        let found = std::fs::metadata(&*self.program);
        if found.is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o111 != 0) {
            return Ok(());
        }
        Err(format!(
            "mail.url names the program {}, and there is none that may be run; install a mail server that brings one \
             (postfix, exim, msmtp-mta), or write sendmail:/path/to/sendmail",
            self.program.display()
        ))
    }

    /// Hands one mail over within `time`.
    pub(super) async fn send(&self, mail: OutgoingMessage<'_>, time: Duration) -> DeliveryOutcome {
        let program = self.program.display();
        let bytes = with_local_line_ends(mail.bytes);
        match timeout(time, self.transport.send_raw(mail.envelope, &bytes)).await {
            Ok(Ok(())) => DeliveryOutcome::Accepted(Reply::ours(format!("{program} took it"))),
            // The program is killed with the future. It may have passed the mail on before.
            Err(_) => DeliveryOutcome::Unanswered(format!("{program} did not end in time")),
            Ok(Err(error)) => {
                let cause = std::error::Error::source(&error);
                let cause = cause.map_or_else(|| error.to_string(), ToString::to_string);
                if is_about_program(&error) {
                    return DeliveryOutcome::Unreachable(format!(
                        "{program} cannot be run: {cause}"
                    ));
                }
                // lettre hides the exit status, so a permanent failure cannot be told from a
                // transient one.
                let words: Vec<_> = cause.split_whitespace().collect();
                DeliveryOutcome::TransientFailure(Reply::ours(format!(
                    "{program} refused it: {}",
                    words.join(" ")
                )))
            }
        }
    }
}

/// True when the program could not be started. Otherwise it refused the mail, perhaps before it had
/// read all of it.
fn is_about_program(error: &lettre::transport::sendmail::Error) -> bool {
    let source = std::error::Error::source(error);
    let io = source.and_then(|source| source.downcast_ref::<std::io::Error>());
    io.is_some_and(|io| io.kind() != std::io::ErrorKind::BrokenPipe)
}

/// Lines that end in LF, as local programs expect them. Some make two line ends of CRLF.
fn with_local_line_ends(bytes: &[u8]) -> Vec<u8> {
    let is_end = |index: usize| bytes[index] == b'\r' && bytes.get(index + 1) == Some(&b'\n');
    let kept = (0..bytes.len()).filter(|index| !is_end(*index));
    kept.map(|index| bytes[index]).collect()
}
