//! One connection to a relay, over lettre's commands: whether the final dot went out is always known.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use rustls::pki_types::ServerName;
use secrecy::ExposeSecret;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::retry::Verdict;
use crate::address::EmailAddress;
use crate::config::{MailUrl, Tls};

/// A relay's address and how to sign in.
pub struct Relay {
    host: String,
    port: u16,
    protection: Protection,
    credentials: Option<Credentials>,
}

enum Protection {
    None,
    StartTls(TlsParameters),
    Implicit(TlsConnector, ServerName<'static>),
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Relay({}:{})", self.host, self.port)
    }
}

impl Relay {
    /// The relay of an `smtp:` or `smtps:` URL.
    pub(super) fn of(url: &MailUrl) -> Result<Self, String> {
        let MailUrl::Smtp {
            host,
            port,
            tls,
            credentials,
        } = url
        else {
            return Err("mail.url names no relay".into());
        };
        let protection = match tls {
            Tls::None => Protection::None,
            Tls::Required => Protection::StartTls(
                TlsParameters::new(host.clone())
                    .map_err(|error| format!("TLS cannot be prepared: {error}"))?,
            ),
            Tls::Implicit => implicit(host)?,
        };
        let credentials = credentials.as_ref().map(|(user, password)| {
            Credentials::new(user.clone(), password.expose_secret().to_owned())
        });
        Ok(Self {
            host: host.clone(),
            port: *port,
            protection,
            credentials,
        })
    }

    /// A connection that is protected and signed in.
    pub(super) async fn connect(&self, time: Duration) -> Result<SmtpLink, String> {
        let relay = format!("the relay {}:{}", self.host, self.port);
        match timeout(time, self.open()).await {
            Ok(Ok(connection)) => Ok(SmtpLink {
                connection,
                usable: true,
            }),
            Ok(Err(why)) => Err(format!("{relay} {why}")),
            Err(_) => Err(format!(
                "{relay} did not answer within {} s",
                time.as_secs()
            )),
        }
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, String> {
        let hello = ClientId::default();
        let stream = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(|error| format!("cannot be reached: {error}"))?;
        // Without it each mail waits 40 ms for a delayed acknowledgement.
        stream
            .set_nodelay(true)
            .map_err(|error| error.to_string())?;
        let stream: Box<dyn AsyncTokioStream> = match &self.protection {
            Protection::Implicit(connector, name) => {
                let tls = connector.connect(name.clone(), stream).await;
                Box::new(ImplicitTls(tls.map_err(|error| {
                    format!("offers no trustworthy TLS: {error}")
                })?))
            }
            _ => Box::new(stream),
        };
        let mut connection = AsyncSmtpConnection::connect_with_transport(stream, &hello)
            .await
            .map_err(|error| format!("refused the connection: {error}"))?;
        if let Protection::StartTls(parameters) = &self.protection {
            connection
                .starttls(parameters.clone(), &hello)
                .await
                .map_err(|error| format!("offers no trustworthy STARTTLS: {error}"))?;
        }
        if let Some(credentials) = &self.credentials {
            connection
                .auth(&[Mechanism::Plain, Mechanism::Login], credentials)
                .await
                .map_err(|error| format!("refused the sign-in: {error}"))?;
        }
        Ok(connection)
    }
}

fn implicit(host: &str) -> Result<Protection, String> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = rustls::ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name =
        ServerName::try_from(host.to_owned()).map_err(|_| format!("{host} is no host name"))?;
    Ok(Protection::Implicit(
        TlsConnector::from(Arc::new(config)),
        name,
    ))
}

/// An open connection.
pub(super) struct SmtpLink {
    connection: AsyncSmtpConnection,
    usable: bool,
}

impl std::fmt::Debug for SmtpLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SmtpLink(usable: {})", self.usable)
    }
}

impl SmtpLink {
    pub(super) fn is_usable(&self) -> bool {
        self.usable
    }

    /// One mail transaction (RFC 5321, section 3.3) within `time`.
    pub(super) async fn send(
        &mut self,
        from: &EmailAddress,
        to: &EmailAddress,
        octets: &[u8],
        time: Duration,
    ) -> Verdict {
        let dot_sent = AtomicBool::new(false);
        // Until the transaction has ended well, nobody may use the connection again.
        self.usable = false;
        match timeout(time, self.transact(from, to, octets, &dot_sent)).await {
            Ok(Ok(reply)) => {
                self.usable = true;
                Verdict::Accepted(reply)
            }
            Ok(Err(error)) => self.after_error(&error, &dot_sent, time).await,
            Err(_) => {
                let why = format!("the relay did not answer within {} s", time.as_secs());
                if dot_sent.load(Ordering::SeqCst) {
                    Verdict::Unanswered(why)
                } else {
                    Verdict::Unreachable(why)
                }
            }
        }
    }

    async fn transact(
        &mut self,
        from: &EmailAddress,
        to: &EmailAddress,
        octets: &[u8],
        dot_sent: &AtomicBool,
    ) -> Result<String, TransactError> {
        let address = |text: &EmailAddress| {
            text.as_str()
                .parse::<Address>()
                .map_err(|_| TransactError::Refused(format!("{text} is not taken as an address")))
        };
        let (from, to) = (address(from)?, address(to)?);
        let mut parameters = Vec::new();
        if !AsRef::<str>::as_ref(&to).is_ascii() {
            if !self
                .connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(TransactError::Refused(
                    "the relay takes no addresses beyond ASCII (SMTPUTF8)".into(),
                ));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        self.connection
            .command(Mail::new(Some(from), parameters))
            .await?;
        self.connection.command(Rcpt::new(to, Vec::new())).await?;
        self.connection.command(Data).await?;
        // lettre asks for the next piece only after it wrote the last; when there is none it writes the dot.
        let mut pieces = std::iter::once(octets);
        let content = std::iter::from_fn(|| {
            let piece = pieces.next();
            dot_sent.store(piece.is_none(), Ordering::SeqCst);
            piece
        });
        let response = self.connection.message_iter(content).await?;
        Ok(response.message().collect::<Vec<_>>().join(" "))
    }

    async fn after_error(
        &mut self,
        error: &TransactError,
        dot_sent: &AtomicBool,
        time: Duration,
    ) -> Verdict {
        let error = match error {
            TransactError::Refused(why) => {
                self.usable = true;
                return Verdict::RefusedForGood(why.clone());
            }
            TransactError::Smtp(error) => error,
        };
        let why = error.to_string();
        if error.status().is_none() {
            // The line broke, or the answer was no SMTP.
            return if dot_sent.load(Ordering::SeqCst) {
                Verdict::Unanswered(why)
            } else {
                Verdict::Unreachable(why)
            };
        }
        // 421: the relay closes the connection (RFC 5321, section 3.8); it says nothing about this mail.
        let closing = error.status().is_some_and(|code| code.to_string() == "421");
        self.usable = !closing
            && matches!(
                timeout(time, self.connection.command(Rset)).await,
                Ok(Ok(_))
            );
        if error.is_permanent() {
            Verdict::RefusedForGood(why)
        } else {
            Verdict::RefusedForNow(why)
        }
    }

    pub(super) async fn quit(mut self) {
        let _ = timeout(Duration::from_secs(2), self.connection.quit()).await;
    }
}

/// Why a transaction ended early.
enum TransactError {
    /// We did not even ask the relay.
    Refused(String),
    /// The relay, or the line to it.
    Smtp(lettre::transport::smtp::Error),
}

impl From<lettre::transport::smtp::Error> for TransactError {
    fn from(error: lettre::transport::smtp::Error) -> Self {
        Self::Smtp(error)
    }
}

/// lettre takes any stream that can name its peer; rustls's does not do so by itself.
#[derive(Debug)]
struct ImplicitTls(TlsStream<TcpStream>);

impl AsyncTokioStream for ImplicitTls {
    fn peer_addr(&self) -> std::io::Result<std::net::SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for ImplicitTls {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl AsyncWrite for ImplicitTls {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
