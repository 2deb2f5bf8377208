//! The links of the chain. A link hashes the link before, the event without its personal values, and a salted commitment to each
//! personal value: the value and its salt may go, and the link stays the same.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::model::{LedgerEvent, Seal};

/// Bytes of a hash.
pub(super) const HASH: usize = 32;
/// Bytes of a salt.
pub(super) const SALT: usize = 16;
/// The beginning of each hashed link. A change of the format takes another number.
const FORMAT: &[u8] = b"gudok consent 1\n";
/// The length of an absent text.
const ABSENT: u32 = u32::MAX;

/// A personal value of an event.
struct PersonalValue<'a> {
    name: &'static str,
    /// The byte that begins its commitment.
    tag: u8,
    /// True when it goes with the connection, before the rest.
    is_of_connection: bool,
    /// The value; `None` when there never was one, or when it was erased.
    text: Option<Cow<'a, str>>,
}

impl LedgerEvent {
    /// The personal values, in the order of their commitments.
    fn personal(&self) -> [PersonalValue<'_>; 5] {
        [
            PersonalValue {
                name: "person",
                tag: b'p',
                is_of_connection: false,
                text: self.person().map(Cow::Owned),
            },
            PersonalValue {
                name: "actor",
                tag: b'a',
                is_of_connection: false,
                text: self.actor.as_deref().map(Cow::Borrowed),
            },
            PersonalValue {
                name: "changes",
                tag: b'c',
                is_of_connection: false,
                text: self.changes.as_deref().map(Cow::Borrowed),
            },
            PersonalValue {
                name: "ip",
                tag: b'i',
                is_of_connection: true,
                text: self.ip.as_deref().map(Cow::Borrowed),
            },
            PersonalValue {
                name: "user_agent",
                tag: b'u',
                is_of_connection: true,
                text: self.user_agent.as_deref().map(Cow::Borrowed),
            },
        ]
    }

    /// Id and address. Where only one of them was emptied, the rest fits no commitment.
    fn person(&self) -> Option<String> {
        let address = self.address.as_deref().unwrap_or_default();
        match self.subscriber_id {
            Some(id) => Some(format!("{id} {address}")),
            None => self.address.clone(),
        }
    }

    /// The link to this event.
    fn link(&self, previous: &[u8], commitments: &[u8]) -> [u8; HASH] {
        let mut hash = Sha256::new();
        hash.update(FORMAT);
        hash.update(previous);
        hash.update(self.id.0.to_be_bytes());
        hash.update(self.at.unix().to_be_bytes());
        for text in [
            Some(&self.action),
            Some(&self.channel),
            self.page.as_ref(),
            self.wording.as_ref(),
            self.wording_version.as_ref(),
            self.locale.as_ref(),
        ] {
            let length = text.map_or(ABSENT, |text| u32::try_from(text.len()).unwrap_or(ABSENT));
            hash.update(length.to_be_bytes());
            hash.update(text.map_or(b"".as_slice(), |text| text.as_bytes()));
        }
        hash.update(commitments);
        hash.finalize().into()
    }
}

/// Seals an event behind the previous link. Returns the seal and the new link.
pub(super) fn seal_of(
    event: &LedgerEvent,
    previous: &[u8],
    salts: [[u8; SALT]; 2],
) -> (Seal, [u8; HASH]) {
    let (mut commitments, mut used) = (Vec::new(), [None, None]);
    for value in event.personal() {
        if let Some(text) = &value.text {
            let place = usize::from(value.is_of_connection);
            used[place] = Some(salts[place].to_vec());
            commitments.push(value.tag);
            commitments.extend(commitment(value.tag, &salts[place], text));
        }
    }
    let hash = event.link(previous, &commitments);
    let [salt, connection_salt] = used;
    let seal = Seal {
        hash: Some(hash.to_vec()),
        commitments: Some(commitments),
        salt,
        connection_salt,
    };
    (seal, hash)
}

/// The name of what does not fit between an event, its seal and the previous link.
pub(in crate::subscribers::consent) fn fault(
    previous: &[u8],
    event: &LedgerEvent,
    seal: &Seal,
) -> Option<&'static str> {
    let commitments = seal.commitments.as_deref().unwrap_or_default();
    for value in event.personal() {
        let salt = if value.is_of_connection {
            &seal.connection_salt
        } else {
            &seal.salt
        };
        let fits = match (&value.text, salt, committed(commitments, value.tag)) {
            (Some(text), Some(salt), Some(known)) => commitment(value.tag, salt, text) == known,
            // There never was one, or it went with its salt.
            (None, None, _) | (None, Some(_), None) => true,
            _ => false,
        };
        if !fits {
            return Some(value.name);
        }
    }
    let is_linked = seal.hash.as_deref() == Some(&event.link(previous, commitments)[..]);
    (!is_linked).then_some("link")
}

/// The commitment under this tag.
fn committed(commitments: &[u8], tag: u8) -> Option<&[u8]> {
    let mut commitments = commitments.chunks(1 + HASH);
    let found = commitments.find(|commitment| commitment.first() == Some(&tag))?;
    found.get(1..)
}

fn commitment(tag: u8, salt: &[u8], text: &str) -> [u8; HASH] {
    let mut hash = Sha256::new();
    hash.update([tag]);
    hash.update(salt);
    hash.update(text.as_bytes());
    hash.finalize().into()
}
