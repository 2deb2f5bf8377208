//! Authentication (RFC 4954): PLAIN, LOGIN where the relay offers nothing better, XOAUTH2 with an
//! access token.

use std::path::{Path, PathBuf};

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::commands::Auth;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, timeout_at};

use super::connection::{ConnectionError, SmtpConnection};
use super::ehlo::Extensions;
use super::reply::{Reply, ReplyLines};
use crate::config::{RelayAccount, RelaySecret};

/// Errors of signing in. Each text continues "the relay …".
#[derive(Debug, thiserror::Error)]
pub(super) enum AuthError {
    #[error("{0}")]
    Connection(#[from] ConnectionError),
    #[error(
        "offers no sign-in by PLAIN or LOGIN; take the user and the password out of mail.url, or turn TLS on"
    )]
    NoPassword,
    #[error(
        "offers no sign-in by XOAUTH2; write a password instead of auth=xoauth2 in mail.url, or turn TLS on"
    )]
    NoToken,
    #[error("needs an access token, and the file {} of mail.url cannot be read: {error}", .file.display())]
    TokenFile {
        file: PathBuf,
        error: std::io::Error,
    },
    #[error("refused the sign-in; check the user and its password or token in mail.url: {0}")]
    Refused(Reply),
}

/// Signs in. The caller has started TLS where it is required.
pub(super) async fn sign_in(
    connection: &mut SmtpConnection,
    offered: &Extensions,
    account: &RelayAccount,
    until: Instant,
) -> Result<(), AuthError> {
    let answer = match &account.secret {
        RelaySecret::Password(password) => {
            let credentials = credentials(account, password);
            if offered.sign_in.contains(&Mechanism::Plain) {
                let auth = auth(Mechanism::Plain, &credentials, None);
                connection.command(auth, until).await?
            } else if offered.sign_in.contains(&Mechanism::Login) {
                by_login(connection, &credentials, until).await?
            } else {
                return Err(AuthError::NoPassword);
            }
        }
        RelaySecret::Token(token) => by_token(connection, offered, account, token, until).await?,
        RelaySecret::TokenFile(file) => {
            let token = read_token(file, until).await?;
            by_token(connection, offered, account, &token, until).await?
        }
    };
    expect(answer, 235)
}

/// Signs in by LOGIN: the relay asks for the user, then for the password. Its words are ignored,
/// since lettre knows only two of them and some relays ask "User:".
async fn by_login(
    connection: &mut SmtpConnection,
    credentials: &Credentials,
    until: Instant,
) -> Result<ReplyLines, AuthError> {
    let auth = |challenge| auth(Mechanism::Login, credentials, challenge);
    expect(connection.command(auth(None), until).await?, 334)?;
    expect(
        connection.command(auth(Some("Username")), until).await?,
        334,
    )?;
    Ok(connection.command(auth(Some("Password")), until).await?)
}

async fn by_token(
    connection: &mut SmtpConnection,
    offered: &Extensions,
    account: &RelayAccount,
    token: &SecretString,
    until: Instant,
) -> Result<ReplyLines, AuthError> {
    if !offered.sign_in.contains(&Mechanism::Xoauth2) {
        return Err(AuthError::NoToken);
    }
    let auth = auth(Mechanism::Xoauth2, &credentials(account, token), None);
    let answer = connection.command(auth, until).await?;
    if answer.code == 334 {
        // The relay explains the failure in a challenge, and refuses after an empty answer.
        return Ok(connection.command("\r\n", until).await?);
    }
    Ok(answer)
}

async fn read_token(file: &Path, until: Instant) -> Result<SecretString, AuthError> {
    let late = || Err(std::io::ErrorKind::TimedOut.into());
    let read = timeout_at(until, tokio::fs::read_to_string(file)).await;
    let text = read.unwrap_or_else(|_| late());
    text.map(|text| text.trim().into())
        .map_err(|error| AuthError::TokenFile {
            file: file.to_owned(),
            error,
        })
}

fn credentials(account: &RelayAccount, secret: &SecretString) -> Credentials {
    Credentials::new(account.user.clone(), secret.expose_secret().to_owned())
}

fn auth(mechanism: Mechanism, credentials: &Credentials, challenge: Option<&str>) -> Auth {
    let challenge = challenge.map(ToOwned::to_owned);
    Auth::new(mechanism, credentials.clone(), challenge)
        .unwrap_or_else(|_| unreachable!("LOGIN knows both questions, and the others have none"))
}

fn expect(answer: ReplyLines, code: u16) -> Result<(), AuthError> {
    if answer.code == code {
        Ok(())
    } else {
        Err(AuthError::Refused(answer.into()))
    }
}
