//! The connection to a relay: a TCP stream, plain or under TLS. Every wait on it has a time limit.

use std::fmt::Display;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::task::Poll;

use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::reply::{ReplyError, ReplyLines, ReplyReader};

/// An open connection. After a [`ConnectionError`] it can only be dropped.
pub(super) struct SmtpConnection {
    stream: RelayStream,
    replies: ReplyReader,
}

enum RelayStream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Errors of a connection. Each text continues "the relay …".
#[derive(Debug, thiserror::Error)]
pub(super) enum ConnectionError {
    #[error("closed the connection")]
    Closed,
    #[error("did not answer in time")]
    TooLate,
    #[error("{0}")]
    Reply(#[from] ReplyError),
    #[error("answered before it was asked")]
    Unasked,
    #[error("offers no trustworthy TLS: {0}")]
    Tls(io::Error),
    #[error("broke the connection: {0}")]
    Io(io::Error),
}

/// Bytes of one TLS record. A write that fails under TLS may have put up to this many on the wire.
const TLS_RECORD_SIZE: usize = 16 * 1024;

impl SmtpConnection {
    /// Connects over TCP. The addresses of a name share the time.
    pub(super) async fn open(host: &str, port: u16, until: Instant) -> io::Result<Self> {
        let late = || io::Error::new(io::ErrorKind::TimedOut, "no answer in time");
        let addresses = timeout_at(until, lookup_host((host, port))).await;
        let addresses: Vec<SocketAddr> = addresses.map_err(|_| late())??.collect();
        let mut failure = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        for (index, address) in addresses.iter().enumerate() {
            let left = u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
            let now = Instant::now();
            let share = now + until.saturating_duration_since(now) / left;
            match timeout_at(share, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    // Without it each mail waits 40 ms for a delayed acknowledgement.
                    stream.set_nodelay(true)?;
                    return Ok(Self {
                        stream: RelayStream::Plain(stream),
                        replies: ReplyReader::default(),
                    });
                }
                Ok(Err(error)) => failure = error,
                Err(_) => failure = late(),
            }
        }
        Err(failure)
    }

    /// Continues under TLS. An attacker on the way could have inserted text before the handshake
    /// (RFC 3207, section 6, and CVE-2011-0411), so there is no handshake after unasked text.
    pub(super) async fn start_tls(
        self,
        connector: &TlsConnector,
        name: ServerName<'static>,
        until: Instant,
    ) -> Result<Self, ConnectionError> {
        let RelayStream::Plain(stream) = self.stream else {
            unreachable!("TLS begins once");
        };
        if !self.replies.is_empty() {
            return Err(ConnectionError::Unasked);
        }
        match timeout_at(until, connector.connect(name, stream)).await {
            Ok(Ok(stream)) => Ok(Self {
                stream: RelayStream::Tls(Box::new(stream)),
                replies: ReplyReader::default(),
            }),
            Ok(Err(error)) => Err(ConnectionError::Tls(error)),
            Err(_) => Err(ConnectionError::TooLate),
        }
    }

    /// Returns the next reply.
    pub(super) async fn reply(&mut self, until: Instant) -> Result<ReplyLines, ConnectionError> {
        loop {
            if let Some(lines) = self.replies.next_reply()? {
                return Ok(lines);
            }
            match timeout_at(until, self.receive()).await {
                Ok(received) => received?,
                Err(_) => return Err(ConnectionError::TooLate),
            }
        }
    }

    /// Receives more bytes from the relay.
    async fn receive(&mut self) -> Result<(), ConnectionError> {
        let mut piece = [0; 4_096];
        let count = match &mut self.stream {
            RelayStream::Plain(stream) => stream.read(&mut piece).await?,
            RelayStream::Tls(stream) => stream.read(&mut piece).await?,
        };
        if count == 0 {
            return Err(ConnectionError::Closed);
        }
        self.replies.take(&piece[..count]);
        Ok(())
    }

    /// True when unasked text of the relay has been received.
    pub(super) fn has_unasked(&self) -> bool {
        !self.replies.is_empty()
    }

    /// Returns an error when the relay has sent unasked text or closed the connection, as far as
    /// this machine knows.
    pub(super) async fn expect_silence(&mut self) -> Result<(), ConnectionError> {
        if self.has_unasked() {
            return Err(ConnectionError::Unasked);
        }
        let mut receiving = pin!(self.receive());
        match poll_fn(|context| Poll::Ready(receiving.as_mut().poll(context))).await {
            Poll::Pending => Ok(()),
            Poll::Ready(received) => received.and(Err(ConnectionError::Unasked)),
        }
    }

    /// Writes all bytes. In any case `left` becomes the number of bytes that may have left this
    /// machine.
    pub(super) async fn write(
        &mut self,
        bytes: &[u8],
        left: &mut usize,
        until: Instant,
    ) -> Result<(), ConnectionError> {
        *left = 0;
        while *left < bytes.len() {
            let piece = match &self.stream {
                RelayStream::Plain(_) => &bytes[*left..],
                RelayStream::Tls(_) => &bytes[*left..bytes.len().min(*left + TLS_RECORD_SIZE)],
            };
            let writing = async {
                match &mut self.stream {
                    RelayStream::Plain(stream) => stream.write(piece).await,
                    RelayStream::Tls(stream) => stream.write(piece).await,
                }
            };
            match timeout_at(until, writing).await {
                Ok(Ok(0)) => return Err(ConnectionError::Closed),
                Ok(Ok(count)) => *left += count,
                Ok(Err(error)) => {
                    // A TCP write that fails took nothing; under TLS a record may have gone before the failure.
                    if matches!(self.stream, RelayStream::Tls(_)) {
                        *left += piece.len();
                    }
                    return Err(error.into());
                }
                Err(_) => return Err(ConnectionError::TooLate),
            }
        }
        if let RelayStream::Tls(stream) = &mut self.stream {
            match timeout_at(until, stream.flush()).await {
                Ok(done) => done?,
                Err(_) => return Err(ConnectionError::TooLate),
            }
        }
        Ok(())
    }

    /// Sends one command with its line end, and returns the reply.
    pub(super) async fn command(
        &mut self,
        command: impl Display,
        until: Instant,
    ) -> Result<ReplyLines, ConnectionError> {
        if self.has_unasked() {
            return Err(ConnectionError::Unasked);
        }
        let line = command.to_string();
        self.write(line.as_bytes(), &mut 0, until).await?;
        self.reply(until).await
    }

    pub(super) fn local_address(&self) -> Option<SocketAddr> {
        let stream = match &self.stream {
            RelayStream::Plain(stream) => stream,
            RelayStream::Tls(stream) => stream.get_ref().0,
        };
        stream.local_addr().ok()
    }

    /// Ends the connection from this side.
    pub(super) async fn shut_down(mut self, until: Instant) {
        let shutting = async {
            match &mut self.stream {
                RelayStream::Plain(stream) => stream.shutdown().await,
                RelayStream::Tls(stream) => stream.shutdown().await,
            }
        };
        // Nothing is lost when the relay was quicker.
        let _ = timeout_at(until, shutting).await;
    }
}

impl From<io::Error> for ConnectionError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Io(error),
        }
    }
}
