//! Octets to and from a relay: a TCP stream, plain or under TLS, on which every wait has an end.

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

use super::reply::{Lines, NoReply, Reader};

/// An open connection; after [`Broken`] nothing can be done with it but to drop it.
pub(super) struct Connection {
    stream: Stream,
    replies: Reader,
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Why nothing more can be said; each text continues "the relay …".
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    #[error("closed the connection")]
    Closed,
    #[error("did not answer in time")]
    TooLate,
    #[error("{0}")]
    NoReply(#[from] NoReply),
    #[error("answered before it was asked")]
    Unasked,
    #[error("offers no trustworthy TLS: {0}")]
    Tls(io::Error),
    #[error("broke the connection: {0}")]
    Io(io::Error),
}

/// Octets of one TLS record: a write that fails under TLS may have left up to so many octets on the wire.
const RECORD: usize = 16 * 1024;

impl Connection {
    /// Connects over TCP; a name with several addresses gives each its share of the time.
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
                        stream: Stream::Plain(stream),
                        replies: Reader::default(),
                    });
                }
                Ok(Err(error)) => failure = error,
                Err(_) => failure = late(),
            }
        }
        Err(failure)
    }

    /// Goes on under TLS. What the relay sent before the handshake and nobody asked for could have been slipped in by
    /// somebody on the way (RFC 3207, section 6, and CVE-2011-0411): then there is no handshake.
    pub(super) async fn start_tls(
        self,
        connector: &TlsConnector,
        name: ServerName<'static>,
        until: Instant,
    ) -> Result<Self, Broken> {
        let Stream::Plain(stream) = self.stream else {
            unreachable!("TLS begins once");
        };
        if !self.replies.is_empty() {
            return Err(Broken::Unasked);
        }
        match timeout_at(until, connector.connect(name, stream)).await {
            Ok(Ok(stream)) => Ok(Self {
                stream: Stream::Tls(Box::new(stream)),
                replies: Reader::default(),
            }),
            Ok(Err(error)) => Err(Broken::Tls(error)),
            Err(_) => Err(Broken::TooLate),
        }
    }

    /// The next reply.
    pub(super) async fn reply(&mut self, until: Instant) -> Result<Lines, Broken> {
        loop {
            if let Some(lines) = self.replies.next_reply()? {
                return Ok(lines);
            }
            match timeout_at(until, self.hear()).await {
                Ok(heard) => heard?,
                Err(_) => return Err(Broken::TooLate),
            }
        }
    }

    /// Waits for something that the relay says.
    async fn hear(&mut self) -> Result<(), Broken> {
        let mut piece = [0; 4_096];
        let count = match &mut self.stream {
            Stream::Plain(stream) => stream.read(&mut piece).await?,
            Stream::Tls(stream) => stream.read(&mut piece).await?,
        };
        if count == 0 {
            return Err(Broken::Closed);
        }
        self.replies.take(&piece[..count]);
        Ok(())
    }

    /// True when the relay has said more than it was asked, as far as it has been heard.
    pub(super) fn has_unasked(&self) -> bool {
        !self.replies.is_empty()
    }

    /// Fails when the relay has said something without being asked, or has closed the connection, as far as this machine
    /// knows by now.
    pub(super) async fn expect_silence(&mut self) -> Result<(), Broken> {
        if self.has_unasked() {
            return Err(Broken::Unasked);
        }
        let mut hearing = pin!(self.hear());
        match poll_fn(|context| Poll::Ready(hearing.as_mut().poll(context))).await {
            Poll::Pending => Ok(()),
            Poll::Ready(heard) => heard.and(Err(Broken::Unasked)),
        }
    }

    /// Writes everything. Whatever happens, `left` becomes how many octets may have left this machine.
    pub(super) async fn write(
        &mut self,
        bytes: &[u8],
        left: &mut usize,
        until: Instant,
    ) -> Result<(), Broken> {
        *left = 0;
        while *left < bytes.len() {
            let piece = match &self.stream {
                Stream::Plain(_) => &bytes[*left..],
                Stream::Tls(_) => &bytes[*left..bytes.len().min(*left + RECORD)],
            };
            let writing = async {
                match &mut self.stream {
                    Stream::Plain(stream) => stream.write(piece).await,
                    Stream::Tls(stream) => stream.write(piece).await,
                }
            };
            match timeout_at(until, writing).await {
                Ok(Ok(0)) => return Err(Broken::Closed),
                Ok(Ok(count)) => *left += count,
                Ok(Err(error)) => {
                    // A TCP write that fails took nothing; under TLS a record may have gone before the failure.
                    if matches!(self.stream, Stream::Tls(_)) {
                        *left += piece.len();
                    }
                    return Err(error.into());
                }
                Err(_) => return Err(Broken::TooLate),
            }
        }
        if let Stream::Tls(stream) = &mut self.stream {
            match timeout_at(until, stream.flush()).await {
                Ok(done) => done?,
                Err(_) => return Err(Broken::TooLate),
            }
        }
        Ok(())
    }

    /// One command, with its line end, and its answer.
    pub(super) async fn command(&mut self, line: &str, until: Instant) -> Result<Lines, Broken> {
        if self.has_unasked() {
            return Err(Broken::Unasked);
        }
        self.write(line.as_bytes(), &mut 0, until).await?;
        self.reply(until).await
    }

    pub(super) fn local_address(&self) -> Option<SocketAddr> {
        let stream = match &self.stream {
            Stream::Plain(stream) => stream,
            Stream::Tls(stream) => stream.get_ref().0,
        };
        stream.local_addr().ok()
    }

    /// Ends the connection from this side.
    pub(super) async fn shut_down(mut self, until: Instant) {
        let shutting = async {
            match &mut self.stream {
                Stream::Plain(stream) => stream.shutdown().await,
                Stream::Tls(stream) => stream.shutdown().await,
            }
        };
        // Nothing is lost when the relay was quicker.
        let _ = timeout_at(until, shutting).await;
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Io(error),
        }
    }
}
