//! A small SMTP client that pipelines (RFC 5321, RFC 2920): whether a mail's final dot went out is always known, and
//! nothing that a relay says makes it panic, hang or grow.
//!
//! `reply` reads answers from any octets, `connection` moves octets in bounded time, `hello` and `sign_in` open a session,
//! `envelope` and `content` are what is said about one mail, `session` says it.

mod connection;
pub mod content;
mod envelope;
mod hello;
pub mod reply;
mod session;
mod sign_in;
mod tls;

use std::time::Duration;

use tokio::time::Instant;

use crate::config::{MailUrl, TlsMode as Protection};
use connection::{Broken, Connection};
use sign_in::Credentials;
use tls::Tls;

pub use envelope::Envelope;
pub(crate) use reply::asks_for_slower_pace;
pub use reply::{EnhancedCode, Reply};
pub(super) use session::Session;

/// A relay's address and how to sign in.
pub struct Relay {
    host: String,
    port: u16,
    protection: Protection,
    /// Prepared unless there is no protection.
    tls: Option<Tls>,
    credentials: Option<Credentials>,
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
            ca,
            credentials,
        } = url
        else {
            return Err("mail.url names no relay".into());
        };
        let prepared = match tls {
            Protection::None => None,
            Protection::Required | Protection::Implicit => Some(Tls::prepare(host, ca.as_deref())?),
        };
        let credentials = credentials.as_ref().map(|(user, password)| Credentials {
            user: user.clone(),
            password: password.clone(),
        });
        Ok(Self {
            host: host.clone(),
            port: *port,
            protection: *tls,
            tls: prepared,
            credentials,
        })
    }

    /// What messages call it.
    pub(super) fn name(&self) -> String {
        format!("the relay {}:{}", self.host, self.port)
    }

    /// A session that is protected and signed in, before `until`; or why there is none.
    pub(super) async fn connect(&self, until: Instant) -> Result<Session, String> {
        self.open(until)
            .await
            .map_err(|why| format!("{} {why}", self.name()))
    }

    async fn open(&self, until: Instant) -> Result<Session, String> {
        let text = |error: Broken| error.to_string();
        let mut connection = Connection::open(&self.host, self.port, until)
            .await
            .map_err(|error| format!("cannot be reached: {error}"))?;
        if let (Protection::Implicit, Some(tls)) = (self.protection, &self.tls) {
            connection = (connection
                .start_tls(&tls.connector, tls.name.clone(), until)
                .await)
                .map_err(text)?;
        }
        let greeting = connection.reply(until).await.map_err(text)?;
        if greeting.code != 220 {
            return Err(format!("refused the connection: {}", Reply::from(greeting)));
        }
        let mut offered = (hello::say(&mut connection, until).await).map_err(|e| e.to_string())?;
        if let (Protection::Required, Some(tls)) = (self.protection, &self.tls) {
            // Whoever strips STARTTLS from the offer gets no mail and no password.
            if !offered.starttls {
                return Err(
                    "offers no STARTTLS; mail.url must say tls=none if that is right".into(),
                );
            }
            let answer = connection
                .command("STARTTLS\r\n", until)
                .await
                .map_err(text)?;
            if answer.code != 220 {
                return Err(format!("refused STARTTLS: {}", Reply::from(answer)));
            }
            connection = (connection
                .start_tls(&tls.connector, tls.name.clone(), until)
                .await)
                .map_err(text)?;
            // What was offered in the clear counts for nothing (RFC 3207, section 4.2).
            offered = (hello::say(&mut connection, until).await).map_err(|e| e.to_string())?;
        }
        if let Some(credentials) = &self.credentials {
            sign_in::sign_in(&mut connection, &offered, credentials, until)
                .await
                .map_err(|error| error.to_string())?;
        }
        Ok(Session::new(self.name(), connection, offered))
    }
}

/// How long a goodbye may take.
pub(super) const GOODBYE: Duration = Duration::from_secs(2);
