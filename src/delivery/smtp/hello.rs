//! EHLO and what the relay offers in return (RFC 5321, section 4.1.1.1); HELO for relays that know no EHLO.

use std::net::SocketAddr;

use tokio::time::Instant;

use super::connection::{Broken, Connection};
use super::reply::{Lines, Reply};

/// What a relay offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extensions {
    /// Commands may follow one another without waiting (RFC 2920).
    pub pipelining: bool,
    /// TLS may begin on this connection (RFC 3207).
    pub starttls: bool,
    /// Mailboxes beyond ASCII (RFC 6531).
    pub smtputf8: bool,
    /// The size may be told with MAIL; the largest message in octets, 0 when the relay does not say (RFC 1870).
    pub size: Option<usize>,
    /// The best way to sign in that Gudok knows (RFC 4954).
    pub sign_in: Option<Mechanism>,
}

/// A way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mechanism {
    /// User and password at once (RFC 4616).
    Plain,
    /// One after the other: older, without a standard of its own.
    Login,
}

impl Extensions {
    /// Reads them from EHLO's answer: its first line greets, each other one is an extension.
    fn of(answer: &Lines) -> Self {
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
                        if word.eq_ignore_ascii_case("PLAIN") {
                            offered.sign_in = Some(Mechanism::Plain);
                        } else if word.eq_ignore_ascii_case("LOGIN") {
                            offered.sign_in.get_or_insert(Mechanism::Login);
                        }
                    }
                }
                _ => {}
            }
        }
        offered
    }

    /// True when the relay said that it takes no message of so many octets.
    pub(super) fn is_too_large(&self, bytes: usize) -> bool {
        self.size.is_some_and(|most| most > 0 && bytes > most)
    }
}

/// Says hello and hears what is offered.
pub(super) async fn say(
    connection: &mut Connection,
    until: Instant,
) -> Result<Extensions, Refused> {
    let name = own_name(connection.local_address());
    let answer = connection
        .command(&format!("EHLO {name}\r\n"), until)
        .await?;
    match answer.code / 100 {
        2 => Ok(Extensions::of(&answer)),
        5 => {
            let answer = connection
                .command(&format!("HELO {name}\r\n"), until)
                .await?;
            if answer.code / 100 == 2 {
                Ok(Extensions::default())
            } else {
                Err(Refused::Reply(answer.into()))
            }
        }
        _ => Err(Refused::Reply(answer.into())),
    }
}

/// Why there is no hello.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refused {
    #[error("{0}")]
    Broken(#[from] Broken),
    #[error("refused the greeting: {0}")]
    Reply(Reply),
}

/// This machine's full name; a machine without one gives its address instead (RFC 5321, section 4.1.4).
fn own_name(address: Option<SocketAddr>) -> String {
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
        (Some(name), _) => name,
        (None, Some(SocketAddr::V4(address))) => format!("[{}]", address.ip()),
        (None, Some(SocketAddr::V6(address))) => format!("[IPv6:{}]", address.ip()),
        (None, None) => "[127.0.0.1]".into(),
    }
}
