//! Signing in (RFC 4954): AUTH PLAIN, or LOGIN where the relay offers nothing better.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::connection::{Broken, Connection};
use super::hello::{Extensions, Mechanism};
use super::reply::{Lines, Reply};

/// A relay's account.
pub(super) struct Credentials {
    pub user: String,
    pub password: SecretString,
}

/// Why there is no sign-in; each text continues "the relay …".
#[derive(Debug, thiserror::Error)]
pub(super) enum NotSignedIn {
    #[error("{0}")]
    Broken(#[from] Broken),
    #[error(
        "offers no sign-in by PLAIN or LOGIN; take the user and the password out of mail.url, or turn TLS on"
    )]
    NotOffered,
    #[error("refused the sign-in, look at the user and the password in mail.url: {0}")]
    Refused(Reply),
}

/// Signs in. The caller has seen to TLS: nothing here tells a protected connection from another.
pub(super) async fn sign_in(
    connection: &mut Connection,
    offered: &Extensions,
    credentials: &Credentials,
    until: Instant,
) -> Result<(), NotSignedIn> {
    let (user, password) = (&credentials.user, credentials.password.expose_secret());
    let answer = match offered.sign_in {
        None => return Err(NotSignedIn::NotOffered),
        Some(Mechanism::Plain) => {
            let both = STANDARD.encode(format!("\0{user}\0{password}"));
            let line = format!("AUTH PLAIN {both}\r\n");
            connection.command(&line, until).await?
        }
        Some(Mechanism::Login) => {
            // The relay asks for the user, then for the password.
            expect(connection.command("AUTH LOGIN\r\n", until).await?, 334)?;
            let user = format!("{}\r\n", STANDARD.encode(user));
            expect(connection.command(&user, until).await?, 334)?;
            let password = format!("{}\r\n", STANDARD.encode(password));
            connection.command(&password, until).await?
        }
    };
    expect(answer, 235)
}

fn expect(answer: Lines, code: u16) -> Result<(), NotSignedIn> {
    if answer.code == code {
        Ok(())
    } else {
        Err(NotSignedIn::Refused(answer.into()))
    }
}
