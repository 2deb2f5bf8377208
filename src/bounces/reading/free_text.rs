//! Free text of reports: the part before the returned mail, in one section a recipient.

use super::addresses::{self, FoundAddress};
use super::fields::{self, HeaderFields};
use crate::address::EmailAddress;

/// Bytes of a report's text that are read; reports are a page long, the returned mail is not needed.
const LONGEST_TEXT: usize = 64_000;
/// Recipients of one report.
const MOST_RECIPIENTS: usize = 100;

/// A report's text without the returned mail, and the headers of that mail if the text holds them.
#[derive(Debug, Default)]
pub(super) struct FreeText {
    pub text: String,
    pub original: Option<HeaderFields>,
}

/// The text about one recipient.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub recipient: EmailAddress,
    pub text: String,
}

/// Cuts a text where the returned mail begins.
pub(super) fn part(text: &str) -> FreeText {
    let mut end = text.len().min(LONGEST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let is_header = begins_original(line);
        if is_header || announces_original(line) {
            let from = if is_header {
                offset
            } else {
                offset + line.len()
            };
            return FreeText {
                text: text[..offset].to_owned(),
                original: Some(fields::headers(
                    text[from..].trim_start_matches(['-', '\r', '\n', ' ']),
                )),
            };
        }
        offset += line.len();
    }
    FreeText {
        text: text.to_owned(),
        original: None,
    }
}

/// Headers that no report's own text has, and that returned mail begins with: those, and what filters add (`X-…`).
fn begins_original(line: &str) -> bool {
    let lower = line.trim_end().to_ascii_lowercase();
    let is_private = || {
        let name = lower
            .strip_prefix("x-")
            .and_then(|rest| rest.split_once(": "));
        name.is_some_and(|(name, _)| {
            // Reporters write fields of their own into the text, too.
            !name.starts_with("postfix")
                && !name.starts_with("failed")
                && !name.starts_with("supplementary")
                && !name.starts_with("actual")
                && !name.starts_with("display")
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
    };
    [
        "received:",
        "return-path:",
        "dkim-signature:",
        "arc-seal:",
        "authentication-results:",
        "mime-version:",
    ]
    .iter()
    .any(|name| lower.starts_with(name))
        || is_private()
}

/// "--- Below this line is a copy of the message.", "Original message headers:", "Message headers follow."
fn announces_original(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let looks_like_heading = line.len() <= 90
        && (line.starts_with(['-', '*', '=', '_'])
            || line.ends_with([':', '-'])
            || line.contains("follow"));
    looks_like_heading
        && [
            "below this line",
            "original message",
            "copy of the message",
            "copy of your message",
            "copy of the original",
            "message headers follow",
            "message header",
            "original mail",
            "returned message",
            "unsent message",
        ]
        .iter()
        .any(|words| line.contains(words))
}

/// Returns a section for each recipient at the beginning of a line, or for the only one that the text names otherwise. `ours` are
/// addresses of the sender.
pub(super) fn sections(text: &str, ours: &[EmailAddress]) -> Vec<Section> {
    let named: Vec<FoundAddress> = addresses::in_text(text)
        .filter(|found| !is_sender(text, found, ours))
        .collect();
    let listed: Vec<&FoundAddress> = named
        .iter()
        .filter(|found| begins_line(text, found.start))
        .collect();
    if listed.is_empty() {
        let refused = named
            .iter()
            .position(|found| before(text, found).ends_with("rcpt to"))
            .or_else(|| {
                named
                    .iter()
                    .position(|found| is_addressed(&before(text, found)))
            });
        return named
            .into_iter()
            .nth(refused.unwrap_or(0))
            .map(|found| Section {
                recipient: found.address,
                text: text.to_owned(),
            })
            .into_iter()
            .collect();
    }
    let mut sections: Vec<Section> = Vec::new();
    for (index, found) in listed.iter().enumerate() {
        let end = listed.get(index + 1).map_or(text.len(), |next| next.start);
        let words = &text[found.start..end];
        let known = sections
            .iter()
            .position(|known| known.recipient.key() == found.address.key());
        match known {
            Some(known) => sections[known].text.push_str(words),
            None if sections.len() < MOST_RECIPIENTS => sections.push(Section {
                recipient: found.address.clone(),
                text: words.to_owned(),
            }),
            None => break,
        }
    }
    if let [only] = sections.as_mut_slice() {
        text.clone_into(&mut only.text);
    }
    sections
}

/// Words before the address of a recipient who did not get the mail.
const RECIPIENT: &[&str] = &[
    "recipient",
    "failed address",
    "받는 사람",
    "받는사람",
    "수신자",
    "수신인",
    "宛先",
    "あて先",
    "送信先",
    "收件人",
    "destinataire",
    "empfänger",
    "destinatari",
    "получател",
    "ontvanger",
    "odbiorc",
];

/// "Delivery to …", "could not be delivered to …", "수신자 …".
fn is_addressed(before: &str) -> bool {
    [" to", "rcpt to", "recipient"]
        .iter()
        .any(|word| before.ends_with(word))
        || RECIPIENT.iter().any(|word| before.ends_with(word))
}

/// True for `  <kim@…`, `* kim@…`, `550 <kim@…`, `Recipient: <kim@…`: marks, a code, or a label before it.
fn begins_line(text: &str, start: usize) -> bool {
    let line = text[..start].rsplit('\n').next().unwrap_or_default();
    let line = line
        .trim()
        .trim_matches(['<', '*', '"', '-', '(', '\''])
        .trim();
    let is_label = || {
        let label = line.to_lowercase();
        label.len() <= 40
            && label.ends_with([':', '：'])
            && RECIPIENT.iter().any(|word| label.contains(word))
    };
    line.bytes()
        .all(|b| b.is_ascii_digit() || b == b'.' || b == b' ')
        || is_label()
}

/// The words before an address, in lower case, without the marks between.
fn before(text: &str, found: &FoundAddress) -> String {
    let mut from = found.start.saturating_sub(40);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    text[from..found.start]
        .trim_end_matches(['<', '"', ' ', ':', '='])
        .to_ascii_lowercase()
}

/// Whether the address is the sender's or the reporter's, and so not a recipient.
fn is_sender(text: &str, found: &FoundAddress, ours: &[EmailAddress]) -> bool {
    let key = found.address.key();
    let before = before(text, found);
    let is_role = ["postmaster@", "mailer-daemon@", "abuse@", "support@"]
        .iter()
        .any(|role| key.starts_with(role));
    is_role
        || ours.iter().any(|ours| ours.key() == key)
        || [
            "mail from",
            "envelope-from",
            "sent by",
            "sender",
            "\nfrom",
            "contact",
            "please mail to",
            "send mail to",
            "write to",
            "message from",
            "message-id",
        ]
        .iter()
        .any(|words| before.ends_with(words))
}
