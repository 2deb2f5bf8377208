//! Where mail is handed over: a relay, a folder, or the process's memory.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::retry::Verdict;
use super::smtp::{Relay, SmtpLink};
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
    pub octets: Arc<[u8]>,
}

/// The memory transport keeps so many mails; older ones are forgotten, so that a demo left running does not grow.
const MEMORY_LIMIT: usize = 10_000;

/// How long [`Transport::check`] waits for the relay.
const CHECK_TIME: Duration = Duration::from_secs(10);

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

    /// Reaches the relay and signs in, without sending anything; what keeps it from that otherwise.
    pub async fn check(&self) -> Result<(), String> {
        if let Self::Smtp(relay) = self {
            relay.connect(CHECK_TIME).await?.quit().await;
        }
        Ok(())
    }

    /// A link that is not connected yet.
    pub fn link(&self) -> Link {
        Link {
            transport: self.clone(),
            smtp: None,
        }
    }
}

/// One sender's way out: for a relay a connection that stays open between mails.
#[derive(Debug)]
pub struct Link {
    transport: Transport,
    smtp: Option<SmtpLink>,
}

impl Link {
    /// Hands one mail over within `time`.
    pub async fn send(
        &mut self,
        from: &EmailAddress,
        to: &EmailAddress,
        message_id: &str,
        octets: Vec<u8>,
        time: Duration,
    ) -> Verdict {
        match &self.transport {
            Transport::Memory(mailbox) => {
                mailbox.take(SentMail {
                    recipient: to.clone(),
                    octets: octets.into(),
                });
                Verdict::Accepted("kept in memory".into())
            }
            Transport::File(folder) => write_file(folder, message_id, octets).await,
            Transport::Smtp(relay) => {
                let relay = Arc::clone(relay);
                self.hand_to_relay(&relay, from, to, &octets, time).await
            }
        }
    }

    async fn hand_to_relay(
        &mut self,
        relay: &Relay,
        from: &EmailAddress,
        to: &EmailAddress,
        octets: &[u8],
        time: Duration,
    ) -> Verdict {
        // A connection that was open may have been closed by the relay while it was idle: that costs one new try.
        let was_open = self.smtp.is_some();
        let verdict = self.attempt(relay, from, to, octets, time).await;
        if was_open && self.smtp.is_none() && matches!(verdict, Verdict::Unreachable(_)) {
            return self.attempt(relay, from, to, octets, time).await;
        }
        verdict
    }

    async fn attempt(
        &mut self,
        relay: &Relay,
        from: &EmailAddress,
        to: &EmailAddress,
        octets: &[u8],
        time: Duration,
    ) -> Verdict {
        let mut link = match self.smtp.take() {
            Some(link) => link,
            None => match relay.connect(time / 2).await {
                Ok(link) => link,
                Err(why) => return Verdict::Unreachable(why),
            },
        };
        let verdict = link.send(from, to, octets, time / 2).await;
        if link.is_usable() {
            self.smtp = Some(link);
        }
        verdict
    }

    /// Says goodbye to the relay, when there is nothing more to send.
    pub async fn close(&mut self) {
        if let Some(link) = self.smtp.take() {
            link.quit().await;
        }
    }
}

/// Writes the file under another name first, so that a reader of the folder never sees half a mail.
async fn write_file(folder: &Path, message_id: &str, octets: Vec<u8>) -> Verdict {
    let name: String = message_id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@'))
        .collect();
    let part = folder.join(format!(".{name}.part"));
    let whole = folder.join(format!("{name}.eml"));
    let written = tokio::task::spawn_blocking(move || {
        use std::io::Write;
        let mut file = std::fs::File::create(&part)?;
        file.write_all(&octets)?;
        file.sync_all()?;
        std::fs::rename(&part, &whole)
    })
    .await;
    match written {
        Ok(Ok(())) => Verdict::Accepted(format!("written to {name}.eml")),
        Ok(Err(error)) => Verdict::Unreachable(format!(
            "the folder {} cannot be written: {error}",
            folder.display()
        )),
        Err(_) => Verdict::Unreachable("writing was interrupted".into()),
    }
}
