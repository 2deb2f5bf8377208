//! Mail transactions over one connection (RFC 5321, section 3.3), with the next one under way, all but its final dot, where
//! the relay pipelines. A session that cannot go on is not given back: there is no half-broken one to use by mistake.

use tokio::time::Instant;

use super::GOODBYE;
use super::connection::{Broken, Connection};
use super::content;
use super::envelope::{Envelope, Opening, refusal};
use super::hello::Extensions;
use super::reply::Reply;
use crate::delivery::retry::Verdict;
use crate::delivery::transport::Outgoing;

/// A connection that is ready for mail.
pub(crate) struct Session {
    /// `the relay host:port`, for messages.
    name: String,
    connection: Connection,
    offered: Extensions,
    /// The mail whose transaction has begun before its turn, and how far it has come.
    ahead: Option<(Envelope, Ahead)>,
    /// The relay still holds a transaction that it refused half way.
    needs_reset: bool,
    /// What is written at once; kept for the next mail.
    wire: Vec<u8>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Session({}, ahead: {:?})", self.name, self.ahead)
    }
}

/// How far a transaction has come.
#[derive(Debug)]
enum Ahead {
    /// MAIL, RCPT and DATA have been written, the answers were not read yet.
    Announced,
    /// The relay has answered, and did not ask for the content.
    Answered(ReplyTo),
    /// The content of the mail with this Message-ID was written, all but the final dot.
    Written(String),
}

/// What the relay said to MAIL, RCPT and DATA.
#[derive(Debug)]
enum ReplyTo {
    /// It waits for the content.
    GoOn,
    /// It refused, and waits for commands.
    Refused(Reply),
    /// It refused, and waits for the content all the same.
    RefusedButOpen(Reply),
}

/// Octets of memory that a session keeps between mails.
const KEPT: usize = 256 * 1024;

impl Session {
    pub(super) fn new(name: String, connection: Connection, offered: Extensions) -> Self {
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
    pub(crate) fn can_take(&self, mail: &Outgoing<'_>) -> bool {
        self.ahead.as_ref().is_none_or(|(envelope, ahead)| {
            let is_another = matches!(ahead, Ahead::Written(id) if id != mail.message_id);
            envelope == mail.envelope && !is_another
        })
    }

    /// Brings the announced mail as far as it can come without being delivered: its content is written, the final dot is
    /// not. What the relay refuses meanwhile, [`Self::send`] tells. Gives the session back if it can go on.
    pub(crate) async fn begin(
        mut self,
        mail: Outgoing<'_>,
        until: Instant,
    ) -> Result<Self, Verdict> {
        let Some((envelope, _)) = self
            .ahead
            .take_if(|(_, ahead)| matches!(ahead, Ahead::Announced))
        else {
            return Ok(self);
        };
        let message = mail.bytes;
        let ahead = if self.offered.is_too_large(message.len()) {
            Ahead::Announced
        } else {
            match self.read_answers(until).await? {
                ReplyTo::GoOn => {
                    self.wire.clear();
                    content::write(message, &mut self.wire);
                    let written = self.write(until).await;
                    self.wire.shrink_to(KEPT);
                    written.map_err(|broken| self.unreachable(&broken))?;
                    Ahead::Written(mail.message_id.to_owned())
                }
                refused => Ahead::Answered(refused),
            }
        };
        self.ahead = Some((envelope, ahead));
        Ok(self)
    }

    /// Hands one mail over before `until`, and announces `next` along with it; gives the session back if it can go on.
    /// `has_left` is true while the relay may have the whole mail and has not answered, even when this future is dropped.
    pub(crate) async fn send(
        mut self,
        mail: Outgoing<'_>,
        next: Option<&Envelope>,
        has_left: &mut bool,
        until: Instant,
    ) -> (Verdict, Option<Self>) {
        *has_left = false;
        let sent = self.transact(mail, next, has_left, until);
        match sent.await {
            Ok(verdict) => (verdict, Some(self)),
            Err(verdict) => (verdict, None),
        }
    }

    /// `Ok` when the session can go on, `Err` when it cannot; either way with the mail's verdict.
    async fn transact(
        &mut self,
        mail: Outgoing<'_>,
        next: Option<&Envelope>,
        has_left: &mut bool,
        until: Instant,
    ) -> Result<Verdict, Verdict> {
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
            Some(Ahead::Announced) => self.read_answers(until).await?,
            Some(Ahead::Answered(answer)) => answer,
            Some(Ahead::Written(_)) => return self.hand_over(&[], next, has_left, until).await,
        };
        match answer {
            ReplyTo::GoOn => self.hand_over(message, next, has_left, until).await,
            ReplyTo::Refused(reply) => {
                self.needs_reset = true;
                let verdict = refused(reply);
                self.wire.clear();
                self.announce(next);
                if self.write(until).await.is_err() {
                    return Err(verdict);
                }
                Ok(verdict)
            }
            ReplyTo::RefusedButOpen(reply) => self.end_empty(refused(reply), next, until).await,
        }
    }

    /// Opens a transaction.
    async fn ask(&mut self, opening: &Opening, until: Instant) -> Result<ReplyTo, Verdict> {
        self.expect_silence().await?;
        self.wire.clear();
        if self.offered.pipelining {
            self.open(opening);
            self.write(until).await.map_err(|e| self.unreachable(&e))?;
            return self.read_answers(until).await;
        }
        if std::mem::take(&mut self.needs_reset) {
            let reply = self.command("RSET\r\n", until).await?;
            self.expect_done(&reply)?;
        }
        for command in [&opening.mail, &opening.rcpt] {
            let reply = self.command(command, until).await?;
            if is_refusal(&reply) {
                return Ok(ReplyTo::Refused(reply));
            }
            self.expect_done(&reply)?;
        }
        let reply = self.command("DATA\r\n", until).await?;
        match reply.code {
            354 => Ok(ReplyTo::GoOn),
            _ if is_refusal(&reply) => Ok(ReplyTo::Refused(reply)),
            _ => Err(self.out_of_place(&reply)),
        }
    }

    /// Reads what the relay says to commands that were written together. Each answer is read and looked at, whatever the
    /// one before it was (RFC 2920, section 3.1).
    async fn read_answers(&mut self, until: Instant) -> Result<ReplyTo, Verdict> {
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
            let broken = self.out_of_place(&reply);
            return Err(refusal.map_or(broken, refused));
        }
        match refusal {
            None if is_open => Ok(ReplyTo::GoOn),
            None => Ok(ReplyTo::Refused(reply)),
            Some(refusal) if !is_open => Ok(ReplyTo::Refused(refusal)),
            // MAIL was refused, and yet a dot would deliver an empty mail: only closing prevents that.
            Some(refusal) if has_recipient => Err(refused(refusal)),
            Some(refusal) => Ok(ReplyTo::RefusedButOpen(refusal)),
        }
    }

    /// What is left of the content, its final dot, the next mail's opening behind it, and the relay's answer to the content.
    async fn hand_over(
        &mut self,
        rest: &[u8],
        next: Option<&Envelope>,
        has_left: &mut bool,
        until: Instant,
    ) -> Result<Verdict, Verdict> {
        self.expect_silence().await?;
        self.wire.clear();
        content::write(rest, &mut self.wire);
        self.wire.extend_from_slice(content::DOT);
        let dot = self.wire.len();
        self.announce(next);
        let mut left = 0;
        *has_left = true;
        let written = self.connection.write(&self.wire, &mut left, until).await;
        self.wire.clear();
        self.wire.shrink_to(KEPT);
        if let Err(broken) = &written
            && left < dot
        {
            *has_left = false;
            return Err(self.unreachable(broken));
        }
        // From here on the relay may have the whole mail. It may have answered, too, before it broke the line.
        let reply = match self.connection.reply(until).await {
            Ok(lines) => Reply::from(lines),
            Err(broken) => return Err(Verdict::Unanswered(format!("{} {broken}", self.name))),
        };
        *has_left = false;
        let verdict = match reply.class() {
            2 => Verdict::Accepted(reply),
            _ if is_closing(&reply) => return Err(self.closing(&reply)),
            4 | 5 => refused(reply),
            _ => {
                let why = format!("{} answered the mail with {reply}", self.name);
                return Err(Verdict::Unanswered(why));
            }
        };
        let has_unasked = self.ahead.is_none() && self.connection.has_unasked();
        if written.is_err() || has_unasked {
            return Err(verdict);
        }
        Ok(verdict)
    }

    /// The relay refused the recipient and opened the content all the same: a lone dot ends it (RFC 2920, section 3.1).
    async fn end_empty(
        &mut self,
        verdict: Verdict,
        next: Option<&Envelope>,
        until: Instant,
    ) -> Result<Verdict, Verdict> {
        self.wire.clear();
        self.wire.extend_from_slice(content::DOT);
        self.announce(next);
        if self.write(until).await.is_err() || self.reply(until).await.is_err() {
            return Err(verdict);
        }
        Ok(verdict)
    }

    /// Puts the next mail's opening behind what is to be written. An envelope that the relay can't be given is not
    /// announced: its own turn says why. Its size is not known yet.
    fn announce(&mut self, next: Option<&Envelope>) {
        let opening = next.map(|next| (next, Opening::of(next, &self.offered, None)));
        if let Some((next, Ok(opening))) = opening {
            self.open(&opening);
            self.ahead = Some((next.clone(), Ahead::Announced));
        }
    }

    /// Appends an opening; [`Self::read_answers`] reads the answers to exactly these commands.
    fn open(&mut self, opening: &Opening) {
        let reset = if self.needs_reset { "RSET\r\n" } else { "" };
        // DATA can only be the last of a group (RFC 2920, section 3.1).
        for command in [reset, &opening.mail, &opening.rcpt, "DATA\r\n"] {
            self.wire.extend_from_slice(command.as_bytes());
        }
    }

    async fn expect_silence(&mut self) -> Result<(), Verdict> {
        let silence = self.connection.expect_silence().await;
        silence.map_err(|broken| self.unreachable(&broken))
    }

    async fn write(&mut self, until: Instant) -> Result<(), Broken> {
        self.connection.write(&self.wire, &mut 0, until).await
    }

    async fn command(&mut self, line: &str, until: Instant) -> Result<Reply, Verdict> {
        let answer = self.connection.command(line, until).await;
        self.understand(answer.map(Reply::from))
    }

    async fn reply(&mut self, until: Instant) -> Result<Reply, Verdict> {
        let answer = self.connection.reply(until).await;
        self.understand(answer.map(Reply::from))
    }

    /// Before a dot, a broken line and a relay that closes are nothing to blame this mail for.
    fn understand(&self, answer: Result<Reply, Broken>) -> Result<Reply, Verdict> {
        match answer {
            Ok(reply) if is_closing(&reply) => Err(self.closing(&reply)),
            Ok(reply) => Ok(reply),
            Err(broken) => Err(self.unreachable(&broken)),
        }
    }

    fn expect_done(&self, reply: &Reply) -> Result<(), Verdict> {
        if reply.class() == 2 {
            Ok(())
        } else {
            Err(self.out_of_place(reply))
        }
    }

    fn out_of_place(&self, reply: &Reply) -> Verdict {
        Verdict::Unreachable(format!("{} answered out of place: {reply}", self.name))
    }

    fn closing(&self, reply: &Reply) -> Verdict {
        Verdict::Unreachable(format!("{} closes the connection: {reply}", self.name))
    }

    fn unreachable(&self, broken: &Broken) -> Verdict {
        Verdict::Unreachable(format!("{} {broken}", self.name))
    }

    /// Says goodbye. To a mail that has begun there is no polite end, since the relay waits for content; it throws the
    /// transaction away when the connection ends (RFC 5321, section 4.1.1.4).
    pub(crate) async fn close(mut self) {
        let until = Instant::now() + GOODBYE;
        if self.ahead.is_none() {
            let _ = self.connection.command("QUIT\r\n", until).await;
        }
        self.connection.shut_down(until).await;
    }
}

/// We did not ask the relay about this mail. If it has begun, the relay now waits for a content that never comes.
fn refused_by_us(reply: Reply, has_begun: bool) -> Result<Verdict, Verdict> {
    let verdict = Verdict::RefusedForGood(reply);
    if has_begun { Err(verdict) } else { Ok(verdict) }
}

fn is_refusal(reply: &Reply) -> bool {
    matches!(reply.class(), 4 | 5)
}

/// RFC 5321, section 3.8: the relay closes the connection, for reasons of its own.
fn is_closing(reply: &Reply) -> bool {
    reply.code == 421
}

fn refused(reply: Reply) -> Verdict {
    if reply.class() == 4 {
        Verdict::RefusedForNow(reply)
    } else {
        Verdict::RefusedForGood(reply)
    }
}
