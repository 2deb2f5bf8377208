//! Secrets that travel in links: random ones are stored as hashes only, signed ones are not stored at all.

mod seal;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::clock::Timestamp;
use crate::random::Random;

/// A random secret of 256 bits for one link; 43 characters of base64url.
#[derive(Clone, Debug)]
pub struct Token(String);

/// SHA-256 of a [`Token`], in hexadecimal: what the database keeps.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, sqlx::Type)]
#[sqlx(transparent)]
#[serde(transparent)]
pub struct TokenHash(String);

impl Token {
    /// Draws a new token.
    pub fn draw(random: &Random) -> Self {
        Self(URL_SAFE_NO_PAD.encode(random.bytes::<32>()))
    }

    /// The text that goes into the link.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the database keeps in its place.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

impl TokenHash {
    /// The hash as text, for a form that names a session.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The hash of a token that came back in a link.
    pub fn of(token: &str) -> Self {
        Self(hex(&Sha256::digest(token.as_bytes())))
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// What a signed token is good for; a token for one purpose is worthless for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Leaving the newsletter; never expires, since a mail may be read years later.
    Unsubscribe,
    /// Changing one's preferences.
    Preferences,
    /// Posting a form that this server served.
    Form,
    /// Having written earlier comments, in the storage of the site's own page.
    Author,
    /// Changing one comment from the browser that wrote it.
    OwnComment,
    /// Standing for the browser of a voter.
    Voter,
    /// Ending the reply notices of one comment's author in one thread.
    ReplyNotices,
    /// Proving that the address of one comment's author is theirs.
    ReplyAddress,
    /// Posting a form of the admin panel in one session.
    Csrf,
    /// Naming a mail of the outbox in its Message-ID.
    Message,
    /// Naming a mail in its return path.
    ReturnPath,
    /// Naming a subscriber in the address that a mail unsubscribes at.
    UnsubscribeAddress,
    /// Standing for an address that no mail may reach.
    Suppression,
    /// Standing for a mailbox or a domain whose mails are counted.
    MailCaps,
    /// Knowing a browser that somebody signed in to the panel with.
    Browser,
    /// Going on to the second step of signing in, after the right password.
    SecondStep,
    /// Keeping the secret of an account's authenticator app.
    Authenticator,
    /// Standing for a network from which an account was used.
    Network,
    /// Deciding on one comment in the name of one account, from a mail.
    Decision,
    /// Standing for a person, or a network, that reported a comment.
    Flag,
    /// Signing challenges of proof of work, and the step in place of one.
    Challenge,
    /// Choosing the colour of a writer's avatar.
    Avatar,
    /// Seeing and erasing what is stored with the address of one comment.
    MyData,
}

impl Purpose {
    fn letter(self) -> char {
        match self {
            Self::Unsubscribe => 'u',
            Self::Preferences => 'p',
            Self::Form => 'f',
            Self::Author => 'o',
            Self::OwnComment => 'e',
            Self::Voter => 'v',
            Self::ReplyNotices => 'r',
            Self::ReplyAddress => 'a',
            Self::Csrf => 'c',
            Self::Message => 'm',
            Self::ReturnPath => 'b',
            Self::UnsubscribeAddress => 'l',
            Self::Suppression => 's',
            Self::MailCaps => 'k',
            Self::Browser => 'w',
            Self::SecondStep => 'h',
            Self::Authenticator => 't',
            Self::Network => 'n',
            Self::Flag => 'g',
            Self::Avatar => 'i',
            Self::Decision => 'd',
            Self::MyData => 'y',
            Self::Challenge => 'q',
        }
    }
}

/// Signs small facts with HMAC-SHA-256 (RFC 2104) so that they can travel in a link and come back unforged.
#[derive(Clone)]
pub struct Signer(Hmac<Sha256>);

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer(…)")
    }
}

/// Why a signed token was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// It was not made by this server for this purpose.
    #[error("the link is not one of ours")]
    Forged,
    /// It was good once.
    #[error("the link has expired")]
    Expired,
}

/// Characters of the signature: 16 bytes (128 bits) in base64url.
const MAC_LENGTH: usize = 22;

impl Signer {
    /// A signer whose key is the installation's secret.
    pub fn new(secret: &[u8]) -> Self {
        let mac = Hmac::new_from_slice(secret);
        Self(mac.unwrap_or_else(|_| unreachable!("HMAC takes keys of any length")))
    }

    /// `subject` (an id, or short words with dots between) signed for `purpose`; good until `expires`, or for ever.
    pub fn sign(&self, purpose: Purpose, subject: &str, expires: Option<Timestamp>) -> String {
        let expiry = expires.map_or(0, Timestamp::unix);
        let text = format!("{}{subject}.{expiry}", purpose.letter());
        let mac = self.mac(&text);
        format!("{text}.{mac}")
    }

    /// The subject of a token made by [`Signer::sign`] for the same purpose.
    pub fn verify(
        &self,
        purpose: Purpose,
        token: &str,
        now: Timestamp,
    ) -> Result<String, SignatureError> {
        let (text, mac) = token.rsplit_once('.').ok_or(SignatureError::Forged)?;
        let genuine = mac.len() == MAC_LENGTH
            && subtle::ConstantTimeEq::ct_eq(self.mac(text).as_bytes(), mac.as_bytes()).into();
        if !genuine {
            return Err(SignatureError::Forged);
        }
        let (subject, expiry) = text
            .strip_prefix(purpose.letter())
            .and_then(|rest| rest.rsplit_once('.'))
            .ok_or(SignatureError::Forged)?;
        match expiry.parse::<i64>() {
            Ok(0) => Ok(subject.to_owned()),
            Ok(expiry) if now.unix() < expiry => Ok(subject.to_owned()),
            Ok(_) => Err(SignatureError::Expired),
            Err(_) => Err(SignatureError::Forged),
        }
    }

    /// A hash of `text` that nobody can make or compare without the installation's secret.
    pub fn keyed_hash(&self, purpose: Purpose, text: &str) -> [u8; 32] {
        // No other signature has a colon there: none can be read as one of another kind.
        self.full_mac(&format!("{}:{text}", purpose.letter()))
    }

    fn mac(&self, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(&self.full_mac(text)[..16])
    }

    fn full_mac(&self, text: &str) -> [u8; 32] {
        let mut mac = self.0.clone();
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }
}
