//! Mail transactions over one connection (RFC 5321, section 3.3). Where the relay pipelines, the
//! next mail is sent ahead except for its final dot. A session that cannot continue is not
//! returned, so nobody uses a broken one.

use std::fmt::Display;
use std::io::Write as _;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::commands::{Data, Quit, Rset};
use tokio::time::Instant;

use super::connection::{ConnectionError, SmtpConnection};
use super::content;
use super::ehlo::Extensions;
use super::envelope::{Opening, refusal};
use super::outcome::DeliveryOutcome;
use super::outgoing::OutgoingMessage;
use super::reply::Reply;

/// A connection that is ready for mail.
pub(crate) struct SmtpSession {
    /// `the relay host:port`, for messages.
    name: String,
    connection: SmtpConnection,
    offered: Extensions,
    /// The next mail, whose transaction has begun, and its stage.
    ahead: Option<(Envelope, TransactionStage)>,
    /// The relay still holds a transaction that it refused.
    needs_reset: bool,
    /// The buffer of what is written at once.
    wire: Vec<u8>,
}

impl std::fmt::Debug for SmtpSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SmtpSession({}, ahead: {:?})", self.name, self.ahead)
    }
}

/// The stage of a transaction.
#[derive(Debug)]
enum TransactionStage {
    /// MAIL, RCPT and DATA were written. Their replies were not read yet.
    Announced,
    /// The relay has replied, and did not ask for the content.
    Answered(OpeningReply),
    /// The content of the mail with this Message-ID was written, except for its final dot.
    Written(String),
}

/// The relay's reply to MAIL, RCPT and DATA.
#[derive(Debug)]
enum OpeningReply {
    /// It waits for the content.
    Proceed,
    /// It refused, and waits for commands.
    Refused(Reply),
    /// It refused, and waits for the content all the same.
    RefusedButOpen(Reply),
}

/// Time limit for QUIT and for closing the connection.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Bytes of memory that a session keeps between mails.
const MAX_KEPT_BYTES: usize = 256 * 1024;

impl SmtpSession {
    pub(super) fn new(name: String, connection: SmtpConnection, offered: Extensions) -> Self {
        Self {
            name,
            connection,
            offered,
            ahead: None,
            needs_reset: false,
            wire: Vec::new(),
        }
    }

    /// False when another mail has begun: only that one can be sent next. Two mails to one person have the same envelope.
    pub(crate) fn can_take(&self, mail: &OutgoingMessage<'_>) -> bool {
        self.ahead.as_ref().is_none_or(|(envelope, ahead)| {
            let is_another =
                matches!(ahead, TransactionStage::Written(id) if id != mail.message_id);
            envelope == mail.envelope && !is_another
        })
    }

    /// Sends the announced mail ahead: its content is written, the final dot is not. [`Self::send`]
    /// reports what the relay refuses meanwhile. Returns the session if it can continue.
    pub(crate) async fn begin(
        mut self,
        mail: OutgoingMessage<'_>,
        until: Instant,
    ) -> Result<Self, DeliveryOutcome> {
        let Some((envelope, _)) = self
            .ahead
            .take_if(|(_, ahead)| matches!(ahead, TransactionStage::Announced))
        else {
            return Ok(self);
        };
        let message = mail.bytes;
        let ahead = if self.offered.is_too_large(message.len()) {
            TransactionStage::Announced
        } else {
            match self.read_answers(until).await? {
                OpeningReply::Proceed => {
                    self.wire.clear();
                    content::write(message, &mut self.wire);
                    let written = self.write(until).await;
                    self.wire.shrink_to(MAX_KEPT_BYTES);
                    written.map_err(|broken| self.unreachable(&broken))?;
                    TransactionStage::Written(mail.message_id.to_owned())
                }
                refused => TransactionStage::Answered(refused),
            }
        };
        self.ahead = Some((envelope, ahead));
        Ok(self)
    }

    /// Hands one mail over before `until`, and announces `next` with it. Returns the session if it
    /// can continue. `may_be_delivered` is true while the relay may have the whole mail and has not
    /// replied, even when this future is dropped.
    pub(crate) async fn send(
        mut self,
        mail: OutgoingMessage<'_>,
        next: Option<&Envelope>,
        may_be_delivered: &mut bool,
        until: Instant,
    ) -> (DeliveryOutcome, Option<Self>) {
        *may_be_delivered = false;
        let sent = self.transact(mail, next, may_be_delivered, until);
        match sent.await {
            Ok(outcome) => (outcome, Some(self)),
            Err(outcome) => (outcome, None),
        }
    }

    /// `Ok` when the session can go on, `Err` when it cannot; either way with the mail's outcome.
    async fn transact(
        &mut self,
        mail: OutgoingMessage<'_>,
        next: Option<&Envelope>,
        may_be_delivered: &mut bool,
        until: Instant,
    ) -> Result<DeliveryOutcome, DeliveryOutcome> {
        let (envelope, message) = (mail.envelope, mail.bytes);
        let ahead = self.ahead.take().map(|(_, ahead)| ahead);
        if self.offered.is_too_large(message.len()) {
            let reply = refusal(3, 4, "the message is larger than the relay takes".into());
            return refused_by_us(reply, ahead.is_some());
        }
        let next = next.filter(|_| self.offered.pipelining);
        let answer = match ahead {
            None => match Opening::of(envelope, &self.offered, Some(message.len())) {
                Ok(opening) => self.ask(&opening, until).await?,
                Err(reply) => return refused_by_us(reply, false),
            },
            Some(TransactionStage::Announced) => self.read_answers(until).await?,
            Some(TransactionStage::Answered(answer)) => answer,
            Some(TransactionStage::Written(_)) => {
                return self.finish(&[], next, may_be_delivered, until).await;
            }
        };
        match answer {
            OpeningReply::Proceed => self.finish(message, next, may_be_delivered, until).await,
            OpeningReply::Refused(reply) => {
                self.needs_reset = true;
                let outcome = refused(reply);
                self.wire.clear();
                self.announce(next);
                if self.write(until).await.is_err() {
                    return Err(outcome);
                }
                Ok(outcome)
            }
            OpeningReply::RefusedButOpen(reply) => {
                self.end_empty(refused(reply), next, until).await
            }
        }
    }

    /// Opens a transaction.
    async fn ask(
        &mut self,
        opening: &Opening,
        until: Instant,
    ) -> Result<OpeningReply, DeliveryOutcome> {
        self.expect_silence().await?;
        self.wire.clear();
        if self.offered.pipelining {
            self.open(opening);
            self.write(until).await.map_err(|e| self.unreachable(&e))?;
            return self.read_answers(until).await;
        }
        if std::mem::take(&mut self.needs_reset) {
            let reply = self.command(Rset, until).await?;
            self.expect_done(&reply)?;
        }
        let commands: [&(dyn Display + Sync); 2] = [&opening.mail, &opening.rcpt];
        for command in commands {
            let reply = self.command(command, until).await?;
            if is_refusal(&reply) {
                return Ok(OpeningReply::Refused(reply));
            }
            self.expect_done(&reply)?;
        }
        let reply = self.command(Data, until).await?;
        match reply.code {
            354 => Ok(OpeningReply::Proceed),
            _ if is_refusal(&reply) => Ok(OpeningReply::Refused(reply)),
            _ => Err(self.unexpected(&reply)),
        }
    }

    /// Reads the replies to commands that were written together. Each reply is checked, whatever
    /// the one before it was (RFC 2920, section 3.1).
    async fn read_answers(&mut self, until: Instant) -> Result<OpeningReply, DeliveryOutcome> {
        if std::mem::take(&mut self.needs_reset) {
            let reply = self.reply(until).await?;
            self.expect_done(&reply)?;
        }
        let mut refusal: Option<Reply> = None;
        let mut has_recipient = false;
        for is_recipient in [false, true] {
            // Once this mail is refused, what breaks later does not change that.
            let reply = (self.reply(until).await)
                .map_err(|broken| refusal.clone().map_or(broken, refused))?;
            if is_refusal(&reply) {
                refusal.get_or_insert(reply);
            } else {
                self.expect_done(&reply)
                    .map_err(|broken| refusal.clone().map_or(broken, refused))?;
                has_recipient = is_recipient;
            }
        }
        let reply =
            (self.reply(until).await).map_err(|broken| refusal.clone().map_or(broken, refused))?;
        let is_open = reply.code == 354;
        if !is_open && !is_refusal(&reply) {
            let broken = self.unexpected(&reply);
            return Err(refusal.map_or(broken, refused));
        }
        match refusal {
            None if is_open => Ok(OpeningReply::Proceed),
            None => Ok(OpeningReply::Refused(reply)),
            Some(refusal) if !is_open => Ok(OpeningReply::Refused(refusal)),
            // MAIL was refused, and yet a dot would deliver an empty mail: only closing prevents that.
            Some(refusal) if has_recipient => Err(refused(refusal)),
            Some(refusal) => Ok(OpeningReply::RefusedButOpen(refusal)),
        }
    }

    /// Writes the rest of the content, its final dot and the opening of the next mail, and reads
    /// the reply to the content.
    async fn finish(
        &mut self,
        rest: &[u8],
        next: Option<&Envelope>,
        may_be_delivered: &mut bool,
        until: Instant,
    ) -> Result<DeliveryOutcome, DeliveryOutcome> {
        self.expect_silence().await?;
        self.wire.clear();
        content::write(rest, &mut self.wire);
        self.wire.extend_from_slice(content::DOT);
        let dot = self.wire.len();
        self.announce(next);
        let mut left = 0;
        *may_be_delivered = true;
        let written = self.connection.write(&self.wire, &mut left, until).await;
        self.wire.clear();
        self.wire.shrink_to(MAX_KEPT_BYTES);
        if let Err(broken) = &written
            && left < dot
        {
            *may_be_delivered = false;
            return Err(self.unreachable(broken));
        }
        // From here on the relay may have the whole mail. It may have answered, too, before it broke the line.
        let reply = match self.connection.reply(until).await {
            Ok(lines) => Reply::from(lines),
            Err(broken) => {
                return Err(DeliveryOutcome::Unanswered(format!(
                    "{} {broken}",
                    self.name
                )));
            }
        };
        *may_be_delivered = false;
        let outcome = match reply.class() {
            2 => DeliveryOutcome::Accepted(reply),
            _ if is_closing(&reply) => return Err(self.closing(&reply)),
            4 | 5 => refused(reply),
            _ => {
                let why = format!("{} answered the mail with {reply}", self.name);
                return Err(DeliveryOutcome::Unanswered(why));
            }
        };
        let has_unasked = self.ahead.is_none() && self.connection.has_unasked();
        if written.is_err() || has_unasked {
            return Err(outcome);
        }
        Ok(outcome)
    }

    /// The relay refused the recipient and opened the content all the same: a lone dot ends it (RFC 2920, section 3.1).
    async fn end_empty(
        &mut self,
        outcome: DeliveryOutcome,
        next: Option<&Envelope>,
        until: Instant,
    ) -> Result<DeliveryOutcome, DeliveryOutcome> {
        self.wire.clear();
        self.wire.extend_from_slice(content::DOT);
        self.announce(next);
        if self.write(until).await.is_err() || self.reply(until).await.is_err() {
            return Err(outcome);
        }
        Ok(outcome)
    }

    /// Adds the opening of the next mail to the buffer. An envelope that the relay cannot take is
    /// not announced. Its size is not known yet.
    fn announce(&mut self, next: Option<&Envelope>) {
        let opening = next.map(|next| (next, Opening::of(next, &self.offered, None)));
        if let Some((next, Ok(opening))) = opening {
            self.open(&opening);
            self.ahead = Some((next.clone(), TransactionStage::Announced));
        }
    }

    /// Appends an opening; [`Self::read_answers`] reads the answers to exactly these commands.
    fn open(&mut self, opening: &Opening) {
        // A Vec takes all that is written.
        if self.needs_reset {
            let _ = write!(self.wire, "{Rset}");
        }
        // DATA can only be the last of a group (RFC 2920, section 3.1).
        let _ = write!(self.wire, "{}{}{Data}", opening.mail, opening.rcpt);
    }

    async fn expect_silence(&mut self) -> Result<(), DeliveryOutcome> {
        let silence = self.connection.expect_silence().await;
        silence.map_err(|broken| self.unreachable(&broken))
    }

    async fn write(&mut self, until: Instant) -> Result<(), ConnectionError> {
        self.connection.write(&self.wire, &mut 0, until).await
    }

    async fn command(
        &mut self,
        command: impl Display,
        until: Instant,
    ) -> Result<Reply, DeliveryOutcome> {
        let answer = self.connection.command(command, until).await;
        self.understand(answer.map(Reply::from))
    }

    async fn reply(&mut self, until: Instant) -> Result<Reply, DeliveryOutcome> {
        let answer = self.connection.reply(until).await;
        self.understand(answer.map(Reply::from))
    }

    /// Before the dot a broken line or a relay that closes is not the mail's fault.
    fn understand(&self, answer: Result<Reply, ConnectionError>) -> Result<Reply, DeliveryOutcome> {
        match answer {
            Ok(reply) if is_closing(&reply) => Err(self.closing(&reply)),
            Ok(reply) => Ok(reply),
            Err(broken) => Err(self.unreachable(&broken)),
        }
    }

    fn expect_done(&self, reply: &Reply) -> Result<(), DeliveryOutcome> {
        if reply.class() == 2 {
            Ok(())
        } else {
            Err(self.unexpected(reply))
        }
    }

    fn unexpected(&self, reply: &Reply) -> DeliveryOutcome {
        DeliveryOutcome::Unreachable(format!("{} answered out of place: {reply}", self.name))
    }

    fn closing(&self, reply: &Reply) -> DeliveryOutcome {
        DeliveryOutcome::Unreachable(format!("{} closes the connection: {reply}", self.name))
    }

    fn unreachable(&self, broken: &ConnectionError) -> DeliveryOutcome {
        DeliveryOutcome::Unreachable(format!("{} {broken}", self.name))
    }

    /// Closes the session. A transaction that waits for content cannot be ended by a command. The
    /// relay discards it when the connection ends (RFC 5321, section 4.1.1.4).
    pub(crate) async fn close(mut self) {
        let until = Instant::now() + CLOSE_TIMEOUT;
        if self.ahead.is_none() {
            let _ = self.connection.command(Quit, until).await;
        }
        self.connection.shut_down(until).await;
    }
}

/// The outcome of a mail that was not offered to the relay. If its transaction has begun, the relay
/// waits for content that never comes.
fn refused_by_us(reply: Reply, has_begun: bool) -> Result<DeliveryOutcome, DeliveryOutcome> {
    let outcome = DeliveryOutcome::PermanentFailure(reply);
    if has_begun { Err(outcome) } else { Ok(outcome) }
}

fn is_refusal(reply: &Reply) -> bool {
    matches!(reply.class(), 4 | 5)
}

/// RFC 5321, section 3.8: the relay closes the connection, for reasons of its own.
fn is_closing(reply: &Reply) -> bool {
    reply.code == 421
}

fn refused(reply: Reply) -> DeliveryOutcome {
    if reply.class() == 4 {
        DeliveryOutcome::TransientFailure(reply)
    } else {
        DeliveryOutcome::PermanentFailure(reply)
    }
}
