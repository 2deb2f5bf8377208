//! A relay: its address, its protection, and how a session with it begins.

use lettre::transport::smtp::commands::Starttls;
use tokio::time::Instant;

use super::connection::{ConnectionError, SmtpConnection};
use super::reply::Reply;
use super::session::SmtpSession;
use super::tls::TlsSetup;
use super::{auth, ehlo};
use crate::config::{MailUrl, RelayAccount, TlsMode as Protection};

/// A relay's address, protection and account.
pub struct Relay {
    host: String,
    port: u16,
    protection: Protection,
    /// The TLS setup, unless the connection is unprotected.
    tls: Option<TlsSetup>,
    account: Option<RelayAccount>,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Relay({}:{})", self.host, self.port)
    }
}

impl Relay {
    /// The relay of an `smtp:` or `smtps:` URL.
    pub(crate) fn for_url(url: &MailUrl) -> Result<Self, String> {
        let MailUrl::Smtp {
            host,
            port,
            tls,
            ca,
            account,
        } = url
        else {
            return Err("mail.url names no relay".into());
        };
        let prepared = match tls {
            Protection::None => None,
            Protection::Required | Protection::Implicit => {
                Some(TlsSetup::prepare(host, ca.as_deref())?)
            }
        };
        Ok(Self {
            host: host.clone(),
            port: *port,
            protection: *tls,
            tls: prepared,
            account: account.clone(),
        })
    }

    /// The relay's name in error messages.
    fn name(&self) -> String {
        format!("the relay {}:{}", self.host, self.port)
    }

    /// Returns a protected and authenticated session before `until`, or the reason why there is
    /// none.
    pub(crate) async fn connect(&self, until: Instant) -> Result<SmtpSession, String> {
        self.open(until)
            .await
            .map_err(|why| format!("{} {why}", self.name()))
    }

    async fn open(&self, until: Instant) -> Result<SmtpSession, String> {
        let text = |error: ConnectionError| error.to_string();
        let mut connection = SmtpConnection::open(&self.host, self.port, until)
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
        let mut offered = (ehlo::greet(&mut connection, until).await).map_err(|e| e.to_string())?;
        if let (Protection::Required, Some(tls)) = (self.protection, &self.tls) {
            // An attacker who strips STARTTLS from the reply gets no mail and no password.
            if !offered.starttls {
                return Err(
                    "offers no STARTTLS; mail.url must say tls=none if that is right".into(),
                );
            }
            let answer = connection.command(Starttls, until).await.map_err(text)?;
            if answer.code != 220 {
                return Err(format!("refused STARTTLS: {}", Reply::from(answer)));
            }
            connection = (connection
                .start_tls(&tls.connector, tls.name.clone(), until)
                .await)
                .map_err(text)?;
            // Extensions offered before TLS do not count (RFC 3207, section 4.2).
            offered = (ehlo::greet(&mut connection, until).await).map_err(|e| e.to_string())?;
        }
        if let Some(account) = &self.account {
            auth::sign_in(&mut connection, &offered, account, until)
                .await
                .map_err(|error| error.to_string())?;
        }
        Ok(SmtpSession::new(self.name(), connection, offered))
    }
}
