//! Variable envelope return paths (VERP): the return path names the mail, so a bounce is matched
//! without guessing. It is signed, since anybody may write to it. It consists of lower-case letters
//! and digits, since some servers fold case.

use crate::address::EmailAddress;
use crate::ids::MailId;
use crate::token::{Purpose, Signer};

/// Characters of the signature: 80 bits in base 32. Each mail to us is one guess, and a hit forges
/// one bounce.
const MAC_LENGTH: usize = 16;

/// RFC 4648's base 32, in lower case.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Returns the return path of a mail: `bounces+42.abcdefghijklmnop@example.org` for the mailbox
/// `bounces@example.org`. The part after the plus is a detail of that mailbox (Postfix:
/// `recipient_delimiter = +`).
pub fn address(signer: &Signer, mail: MailId, mailbox: &EmailAddress) -> EmailAddress {
    let (local, domain) = mailbox.as_str().rsplit_once('@').unwrap_or_default();
    let local = format!("{local}+{}.{}", mail.0, mac_of(signer, mail));
    format!("{local}@{domain}")
        .parse()
        .unwrap_or_else(|_| mailbox.clone())
}

/// Returns the mail of this return path; `None` for any other address, and for a forged one.
pub fn read(signer: &Signer, address: &str) -> Option<MailId> {
    let (local, _) = address.rsplit_once('@')?;
    let (_, detail) = local.rsplit_once('+')?;
    let (id, signature) = detail.rsplit_once('.')?;
    let is_number = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    let mail = MailId(id.parse().ok().filter(|_| is_number)?);
    let is_ours: bool = subtle::ConstantTimeEq::ct_eq(
        mac_of(signer, mail).as_bytes(),
        signature.to_ascii_lowercase().as_bytes(),
    )
    .into();
    is_ours.then_some(mail)
}

fn mac_of(signer: &Signer, mail: MailId) -> String {
    short_mac(signer, Purpose::ReturnPath, &mail.0.to_string())
}

/// The signature of a text that stands in the local part of an address.
pub fn short_mac(signer: &Signer, purpose: Purpose, text: &str) -> String {
    let full = signer.keyed_hash(purpose, text);
    let bits = full
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
    let bits: Vec<u8> = bits.take(MAC_LENGTH * 5).collect();
    bits.chunks(5)
        .map(|five| {
            let index = five
                .iter()
                .fold(0, |index, bit| index << 1 | usize::from(*bit));
            char::from(ALPHABET[index])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LONGEST_BOUNCE_MAILBOX;

    fn path(signer: &Signer, id: i64) -> EmailAddress {
        address(signer, MailId(id), &"bounces@example.org".parse().unwrap())
    }

    /// Gmail and Postfix take all after the first plus as the detail, so such a mailbox gets its
    /// bounces.
    #[test]
    fn a_mailbox_with_a_detail_of_its_own_keeps_it() {
        let signer = Signer::new(b"secret");
        let path = address(&signer, MailId(42), &"me+b@example.org".parse().unwrap());
        assert!(path.as_str().starts_with("me+b+42."), "{path}");
        assert_eq!(read(&signer, path.as_str()), Some(MailId(42)));
    }

    #[test]
    fn a_return_path_names_its_mail_whatever_its_case() {
        let signer = Signer::new(b"secret");
        for id in [1, 42, i64::MAX] {
            let path = path(&signer, id);
            assert_eq!(read(&signer, path.as_str()), Some(MailId(id)));
            assert_eq!(
                read(&signer, &path.as_str().to_uppercase()),
                Some(MailId(id))
            );
        }
    }

    #[test]
    fn the_local_part_stays_within_what_smtp_allows() {
        let mailbox: EmailAddress = format!("{}@example.org", "b".repeat(LONGEST_BOUNCE_MAILBOX))
            .parse()
            .unwrap();
        let path = address(&Signer::new(b"secret"), MailId(i64::MAX), &mailbox);
        assert!(
            path.as_str().split('@').next().unwrap().len() <= 64,
            "{path}"
        );
        assert_ne!(path, mailbox);
    }

    #[test]
    fn a_forged_return_path_names_nothing() {
        let signer = Signer::new(b"secret");
        let genuine = path(&signer, 42).to_string();
        for forged in [
            genuine.replace("+42.", "+43."),
            path(&Signer::new(b"another"), 42).to_string(),
            "bounces+42.@example.org".into(),
            "bounces@example.org".into(),
            "+.@".into(),
            String::new(),
        ] {
            assert_eq!(read(&signer, &forged), None, "{forged}");
        }
    }
}
