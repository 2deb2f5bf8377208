//! Variable envelope return paths (VERP): the return path names the mail, so a bounce is matched
//! without guessing. It is signed, since anybody may write to it. It consists of lower-case letters
//! and digits, since some servers fold case.

use crate::address::EmailAddress;
use crate::ids::{MailId, SubscriberId};
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
    detail(
        mailbox,
        mail.0,
        '.',
        &mac(signer, Purpose::ReturnPath, mail.0),
    )
    .unwrap_or_else(|| mailbox.clone())
}

/// Returns the mail of this return path; `None` for any other address, and for a forged one.
pub fn read(signer: &Signer, address: &str) -> Option<MailId> {
    signed(signer, Purpose::ReturnPath, '.', address).map(MailId)
}

/// Returns the address at which a mail unsubscribes this subscriber: `bounces+7-abcdefghijklmnop@example.org`. It reaches the mailbox
/// of the bounces, and is told from a return path by its dash.
pub fn unsubscribe_address(
    signer: &Signer,
    subscriber: SubscriberId,
    mailbox: &EmailAddress,
) -> Option<EmailAddress> {
    let id = subscriber.0;
    detail(
        mailbox,
        id,
        '-',
        &mac(signer, Purpose::UnsubscribeAddress, id),
    )
}

/// Returns the subscriber whom a mail to this address unsubscribes; `None` for any other address, and for a forged one.
pub fn read_unsubscribe(signer: &Signer, address: &str) -> Option<SubscriberId> {
    signed(signer, Purpose::UnsubscribeAddress, '-', address).map(SubscriberId)
}

/// The mailbox with a detail.
fn detail(mailbox: &EmailAddress, id: i64, mark: char, mac: &str) -> Option<EmailAddress> {
    let (local, domain) = mailbox.as_str().rsplit_once('@')?;
    format!("{local}+{id}{mark}{mac}@{domain}").parse().ok()
}

/// The number in the detail of an address, if its signature holds.
fn signed(signer: &Signer, purpose: Purpose, mark: char, address: &str) -> Option<i64> {
    let (local, _) = address.rsplit_once('@')?;
    let (_, detail) = local.rsplit_once('+')?;
    let (id, signature) = detail.rsplit_once(mark)?;
    let is_number = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    let id: i64 = id.parse().ok().filter(|_| is_number)?;
    let is_ours: bool = subtle::ConstantTimeEq::ct_eq(
        mac(signer, purpose, id).as_bytes(),
        signature.to_ascii_lowercase().as_bytes(),
    )
    .into();
    is_ours.then_some(id)
}

fn mac(signer: &Signer, purpose: Purpose, id: i64) -> String {
    short_mac(signer, purpose, &id.to_string())
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

    #[test]
    fn an_address_that_unsubscribes_is_no_return_path_and_none_is_one() {
        let signer = Signer::new(b"secret");
        let mailbox: EmailAddress = format!("{}@example.org", "b".repeat(LONGEST_BOUNCE_MAILBOX))
            .parse()
            .unwrap();
        for id in [1, 42, i64::MAX] {
            let leave = unsubscribe_address(&signer, SubscriberId(id), &mailbox)
                .unwrap()
                .to_string();
            let back = address(&signer, MailId(id), &mailbox).to_string();
            let found = Some(SubscriberId(id));
            assert_eq!(read_unsubscribe(&signer, &leave), found);
            assert_eq!(read_unsubscribe(&signer, &leave.to_uppercase()), found);
            assert_eq!(read(&signer, &leave), None);
            assert_eq!(read(&signer, &leave.replace('-', ".")), None);
            assert_eq!(read_unsubscribe(&signer, &back), None);
            assert_eq!(read_unsubscribe(&signer, &back.replace('.', "-")), None);
            let other = Signer::new(b"another");
            assert_eq!(read_unsubscribe(&other, &leave), None);
        }
    }
}
