//! Reads a mail that answers a notice: whose address it is to, who wrote it, and its text.

use std::borrow::Cow;

use dom_query::Document;
use mail_parser::{Message, MessageParser};
use sha2::{Digest, Sha256};

use super::quotes::own_words;
use crate::address::EmailAddress;
use crate::comments::reply_address::{self, ReplyAddress};
use crate::message::incoming::{bounded, readable};
use crate::posts::content::bounded as bounded_html;
use crate::token::hex;

/// Headers with the addresses that a mail was sent to.
const RECIPIENTS: &[&str] = &[
    "to",
    "cc",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
];

/// Headers that only programs write: answering machines and lists.
const OF_PROGRAMS: &[&str] = &[
    "list-id",
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply-from",
    "x-failed-recipients",
];

/// The beginnings of the subjects of answering machines that have no such header.
const SUBJECTS: &[&str] = &[
    "auto:",
    "auto reply",
    "auto-reply",
    "autoreply",
    "automatic reply",
    "out of office",
    "자동 응답",
    "자동응답",
    "자동 회신",
    "자동회신",
    "부재중",
    "부재 중",
    "[자동",
    "[부재",
];

/// A mail to the address of an answer.
#[derive(Debug)]
pub(super) struct AnswerMail {
    pub address: ReplyAddress,
    /// The sender; `None` when it names nobody, or several.
    pub from: Option<EmailAddress>,
    /// A program wrote it.
    pub is_automatic: bool,
    /// The headers `Authentication-Results`, topmost first.
    pub results: Vec<String>,
    /// A hash that the same mail has again, however it comes.
    pub hash: String,
    /// The text without what it quotes.
    pub text: String,
}

/// Reads a mail; `None` when it is to no address of an answer.
pub(super) fn read(bytes: &[u8]) -> Option<AnswerMail> {
    let bytes = readable(bytes);
    let message = MessageParser::default().parse(bounded(&bytes))?;
    let recipients = RECIPIENTS.iter().flat_map(|name| values(&message, name));
    let mut addresses = recipients.flat_map(words);
    let (written, address) = addresses.find_map(|word| Some((word, reply_address::read(word)?)))?;
    let mut hash = Sha256::new();
    hash.update(written.to_ascii_lowercase());
    match message.message_id() {
        Some(id) => hash.update(id),
        None => hash.update(&*bytes),
    }
    Some(AnswerMail {
        address,
        from: sender(&message),
        is_automatic: is_automatic(&message),
        results: values(&message, "authentication-results")
            .map(str::to_owned)
            .collect(),
        hash: hex(&hash.finalize()[..16]),
        text: own_words(&text_part(&message)),
    })
}

/// The text of a mail without what it quotes.
pub fn text_of(bytes: &[u8]) -> String {
    let bytes = readable(bytes);
    let message = MessageParser::default().parse(bounded(&bytes));
    message.map_or_else(String::new, |message| own_words(&text_part(&message)))
}

/// The values of the headers with this name, as they stand there.
fn values<'a>(message: &'a Message<'_>, name: &'a str) -> impl Iterator<Item = &'a str> {
    let named = message.headers_raw();
    named
        .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// The words of a header that may be addresses.
fn words(value: &str) -> impl Iterator<Item = &str> {
    value
        .split(|c: char| c.is_whitespace() || "<>,;\"()".contains(c))
        .filter(|word| word.contains('@'))
}

fn sender(message: &Message<'_>) -> Option<EmailAddress> {
    let mut headers = values(message, "from");
    if headers.next().is_none() || headers.next().is_some() {
        return None;
    }
    let mut senders = message.from()?.iter();
    match (senders.next(), senders.next()) {
        (Some(sender), None) => sender.address()?.parse().ok(),
        _ => None,
    }
}

/// True for the mail of an answering machine, of a mail system or of a list (RFC 3834).
fn is_automatic(message: &Message<'_>) -> bool {
    let value = |name| {
        values(message, name)
            .next()
            .map(|value| value.trim().to_lowercase())
    };
    let submitted = value("auto-submitted").is_some_and(|word| !word.starts_with("no"));
    let precedence = value("precedence").unwrap_or_default();
    let precedence = ["bulk", "junk", "list", "auto"]
        .iter()
        .any(|word| precedence.starts_with(word));
    let from_nobody = value("return-path").is_some_and(|path| path == "<>");
    let is_report = value("content-type").is_some_and(|kind| kind.starts_with("multipart/report"));
    let from = value("from").unwrap_or_default();
    let from_system = ["mailer-daemon@", "postmaster@"]
        .iter()
        .any(|name| from.contains(name));
    let subject = message.subject().unwrap_or_default().trim().to_lowercase();
    submitted
        || precedence
        || from_nobody
        || is_report
        || from_system
        || OF_PROGRAMS.iter().any(|name| value(name).is_some())
        || SUBJECTS.iter().any(|start| subject.starts_with(start))
}

/// The plain part, else the text of the HTML part.
fn text_part(message: &Message<'_>) -> String {
    let is_html = message
        .text_bodies()
        .next()
        .is_some_and(mail_parser::MessagePart::is_text_html);
    match (message.body_text(0), message.body_html(0)) {
        (Some(text), _) if !is_html && !text.trim().is_empty() => text.into_owned(),
        (_, Some(html)) => text_of_html(&html),
        (text, None) => text.map_or_else(String::new, Cow::into_owned),
    }
}

/// Elements that stand on lines of their own.
const BLOCKS: &str = "div, li, tr, h1, h2, h3, h4, hr, pre";

/// Bytes of HTML that are read: an answer stands at its beginning, and a comment has 10,000 characters.
const LONGEST_HTML: usize = 200_000;

/// Stands at both ends of a block while HTML becomes text; a character that no text has.
const BLOCK_END: char = '\u{e000}';

/// The text of HTML; each quotation is a line that begins with `>`.
fn text_of_html(html: &str) -> String {
    let html = &html[..html.floor_char_boundary(LONGEST_HTML)];
    let page = Document::from(bounded_html(html).as_ref());
    page.select("style, script, head, .gmail_attr, .moz-cite-prefix")
        .remove();
    page.select("blockquote")
        .replace_with_html("<div>&gt;</div>");
    page.select("p").rename("div");
    let blocks = page.select(BLOCKS);
    blocks.before_html(BLOCK_END.to_string());
    blocks.after_html(BLOCK_END.to_string());
    let text = mail_parser::decoders::html::html_to_text(&page.html());
    let lines = text.split(BLOCK_END).map(|piece| piece.trim_matches(' '));
    let lines: Vec<&str> = lines.filter(|piece| !piece.is_empty()).collect();
    lines.join("\n")
}
