//! Opens a mail that came back: its report parts, its text, and the headers of the returned mail. All input is bounded first.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use super::addresses;
use super::escapes;
use super::fields::{self, HeaderFields};
use super::free_text::{self, FreeText};
use crate::address::EmailAddress;
use crate::message::incoming::bounded;

/// Parts that are looked at.
const MOST_PARTS: usize = 64;

/// A mail that came back, opened.
#[derive(Debug, Default)]
pub(super) struct ReturnedMail {
    pub headers: HeaderFields,
    pub subject: String,
    /// The text for people.
    pub free_text: FreeText,
    /// Blocks of delivery status, wherever they stand.
    pub status: Vec<HeaderFields>,
    /// The feedback report.
    pub feedback: Option<HeaderFields>,
    /// The headers of the returned mail, where a part holds them.
    pub original: Option<HeaderFields>,
    /// The data of the returned mail from the headers.
    pub originals: Originals,
}

/// The data of the returned mail from the headers, read once.
#[derive(Debug, Default)]
pub(super) struct Originals {
    /// True when headers of the returned mail were found.
    pub has_headers: bool,
    /// Addresses that stand for the sender: no recipients of the mail.
    pub ours: Vec<EmailAddress>,
    /// The address that the returned mail was sent to.
    pub returned_to: Option<EmailAddress>,
    /// Addresses that may be a return path of ours.
    pub return_paths: Vec<String>,
    /// Message-IDs of the returned mail.
    pub message_ids: Vec<String>,
}

/// Opens a mail that came back.
pub(super) fn open(bytes: &[u8]) -> ReturnedMail {
    let mut mail = parts(bytes);
    mail.originals = Originals::of(&mail);
    mail
}

fn parts(bytes: &[u8]) -> ReturnedMail {
    let bytes = bounded(bytes);
    let mut mail = ReturnedMail {
        headers: fields::headers(&head(bytes)),
        ..ReturnedMail::default()
    };
    let Some(message) = MessageParser::default().parse(bytes) else {
        return mail;
    };
    message
        .subject()
        .unwrap_or_default()
        .clone_into(&mut mail.subject);
    let mut plain = String::new();
    let mut html = String::new();
    let is_report = is_report_itself(&message);
    for part in message.parts.iter().take(MOST_PARTS) {
        let kind = part.content_type().map_or_else(String::new, |kind| {
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase()
        });
        match (&part.body, kind.as_str()) {
            // A gateway wrapped the report: the mail inside the report is the returned one.
            (PartType::Message(nested), _) if !is_report && is_report_itself(nested) => {
                return parts(whole_of(nested));
            }
            (PartType::Message(nested), _) => {
                mail.original = mail.original.or_else(|| headers_of(nested));
            }
            (
                body,
                "message/delivery-status"
                | "message/global-delivery-status"
                | "message/xdelivery-status",
            ) => {
                mail.status
                    .extend(fields::groups(&escapes::read(&text_of(body))));
            }
            // A receipt (RFC 8098) is written in the fields of a report and is none.
            (_, "message/disposition-notification") => {}
            (body, "message/feedback-report") => {
                mail.feedback = fields::blocks(&text_of(body)).into_iter().next();
            }
            (
                body,
                "text/rfc822-headers"
                | "text/rfc822"
                | "message/rfc822"
                | "message/partial"
                | "message/global-headers",
            ) => {
                mail.original = Some(fields::headers(&text_of(body)));
            }
            (PartType::Text(text), _) => {
                plain.push_str(text);
                plain.push('\n');
            }
            (PartType::Html(text), _) => html.push_str(text),
            _ => {}
        }
    }
    let text = if !plain.trim().is_empty() {
        plain
    } else if !html.trim().is_empty() {
        mail_parser::decoders::html::html_to_text(&with_cells_apart(&html))
    } else if mail.status.is_empty() {
        // A broken header hides the parts; the words are there all the same.
        String::from_utf8_lossy(body(bytes)).into_owned()
    } else {
        String::new()
    };
    let text = escapes::read(&unquoted(&text));
    mail.free_text = free_text::part(&text);
    if mail.status.is_empty() && text.to_ascii_lowercase().contains("\nfinal-recipient:") {
        // Some reporters write the fields into the text, or lose the part's type on the way; some pass on a whole report.
        mail.status = fields::groups(&text);
    }
    mail
}

impl Originals {
    /// Reads them from the headers of the report and of the returned mail.
    fn of(mail: &ReturnedMail) -> Self {
        let returned = mail.original.as_ref().or(mail.free_text.original.as_ref());
        Self {
            has_headers: returned.is_some(),
            ours: ours(&mail.headers, returned),
            returned_to: returned.and_then(|returned| returned_to(&mail.headers, returned)),
            return_paths: return_paths(mail, returned),
            message_ids: returned
                .and_then(|returned| returned.get("message-id"))
                .map(str::to_owned)
                .into_iter()
                .collect(),
        }
    }
}

/// Addresses that stand for the sender.
fn ours(headers: &HeaderFields, returned: Option<&HeaderFields>) -> Vec<EmailAddress> {
    let own =
        ["to", "from", "return-path", "delivered-to", "x-original-to"].map(|name| (headers, name));
    let theirs = returned.into_iter().flat_map(|fields| {
        ["from", "return-path", "sender", "reply-to"].map(|name| (fields, name))
    });
    own.into_iter()
        .chain(theirs)
        .filter_map(|(fields, name)| fields.get(name))
        .flat_map(|value| {
            addresses::in_text(value)
                .map(|found| found.address)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The address that the returned mail was sent to.
fn returned_to(headers: &HeaderFields, returned: &HeaderFields) -> Option<EmailAddress> {
    let ours = ["to", "delivered-to"]
        .into_iter()
        .filter_map(|name| headers.get(name).and_then(addresses::in_field));
    let ours: Vec<EmailAddress> = ours.collect();
    [
        "x-hmxmroriginalrecipient",
        "to",
        "delivered-to",
        "x-original-to",
    ]
    .iter()
    .find_map(|name| {
        let value = returned.get(name)?;
        addresses::in_text(value).next().map(|found| found.address)
    })
    // Mail that came back to us was no mail to us: then the report itself was taken for the mail.
    .filter(|to| !ours.contains(to))
}

fn return_paths(mail: &ReturnedMail, returned: Option<&HeaderFields>) -> Vec<String> {
    let own = [
        "to",
        "delivered-to",
        "x-original-to",
        "envelope-to",
        "x-envelope-to",
    ]
    .into_iter()
    .flat_map(|name| mail.headers.all(name).take(8));
    let theirs = returned
        .into_iter()
        .flat_map(|fields| fields.all("return-path").take(4));
    let feedback = mail
        .feedback
        .iter()
        .flat_map(|fields| fields.all("original-mail-from").take(4));
    own.chain(theirs)
        .chain(feedback)
        .flat_map(|value| {
            addresses::in_text(value)
                .map(|found| found.address.to_string())
                .collect::<Vec<_>>()
        })
        .collect()
}

/// A report that somebody passed on by hand, without the marks of quoting before its lines.
fn unquoted(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.strip_prefix("> ").unwrap_or(line));
    lines.fold(String::with_capacity(text.len()), |mut text, line| {
        text.push_str(line);
        text.push('\n');
        text
    })
}

/// Cells of tables stand beside each other without a space in the text that is made of them.
fn with_cells_apart(html: &str) -> String {
    html.replace("</t", " </t").replace("</T", " </T")
}

/// The lines before the first empty one.
fn head(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes[..end_of_head(bytes).min(64_000)]).into_owned()
}

/// What follows it.
fn body(bytes: &[u8]) -> &[u8] {
    &bytes[end_of_head(bytes)..]
}

fn end_of_head(bytes: &[u8]) -> usize {
    bytes
        .windows(2)
        .position(|pair| pair == b"\n\n" || pair == b"\n\r")
        .unwrap_or(bytes.len())
}

/// True for a mail that declares a report of its own: of a delivery, or of feedback.
fn is_report_itself(mail: &Message<'_>) -> bool {
    mail.parts.iter().take(MOST_PARTS).any(|part| {
        let kind = part.content_type();
        let subtype = kind.and_then(|kind| kind.subtype()).unwrap_or_default();
        [
            "delivery-status",
            "global-delivery-status",
            "feedback-report",
        ]
        .iter()
        .any(|report| subtype.eq_ignore_ascii_case(report))
    })
}

/// The bytes of a mail within.
fn whole_of<'a>(nested: &'a Message<'_>) -> &'a [u8] {
    let whole = nested.parts.first().and_then(|root| {
        let (from, to) = (
            root.raw_header_offset() as usize,
            root.raw_end_offset() as usize,
        );
        nested.raw_message.get(from..to)
    });
    whole.unwrap_or_default()
}

fn headers_of(nested: &Message<'_>) -> Option<HeaderFields> {
    let root = nested.parts.first()?;
    let raw = nested
        .raw_message
        .get(root.raw_header_offset() as usize..root.raw_body_offset() as usize)?;
    Some(fields::headers(&String::from_utf8_lossy(raw)))
}

fn text_of(body: &PartType<'_>) -> String {
    match body {
        PartType::Text(text) | PartType::Html(text) => text.clone().into_owned(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        PartType::Message(_) | PartType::Multipart(_) => String::new(),
    }
}
