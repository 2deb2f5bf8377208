//! The address to which a notice is answered. It names the comment, the person and the last day, and it is signed, since anybody may
//! write to it. It consists of letters, digits and signs whose case does not count, since some servers fold case.

use crate::address::EmailAddress;
use crate::admin::{Account, AccountId};
use crate::app::App;
use crate::clock::{DAY, Timestamp};
use crate::comments::model::CommentId;
use crate::message::verp::short_mac;
use crate::token::{Purpose, SignatureError, Signer};

/// Octets of the longest local part (RFC 5321, section 4.5.3.1.1).
const LONGEST_LOCAL_PART: usize = 64;

/// The person who may answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answerer {
    /// The author of this comment.
    Reader(CommentId),
    /// The account.
    Moderator(AccountId),
}

/// What an address says. Nothing of it is proved before [`ReplyAddress::check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReplyAddress {
    pub answerer: Answerer,
    /// The comment that is answered or decided on.
    pub comment: CommentId,
    /// Days since the epoch.
    last_day: i64,
    mac: String,
}

/// The address for answers to a mail about this comment; `None` where the owner named no mailbox, or a too long one. `secret` tells
/// the person from a later one with the same row id.
pub(super) fn of(
    app: &App,
    answerer: Answerer,
    comment: CommentId,
    secret: &str,
    days: i64,
) -> Option<EmailAddress> {
    let config = app.config();
    let mailbox = config.mail.reply_address.as_ref()?;
    let last_day = app.now().unix() / DAY + days;
    write(app.signer(), mailbox, answerer, comment, last_day, secret)
}

/// The secret of an account: it holds as long as the account, and for this text of the comment.
pub(super) fn secret_of(account: &Account, mark: &str) -> String {
    format!("{}.{mark}", account.created_at.unix())
}

/// Reads an address such as `replies+r2a-1f-50ab.abcdefghijklmnop@example.org`; `None` for any other.
pub(super) fn read(address: &str) -> Option<ReplyAddress> {
    let (local, _) = address.rsplit_once('@')?;
    let (_, detail) = local.rsplit_once('+')?;
    let detail = detail.to_ascii_lowercase();
    let (facts, mac) = detail.split_once('.')?;
    let mut numbers = facts.get(1..)?.split('-').map(number);
    let (comment, person, last_day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let answerer = match facts.chars().next()? {
        'r' => Answerer::Reader(CommentId(person)),
        'm' => Answerer::Moderator(AccountId(person)),
        _ => return None,
    };
    let read = ReplyAddress {
        answerer,
        comment: CommentId(comment),
        last_day,
        mac: mac.to_owned(),
    };
    (read.facts() == facts).then_some(read)
}

impl ReplyAddress {
    /// Returns an error unless this server made the address for the person with this secret, and its time is not over.
    pub(super) fn check(
        &self,
        signer: &Signer,
        secret: &str,
        now: Timestamp,
    ) -> Result<(), SignatureError> {
        let mac = signed(signer, &self.facts(), secret);
        let is_ours: bool =
            subtle::ConstantTimeEq::ct_eq(mac.as_bytes(), self.mac.as_bytes()).into();
        if !is_ours {
            return Err(SignatureError::Forged);
        }
        if now.unix() / DAY > self.last_day {
            return Err(SignatureError::Expired);
        }
        Ok(())
    }

    fn facts(&self) -> String {
        let (letter, person) = match self.answerer {
            Answerer::Reader(comment) => ('r', comment.0),
            Answerer::Moderator(account) => ('m', account.0),
        };
        format!(
            "{letter}{:x}-{person:x}-{:x}",
            self.comment.0, self.last_day
        )
    }
}

fn write(
    signer: &Signer,
    mailbox: &EmailAddress,
    answerer: Answerer,
    comment: CommentId,
    last_day: i64,
    secret: &str,
) -> Option<EmailAddress> {
    let unsigned = ReplyAddress {
        answerer,
        comment,
        last_day,
        mac: String::new(),
    };
    let facts = unsigned.facts();
    let (local, domain) = mailbox.as_str().rsplit_once('@')?;
    let local = format!("{local}+{facts}.{}", signed(signer, &facts, secret));
    let fits = local.len() <= LONGEST_LOCAL_PART;
    fits.then(|| format!("{local}@{domain}").parse().ok())?
}

fn signed(signer: &Signer, facts: &str, secret: &str) -> String {
    short_mac(signer, Purpose::MailedAnswer, &format!("{facts}:{secret}"))
}

fn number(text: &str) -> Option<i64> {
    let is_hex = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    i64::from_str_radix(text, 16).ok().filter(|_| is_hex)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn address(signer: &Signer, answerer: Answerer, comment: i64, day: i64) -> EmailAddress {
        let mailbox = "replies@example.org".parse().unwrap();
        let comment = CommentId(comment);
        write(signer, &mailbox, answerer, comment, day, "kim@example.org").unwrap()
    }

    fn at(day: i64) -> Timestamp {
        Timestamp::from_unix(day * DAY + 7)
    }

    #[test]
    fn an_address_holds_for_its_person_until_its_day() {
        let signer = Signer::new(b"secret");
        for answerer in [
            Answerer::Reader(CommentId(31)),
            Answerer::Moderator(AccountId(31)),
        ] {
            let text = address(&signer, answerer, 42, 20_000).to_string();
            for text in [text.clone(), text.to_uppercase()] {
                let read = read(&text).unwrap();
                assert_eq!((read.answerer, read.comment), (answerer, CommentId(42)));
                assert_eq!(read.check(&signer, "kim@example.org", at(20_000)), Ok(()));
                let late = read.check(&signer, "kim@example.org", at(20_001));
                assert_eq!(late, Err(SignatureError::Expired));
                let another = read.check(&signer, "lee@example.org", at(20_000));
                assert_eq!(another, Err(SignatureError::Forged));
            }
        }
    }

    #[test]
    fn a_changed_address_is_forged() {
        let signer = Signer::new(b"secret");
        let text = address(&signer, Answerer::Reader(CommentId(31)), 42, 20_000).to_string();
        for forged in [
            text.replace("+r2a-", "+r2b-"),
            text.replace("-1f-", "-1e-"),
            text.replace("+r2a", "+m2a"),
            text.replace("-4e20.", "-4e21."),
        ] {
            assert_ne!(forged, text);
            let read = read(&forged).unwrap();
            let checked = read.check(&signer, "kim@example.org", at(20_000));
            assert_eq!(checked, Err(SignatureError::Forged), "{forged}");
        }
        for other in [
            "replies@example.org",
            "bounces+42.abcdefghijklmnop@example.org",
            "replies+r-1-1.a@example.org",
            "replies+r+1-1-1.a@example.org",
            "replies+한1-1-1.a@example.org",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_numbers_come_back_or_have_no_address(comment in 1..i64::MAX, person in 1..i64::MAX, day in 1..1_000_000_i64) {
            let signer = Signer::new(b"secret");
            let mailbox = "replies@example.org".parse().unwrap();
            let answerer = Answerer::Reader(CommentId(person));
            if let Some(text) = write(&signer, &mailbox, answerer, CommentId(comment), day, "k") {
                let read = read(text.as_str()).unwrap();
                prop_assert_eq!((read.answerer, read.comment, read.last_day), (answerer, CommentId(comment), day));
            }
        }

        #[test]
        fn any_text_is_read_without_failing(text in ".{0,80}") {
            let _ = read(&text);
            let _ = read(&format!("a+r{text}.b@example.org"));
        }
    }
}
