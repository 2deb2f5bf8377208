//! Transports of mail: a relay, a local program, a folder, or the process's memory.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lettre::address::Envelope;
use tokio::time::Instant;

use super::sendmail::Sendmail;
use crate::config::MailUrl;
use crate::smtp::{DeliveryOutcome, OutgoingMessage, Relay, Reply, SmtpSession};

/// A transport. Each connection of the sender opens a [`TransportConnection`] of its own.
#[derive(Clone, Debug)]
pub enum Transport {
    /// A relay that speaks SMTP.
    Smtp(Arc<Relay>),
    /// A program that takes mail as `sendmail` does.
    Sendmail(Sendmail),
    /// A folder that gets one `.eml` file a mail.
    File(Arc<PathBuf>),
    /// The process's memory.
    Memory(MemoryMailbox),
}

/// Mails of a memory transport, oldest first.
#[derive(Clone, Debug, Default)]
pub struct MemoryMailbox(Arc<Mutex<Vec<SentMail>>>);

/// A mail that a memory transport took.
#[derive(Clone, Debug)]
pub struct SentMail {
    /// The recipient of the envelope.
    pub recipient: String,
    /// The message.
    pub bytes: Arc<[u8]>,
}

/// Mails that a memory transport keeps, so that a long demo does not grow.
const MEMORY_LIMIT: usize = 10_000;

impl MemoryMailbox {
    /// The mails so far.
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
            MailUrl::Smtp { .. } => Ok(Self::Smtp(Arc::new(Relay::for_url(url)?))),
            MailUrl::Sendmail(program) => Ok(Self::Sendmail(Sendmail::new(program))),
            MailUrl::File(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| {
                    format!(
                        "the folder {} of mail.url cannot be made: {error}",
                        folder.display()
                    )
                })?;
                Ok(Self::File(Arc::new(folder.clone())))
            }
            MailUrl::Memory => Ok(Self::Memory(MemoryMailbox::default())),
        }
    }

    /// The mailbox of a memory transport.
    pub fn mailbox(&self) -> Option<&MemoryMailbox> {
        match self {
            Self::Memory(mailbox) => Some(mailbox),
            _ => None,
        }
    }

    /// Connects to the relay and signs in within `time`, without sending a mail. Returns the reason
    /// if that fails.
    pub async fn check(&self, time: Duration) -> Result<(), String> {
        match self {
            Self::Smtp(relay) => {
                let session = relay.connect(Instant::now() + time).await?;
                session.close().await;
                Ok(())
            }
            Self::Sendmail(sendmail) => sendmail.check(),
            Self::File(_) | Self::Memory(_) => Ok(()),
        }
    }

    /// A connection that is not open yet.
    pub fn connection(&self) -> TransportConnection {
        TransportConnection {
            transport: self.clone(),
            session: None,
            may_be_delivered: false,
        }
    }
}

/// A connection of the transport. To a relay it stays open between mails.
#[derive(Debug)]
pub struct TransportConnection {
    transport: Transport,
    session: Option<SmtpSession>,
    may_be_delivered: bool,
}

impl TransportConnection {
    /// Hands one mail over within `time`, which includes opening a connection.
    ///
    /// `next` is the envelope of the next mail. Where the relay pipelines (RFC 2920), its MAIL,
    /// RCPT and DATA are written together with the end of this mail, so that [`Self::begin`] or
    /// `send` finds the replies on their way. If another mail follows, or none, that costs the
    /// connection and no mail.
    pub async fn send(
        &mut self,
        mail: OutgoingMessage<'_>,
        next: Option<&Envelope>,
        time: Duration,
    ) -> DeliveryOutcome {
        self.may_be_delivered = false;
        match &self.transport {
            Transport::Memory(mailbox) => {
                let to = mail.envelope.to().iter().map(ToString::to_string);
                mailbox.take(SentMail {
                    recipient: to.collect(),
                    bytes: mail.bytes.into(),
                });
                DeliveryOutcome::Accepted(Reply::ours("kept in memory"))
            }
            Transport::File(folder) => write_file(folder, mail.message_id, delivered(mail)).await,
            Transport::Sendmail(sendmail) => {
                // A program that is stopped may have passed the mail on.
                self.may_be_delivered = true;
                let outcome = sendmail.send(mail, time).await;
                self.may_be_delivered = false;
                outcome
            }
            Transport::Smtp(relay) => {
                let relay = Arc::clone(relay);
                let until = Instant::now() + time;
                self.hand_to_relay(&relay, mail, next, until).await
            }
        }
    }

    /// Begins with the announced mail: its content is sent without the final dot, before
    /// [`Self::send`] follows. Returns an outcome when the time ran out.
    pub async fn begin(
        &mut self,
        mail: OutgoingMessage<'_>,
        time: Duration,
    ) -> Option<DeliveryOutcome> {
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
            // A refusal is reported at the mail's turn, over a new connection. A relay that did not
            // reply in time is not asked again.
            Err(outcome) => (Instant::now() >= until).then_some(outcome),
        }
    }

    /// True when an attempt was stopped and the mail may be delivered.
    pub fn may_be_delivered(&self) -> bool {
        self.may_be_delivered
    }

    async fn hand_to_relay(
        &mut self,
        relay: &Relay,
        mail: OutgoingMessage<'_>,
        next: Option<&Envelope>,
        until: Instant,
    ) -> DeliveryOutcome {
        if let Some(session) = self.session.take() {
            if session.can_take(&mail) {
                let (outcome, session) = session
                    .send(mail, next, &mut self.may_be_delivered, until)
                    .await;
                let was_lost =
                    session.is_none() && matches!(outcome, DeliveryOutcome::Unreachable(_));
                self.session = session;
                // The relay may have closed an idle connection. That costs one new connection. A
                // relay that did not reply in time is not asked again.
                if !was_lost || Instant::now() >= until {
                    return outcome;
                }
            } else {
                session.close().await;
            }
        }
        match relay.connect(until).await {
            Ok(session) => {
                let (outcome, session) = session
                    .send(mail, next, &mut self.may_be_delivered, until)
                    .await;
                self.session = session;
                outcome
            }
            Err(why) => DeliveryOutcome::Unreachable(why),
        }
    }

    /// True while a connection to the relay is open, as far as is known before its next use.
    pub fn is_connected(&self) -> bool {
        self.session.is_some()
    }

    /// Closes the connection when no mail follows. An announced mail is withdrawn by that.
    pub async fn close(&mut self) {
        if let Some(session) = self.session.take() {
            session.close().await;
        }
    }
}

/// The message with Return-Path, which final delivery adds (RFC 5321, section 4.4).
fn delivered(mail: OutgoingMessage<'_>) -> Vec<u8> {
    let from = mail.envelope.from().map_or("", AsRef::as_ref);
    let mut bytes = format!("Return-Path: <{from}>\r\n").into_bytes();
    bytes.extend_from_slice(mail.bytes);
    bytes
}

/// Writes the file under another name first, so that a reader of the folder never sees half a mail.
async fn write_file(folder: &Path, message_id: &str, bytes: Vec<u8>) -> DeliveryOutcome {
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
        Ok(Ok(())) => DeliveryOutcome::Accepted(Reply::ours(format!("written to {name}.eml"))),
        Ok(Err(error)) => DeliveryOutcome::Unreachable(format!(
            "the folder {} cannot be written: {error}",
            folder.display()
        )),
        Err(_) => DeliveryOutcome::Unreachable("writing was interrupted".into()),
    }
}
