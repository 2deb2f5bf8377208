//! Enhanced status codes (RFC 3463, RFC 5248) and reply codes (RFC 5321, section 4.2), found in any text.

use std::fmt;

/// `class.subject.detail`: 5.1.1 is a bad mailbox address, for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnhancedStatus {
    /// 2 success, 4 for now, 5 for good.
    pub class: u8,
    /// The subject: 1 the address, 2 the mailbox, 3 the system, 4 the network, 5 the protocol, 6 the content, 7 policy.
    pub subject: u16,
    /// The detail.
    pub detail: u16,
}

impl fmt::Display for EnhancedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl EnhancedStatus {
    /// The status at the beginning of this text, as in a report's field.
    pub(super) fn at_start(text: &str) -> Option<Self> {
        let mut numbers = text.trim_start().splitn(3, '.');
        let class = numbers.next()?.parse().ok()?;
        let subject = numbers.next()?.parse().ok()?;
        let rest = numbers.next()?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_ended = !rest[digits..].starts_with('.');
        let detail = rest.get(..digits)?.parse().ok()?;
        let is_known = matches!(class, 2 | 4 | 5) && subject <= 99 && detail <= 999;
        (is_known && is_ended).then_some(Self {
            class,
            subject,
            detail,
        })
    }

    /// The first status in this text that stands as a word of its own: `550 5.1.1 …`, `(#5.1.1)`, `550-5.1.1`.
    pub(super) fn in_text(text: &str) -> Option<Self> {
        words(text).find_map(|word| {
            let word = word.trim_start_matches(['(', '[', '#', '<', '"', '\'', ':']);
            let word = match word.split_once('-') {
                Some((code, rest)) if code.len() == 3 => rest.trim_start_matches(['\'', '"', '(']),
                _ => word,
            };
            Self::at_start(word)
        })
    }

    /// True when the code says that the sender is at fault: its address (RFC 3463, section 3.2, and RFC 3886), or its
    /// proof. Proofs are SPF, DKIM, its name, and a domain that takes mail (RFC 7372, RFC 7505).
    pub(super) fn is_about_sender(self) -> bool {
        matches!((self.subject, self.detail), (1, 7..=9) | (7, 20..=27))
    }

    /// True when the code says that the recipient's address is bad (RFC 3463, section 3.2), with those above 10 that
    /// Microsoft adds.
    pub(super) fn is_bad_recipient(self) -> bool {
        self.subject == 1 && !matches!(self.detail, 7..=9)
    }

    /// True when the code says no more than "it failed": many write 5.0.0 for whatever their peer said.
    pub(super) fn is_vague(self) -> bool {
        self.subject == 0
    }
}

/// The first reply code of a refusal in this text: three digits from 400 to 599, followed by a space, a hyphen or a colon.
pub(super) fn reply_code(text: &str) -> Option<u16> {
    words(text).find_map(|word| {
        let word = word.trim_start_matches(['(', '[', '#', '<', '"', '\'', ':']);
        let code: u16 = word.get(..3)?.parse().ok()?;
        let is_ended = matches!(word.as_bytes().get(3), None | Some(b'-' | b':' | b','));
        ((400..600).contains(&code) && is_ended).then_some(code)
    })
}

/// Words of a text; a code stands among the first thousand of a diagnostic or nowhere.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().take(1_000)
}
