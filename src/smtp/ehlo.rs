//! EHLO and what the relay offers in return (RFC 5321, section 4.1.1.1); HELO for relays that know no EHLO.

use std::net::{Ipv4Addr, SocketAddr};

use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::commands::Ehlo;
use lettre::transport::smtp::extension::ClientId;
use tokio::time::Instant;

use super::connection::{ConnectionError, SmtpConnection};
use super::reply::{Reply, ReplyLines};

/// The extensions that a relay offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extensions {
    /// Commands may be sent without waiting for replies (RFC 2920).
    pub pipelining: bool,
    /// TLS may begin on this connection (RFC 3207).
    pub starttls: bool,
    /// Mailboxes beyond ASCII (RFC 6531).
    pub smtputf8: bool,
    /// MAIL may carry the size (RFC 1870). The value is the largest message in octets, or 0 when
    /// the relay names none.
    pub size: Option<usize>,
    /// The authentication mechanisms that Gudok knows too (RFC 4954).
    pub sign_in: Vec<Mechanism>,
}

impl Extensions {
    /// Reads the reply to EHLO. Its first line is a greeting, each other line an extension.
    fn of(answer: &ReplyLines) -> Self {
        let mut offered = Self::default();
        for line in answer.texts.iter().skip(1) {
            // `AUTH=PLAIN` is how some old relays write it beside the standard's form.
            let mut words = line.split([' ', '=']).filter(|word| !word.is_empty());
            let keyword = words.next().unwrap_or_default().to_ascii_uppercase();
            match keyword.as_str() {
                "PIPELINING" => offered.pipelining = true,
                "STARTTLS" => offered.starttls = true,
                "SMTPUTF8" => offered.smtputf8 = true,
                "SIZE" => {
                    offered.size = Some(words.next().and_then(|n| n.parse().ok()).unwrap_or(0));
                }
                "AUTH" => {
                    for word in words {
                        let known = [Mechanism::Plain, Mechanism::Login, Mechanism::Xoauth2];
                        let is_it = |way: &Mechanism| word.eq_ignore_ascii_case(&way.to_string());
                        offered.sign_in.extend(known.into_iter().find(is_it));
                    }
                }
                _ => {}
            }
        }
        offered
    }

    /// True when the relay named a smaller limit.
    pub(super) fn is_too_large(&self, bytes: usize) -> bool {
        self.size.is_some_and(|most| most > 0 && bytes > most)
    }
}

/// Sends EHLO, or HELO, and returns the extensions.
pub(super) async fn greet(
    connection: &mut SmtpConnection,
    until: Instant,
) -> Result<Extensions, EhloError> {
    let name = own_name(connection.local_address());
    let answer = connection.command(Ehlo::new(name.clone()), until).await?;
    match answer.code / 100 {
        2 => Ok(Extensions::of(&answer)),
        5 => {
            let answer = connection
                .command(format!("HELO {name}\r\n"), until)
                .await?;
            if answer.code / 100 == 2 {
                Ok(Extensions::default())
            } else {
                Err(EhloError::Refused(answer.into()))
            }
        }
        _ => Err(EhloError::Refused(answer.into())),
    }
}

/// Errors of the greeting. Each text continues "the relay …".
#[derive(Debug, thiserror::Error)]
pub(super) enum EhloError {
    #[error("{0}")]
    Connection(#[from] ConnectionError),
    #[error("refused the greeting: {0}")]
    Refused(Reply),
}

/// This machine's full name, or its address if it has none (RFC 5321, section 4.1.4).
fn own_name(address: Option<SocketAddr>) -> ClientId {
    let is_name = |name: &String| {
        let is_label = |label: &str| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|c| c.is_ascii_alphanumeric() || c == b'-')
        };
        name.len() <= 255 && name.contains('.') && name.split('.').all(is_label)
    };
    let full = hostname::get()
        .ok()
        .and_then(|name| name.into_string().ok());
    match (full.filter(is_name), address) {
        (Some(name), _) => ClientId::Domain(name),
        (None, Some(SocketAddr::V4(address))) => ClientId::Ipv4(*address.ip()),
        (None, Some(SocketAddr::V6(address))) => ClientId::Ipv6(*address.ip()),
        (None, None) => ClientId::Ipv4(Ipv4Addr::LOCALHOST),
    }
}
