//! A message that many recipients share: encoded once; for each recipient only what is theirs is written and signed.

use std::sync::Arc;

use aws_lc_rs::digest::{Context, SHA256};

use super::EmailContent;
use super::dkim::Signer;
use super::edition::{Edition, Personal, Piece, Place, pieces};
use super::encoding::Encoded;
use super::header::{Head, LONGEST_LINE};
use super::message::{From, MessageError};
use crate::address::{DisplayName, EmailAddress};
use crate::clock::Timestamp;

/// Separates the parts. Neither encoding writes `=_` (RFC 2045, section 6.7), so it is in no body.
const BOUNDARY: &str = "=_gudok";
/// Room for a recipient's own headers and for two signatures.
const ROOM: usize = 4_096;

/// A message but for its recipient.
pub struct Prepared {
    /// The headers that are the same for all.
    head: String,
    text: Encoded,
    html: Encoded,
    signer: Option<Arc<Signer>>,
    /// The hash of the body up to its first place, and how many octets that is: a third of a digest, 3.7 µs of its 26 with
    /// an Ed25519 signature.
    hashed: (Context, usize),
    /// Octets of a body.
    size: usize,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared")
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}

/// What a mail shows to one recipient beside the body.
pub(super) struct Envelope<'a> {
    pub to: &'a EmailAddress,
    pub name: Option<&'a DisplayName>,
    /// Where one click ends mails of this kind (RFC 8058).
    pub unsubscribe: Option<&'a str>,
    pub message_id: &'a str,
    pub date: Timestamp,
}

impl Prepared {
    /// An edition as this sender sends it; `kind` is the kind of its mails, such as `digest`, for Feedback-ID.
    pub fn of(from: &From, edition: &Edition, kind: &str) -> Self {
        let mut head = from.head(&edition.subject);
        from.add_list(&mut head, &edition.slug, kind);
        Self::new(from, head, &pieces(&edition.text), &pieces(&edition.html))
    }

    /// A letter to one person; a notice says that nobody wrote it by hand.
    pub(super) fn of_letter(from: &From, letter: &EmailContent, is_notice: bool) -> Self {
        let mut head = from.head(&letter.subject);
        if is_notice {
            head.tokens("Auto-Submitted", ["auto-generated"]);
        }
        let (text, html) = (Piece::Text(&letter.text), Piece::Text(&letter.html));
        Self::new(from, head, &[text], &[html])
    }

    fn new(from: &From, mut head: Head, text: &[Piece<'_>], html: &[Piece<'_>]) -> Self {
        head.tokens("MIME-Version", ["1.0"]);
        let boundary = format!("boundary=\"{BOUNDARY}\"");
        head.tokens("Content-Type", ["multipart/alternative;", &boundary]);
        let mut prepared = Self {
            head: head.as_str().to_owned(),
            text: Encoded::of(text),
            html: Encoded::of(html),
            signer: from.signer().cloned(),
            hashed: (Context::new(&SHA256), 0),
            size: 0,
        };
        prepared.measure();
        prepared
    }

    /// Learns how long a body is and hashes what all bodies begin with: what two that differ in every place have in common.
    fn measure(&mut self) {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        self.write_body(|_| "!", &mut one);
        self.write_body(|_| "~", &mut other);
        let common = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
        self.hashed.0.update(&one[..common]);
        self.hashed.1 = common;
        self.size = one.len();
    }

    /// The octets of one recipient's mail. The same arguments give the same octets, signatures too, so a second attempt
    /// is the same mail.
    pub fn message(
        &self,
        to: &EmailAddress,
        name: Option<&DisplayName>,
        personal: &Personal,
        message_id: &str,
        date: Timestamp,
    ) -> Result<Vec<u8>, MessageError> {
        let envelope = Envelope {
            to,
            name,
            unsubscribe: Some(&personal.unsubscribe),
            message_id,
            date,
        };
        self.address(&envelope, |place| personal.fills(place))
    }

    pub(super) fn address<'a>(
        &self,
        envelope: &Envelope<'_>,
        fills: impl Fn(Place) -> &'a str + Copy,
    ) -> Result<Vec<u8>, MessageError> {
        let mut head = Head::after(&self.head, ROOM + self.size);
        let name = envelope.name.map(DisplayName::as_str);
        head.named("To", name, envelope.to.as_str());
        head.moment("Date", envelope.date);
        head.tokens("Message-ID", [envelope.message_id]);
        if let Some(url) = envelope.unsubscribe {
            head.tokens("List-Unsubscribe", [&*bracketed(url)?]);
            head.tokens("List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"]);
        }
        let mut bytes = head.into_octets();
        let head = bytes.len();
        bytes.extend_from_slice(b"\r\n");
        let body = bytes.len();
        self.write_body(fills, &mut bytes);
        if let Some(signer) = &self.signer {
            let (mut hash, hashed) = self.hashed.clone();
            hash.update(&bytes[body + hashed..]);
            let hash = hash.finish();
            let signatures = signer.signatures(&bytes[..head], hash.as_ref(), envelope.date)?;
            bytes.splice(..0, signatures.into_bytes());
        }
        Ok(bytes)
    }

    fn write_body<'a>(&self, fills: impl Fn(Place) -> &'a str + Copy, out: &mut Vec<u8>) {
        // The plain part comes first: readers of mail show the last that they understand (RFC 2046, section 5.1.4).
        for (kind, part) in [("plain", &self.text), ("html", &self.html)] {
            let opening = [
                "--",
                BOUNDARY,
                "\r\nContent-Type: text/",
                kind,
                "; charset=utf-8\r\nContent-Transfer-Encoding: ",
                part.name(),
                "\r\n\r\n",
            ];
            for word in opening {
                out.extend_from_slice(word.as_bytes());
            }
            part.write(fills, out);
        }
        for word in ["--", BOUNDARY, "--\r\n"] {
            out.extend_from_slice(word.as_bytes());
        }
    }
}

/// `<url>`, once it is certain to stay one address on one line.
fn bracketed(url: &str) -> Result<String, MessageError> {
    let is_one_word = url
        .bytes()
        .all(|octet| octet.is_ascii_graphic() && !matches!(octet, b'<' | b'>'));
    if !is_one_word || url.len() + 3 > LONGEST_LINE {
        return Err(MessageError::Url(url.chars().take(80).collect()));
    }
    Ok(format!("<{url}>"))
}
