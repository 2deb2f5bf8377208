//! Where mail is handed over: a relay, a folder, or the process's memory.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::retry::Verdict;
use super::smtp::{Envelope, Relay, Reply, Session};
use crate::address::EmailAddress;
use crate::config::MailUrl;

/// A way out for mail; each sender opens a [`Link`] of its own through it.
#[derive(Clone, Debug)]
pub enum Transport {
    /// A relay that speaks SMTP.
    Smtp(Arc<Relay>),
    /// A folder that gets one `.eml` file a mail.
    File(Arc<PathBuf>),
    /// The process's memory.
    Memory(Mailbox),
}

/// The mails that a memory transport took, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Mailbox(Arc<Mutex<Vec<SentMail>>>);

/// A mail as it was handed over.
#[derive(Clone, Debug)]
pub struct SentMail {
    /// The envelope's recipient.
    pub recipient: EmailAddress,
    /// The message's octets.
    pub bytes: Arc<[u8]>,
}

/// The memory transport keeps so many mails; older ones are forgotten, so that a demo left running does not grow.
const MEMORY_LIMIT: usize = 10_000;

impl Mailbox {
    /// What was taken so far.
    pub fn mails(&self) -> Vec<SentMail> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn take(&self, mail: SentMail) {
        let mut mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if mails.len() >= MEMORY_LIMIT {
            mails.remove(0);
        }
        mails.push(mail);
    }
}

impl Transport {
    /// The transport that `mail.url` names.
    pub fn open(url: &MailUrl) -> Result<Self, String> {
        match url {
            MailUrl::Smtp { .. } => Ok(Self::Smtp(Arc::new(Relay::of(url)?))),
            MailUrl::File(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| {
                    format!(
                        "the folder {} of mail.url cannot be made: {error}",
                        folder.display()
                    )
                })?;
                Ok(Self::File(Arc::new(folder.clone())))
            }
            MailUrl::Memory => Ok(Self::Memory(Mailbox::default())),
        }
    }

    /// The mailbox of a memory transport.
    pub fn mailbox(&self) -> Option<&Mailbox> {
        match self {
            Self::Memory(mailbox) => Some(mailbox),
            _ => None,
        }
    }

    /// Reaches the relay and signs in within `time`, without sending anything; what keeps it from that otherwise.
    pub async fn check(&self, time: Duration) -> Result<(), String> {
        if let Self::Smtp(relay) = self {
            let session = relay.connect(Instant::now() + time).await?;
            session.close().await;
        }
        Ok(())
    }

    /// A link that is not connected yet.
    pub fn link(&self) -> Link {
        Link {
            transport: self.clone(),
            session: None,
            has_left: false,
        }
    }
}

/// A mail on its way out.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// Who it is from and for.
    pub envelope: &'a Envelope,
    /// Its Message-ID with the angle brackets.
    pub message_id: &'a str,
    /// The message as RFC 5322 has it, lines ended by CRLF.
    pub bytes: &'a [u8],
}

/// One sender's way out: for a relay a connection that stays open between mails.
#[derive(Debug)]
pub struct Link {
    transport: Transport,
    session: Option<Session>,
    has_left: bool,
}

impl Link {
    /// Hands one mail over within `time`, the opening of a connection included.
    ///
    /// `next` is the envelope of the mail that will follow: where the relay pipelines (RFC 2920) its MAIL, RCPT and DATA
    /// leave in the same write as this mail's end, so that [`Self::begin`] or `send` of that mail finds the answers under way.
    /// Another mail than the announced one may follow, or none: that costs the connection, and no mail.
    pub async fn send(
        &mut self,
        mail: Outgoing<'_>,
        next: Option<&Envelope>,
        time: Duration,
    ) -> Verdict {
        self.has_left = false;
        match &self.transport {
            Transport::Memory(mailbox) => {
                mailbox.take(SentMail {
                    recipient: mail.envelope.to.clone(),
                    bytes: mail.bytes.into(),
                });
                Verdict::Accepted(Reply::ours("kept in memory"))
            }
            Transport::File(folder) => write_file(folder, mail.message_id, delivered(mail)).await,
            Transport::Smtp(relay) => {
                let relay = Arc::clone(relay);
                let until = Instant::now() + time;
                self.hand_to_relay(&relay, mail, next, until).await
            }
        }
    }

    /// Begins with the announced mail: its content goes out, all but the final dot, so that the relay has it at hand when
    /// [`Self::send`] follows. A verdict when the time ran out.
    pub async fn begin(&mut self, mail: Outgoing<'_>, time: Duration) -> Option<Verdict> {
        let until = Instant::now() + time;
        let session = self.session.take()?;
        if !session.can_take(&mail) {
            self.session = Some(session);
            return None;
        }
        match session.begin(mail, until).await {
            Ok(session) => {
                self.session = Some(session);
                None
            }
            // Who was refused hears it at the mail's turn, over a new connection; who let the time run out is not asked again.
            Err(verdict) => (Instant::now() >= until).then_some(verdict),
        }
    }

    /// True when a sending was broken off and the relay may have the whole mail.
    pub fn has_left(&self) -> bool {
        self.has_left
    }

    async fn hand_to_relay(
        &mut self,
        relay: &Relay,
        mail: Outgoing<'_>,
        next: Option<&Envelope>,
        until: Instant,
    ) -> Verdict {
        if let Some(session) = self.session.take() {
            if session.can_take(&mail) {
                let (verdict, session) = session.send(mail, next, &mut self.has_left, until).await;
                let was_lost = session.is_none() && matches!(verdict, Verdict::Unreachable(_));
                self.session = session;
                // The relay may have closed it while it was idle, or have had enough mails on it: that costs one new
                // connection, and nothing else. A relay that let the time run out is not asked again.
                if !was_lost || Instant::now() >= until {
                    return verdict;
                }
            } else {
                session.close().await;
            }
        }
        match relay.connect(until).await {
            Ok(session) => {
                let (verdict, session) = session.send(mail, next, &mut self.has_left, until).await;
                self.session = session;
                verdict
            }
            Err(why) => Verdict::Unreachable(why),
        }
    }

    /// True while a connection to the relay is open, as far as anybody knows before its next use.
    pub fn is_connected(&self) -> bool {
        self.session.is_some()
    }

    /// Says goodbye to the relay, when there is nothing more to send; an announced mail is taken back by that.
    pub async fn close(&mut self) {
        if let Some(session) = self.session.take() {
            session.close().await;
        }
    }
}

/// The message with the line that final delivery puts at its head (RFC 5321, section 4.4).
fn delivered(mail: Outgoing<'_>) -> Vec<u8> {
    let mut bytes = format!("Return-Path: <{}>\r\n", mail.envelope.from).into_bytes();
    bytes.extend_from_slice(mail.bytes);
    bytes
}

/// Writes the file under another name first, so that a reader of the folder never sees half a mail.
async fn write_file(folder: &Path, message_id: &str, bytes: Vec<u8>) -> Verdict {
    let name: String = message_id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@'))
        .collect();
    let part = folder.join(format!(".{name}.part"));
    let whole = folder.join(format!("{name}.eml"));
    let written = tokio::task::spawn_blocking(move || {
        use std::io::Write;
        let mut file = std::fs::File::create(&part)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, &whole)
    })
    .await;
    match written {
        Ok(Ok(())) => Verdict::Accepted(Reply::ours(format!("written to {name}.eml"))),
        Ok(Err(error)) => Verdict::Unreachable(format!(
            "the folder {} cannot be written: {error}",
            folder.display()
        )),
        Err(_) => Verdict::Unreachable("writing was interrupted".into()),
    }
}
