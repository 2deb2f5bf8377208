//! The account at a relay: a user name with a password, or with an access token of OAuth 2.0.

use std::path::PathBuf;

use secrecy::SecretString;
use url::Url;

/// The account at a relay.
#[derive(Clone, Debug)]
pub struct RelayAccount {
    /// The user name.
    pub user: String,
    /// The proof that the account is ours.
    pub secret: RelaySecret,
}

/// The proof that an account at a relay is ours.
#[derive(Clone, Debug)]
pub enum RelaySecret {
    /// A password, for PLAIN or LOGIN, whichever the relay offers.
    Password(SecretString),
    /// An access token of OAuth 2.0, for XOAUTH2.
    Token(SecretString),
    /// A file with such a token, read anew at each sign-in, since a token lasts about an hour.
    TokenFile(PathBuf),
}

impl RelayAccount {
    /// Reads the account of a relay's address; `None` where it names none. `token` is the file that holds the access token.
    pub(super) fn parse(
        url: &Url,
        is_xoauth2: bool,
        token: Option<PathBuf>,
    ) -> Result<Option<Self>, String> {
        let (user, password) = (url.username(), url.password());
        let secret = match (is_xoauth2, token, password) {
            (false, Some(_), _) => return Err("token= is for auth=xoauth2; write that too".into()),
            (true, Some(_), Some(_)) => {
                return Err(
                    "the access token stands in mail.url and in the file of token=; leave one out"
                        .into(),
                );
            }
            (true, None, None) => {
                return Err("auth=xoauth2 needs an access token: write token=FILE with the file that holds it, or the token in the place of the password".into());
            }
            (true, Some(file), None) => RelaySecret::TokenFile(file),
            (true, None, Some(token)) => RelaySecret::Token(decode(token).into()),
            (false, None, None) if user.is_empty() => return Ok(None),
            (false, None, password) => {
                RelaySecret::Password(decode(password.unwrap_or_default()).into())
            }
        };
        if is_xoauth2 && user.is_empty() {
            return Err("auth=xoauth2 needs a user name, such as smtp://me%40example.org@host:587?auth=xoauth2&token=FILE".into());
        }
        Ok(Some(Self {
            user: decode(user),
            secret,
        }))
    }
}

/// Percent-decoding of a user name or a password (RFC 3986, section 2.1); what is not UTF-8 stays as it is.
fn decode(text: &str) -> String {
    let pair = format!("x={}", text.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map_or_else(|| text.to_owned(), |(_, value)| value.into_owned())
}
