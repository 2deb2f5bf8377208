//! SMTP replies in a report: the command that was refused, and the innermost quoted reply.

use super::status::{EnhancedStatus, reply_code};

/// The SMTP command that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SmtpCommand {
    /// The recipient's own: what it answers is about the recipient.
    Recipient,
    /// The content: the recipient was accepted before.
    Content,
    /// The greeting or the sender: about us.
    Sender,
}

/// The command that was refused first: a transcript goes on with what fails after the first failure.
pub(super) fn refused_command(text: &str) -> Option<SmtpCommand> {
    const NAMES: &[(&str, SmtpCommand)] = &[
        ("rcpt to", SmtpCommand::Recipient),
        ("rcpt_to", SmtpCommand::Recipient),
        ("rcpt command", SmtpCommand::Recipient),
        ("not like recipient", SmtpCommand::Recipient),
        ("rejected recipient", SmtpCommand::Recipient),
        ("recipient was rejected", SmtpCommand::Recipient),
        ("end of data", SmtpCommand::Content),
        ("data command", SmtpCommand::Content),
        ("final data", SmtpCommand::Content),
        (">>> data", SmtpCommand::Content),
        ("after data", SmtpCommand::Content),
        ("command\ndata", SmtpCommand::Content),
        ("mail from", SmtpCommand::Sender),
        ("mail_from", SmtpCommand::Sender),
        ("mail command", SmtpCommand::Sender),
        ("initial connection", SmtpCommand::Sender),
        ("after ehlo", SmtpCommand::Sender),
        ("after helo", SmtpCommand::Sender),
        ("to ehlo", SmtpCommand::Sender),
        ("to helo", SmtpCommand::Sender),
    ];
    let found = NAMES.iter().flat_map(|(name, command)| {
        let places = text.match_indices(name).take(8);
        places.map(move |(at, _)| (at, *command))
    });
    let refused = found.filter(|(at, command)| match answer_to(text, *at) {
        // The content's first answer is "go on".
        Some(is_refusal) => is_refusal || *command == SmtpCommand::Content,
        // Reports list the envelope, too, which does not mean that the sender was refused.
        None => *command != SmtpCommand::Sender || is_named_as_refused(text, *at),
    });
    refused
        .min_by_key(|(at, _)| *at)
        .map(|(_, command)| command)
}

/// Whether the reply that follows a command's line is a refusal; none when no reply follows.
fn answer_to(text: &str, at: usize) -> Option<bool> {
    let mut lines = text[at..].lines();
    let rest = lines.next().unwrap_or_default();
    // `MAIL FROM:<kim@…>: 553 …`
    if let Some((_, said)) = rest.rsplit_once(": ")
        && is_reply(said)
    {
        return Some(said.starts_with(['4', '5']));
    }
    let next = lines.find(|line| !line.trim().is_empty())?;
    let next = next.trim_start_matches(|c: char| c.is_whitespace() || "<>-:".contains(c));
    is_reply(next).then(|| next.starts_with(['4', '5']))
}

/// "in reply to MAIL FROM", "after MAIL FROM:<…>", `[MAIL_FROM]`, "while sending MAIL FROM", "MAIL FROM command".
fn is_named_as_refused(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '"', '\'', '`', '\n']);
    let after = &text[at..];
    [
        "to",
        "after",
        "after pipelined",
        "sending",
        "during",
        "at",
        "in",
        "[",
        "(",
        "command",
        "of",
        ">>>",
    ]
    .iter()
    .any(|word| before.ends_with(word))
        || [
            "initial connection",
            "after ",
            "to ehlo",
            "to helo",
            "mail command",
            "mail from command",
            "mail_from",
        ]
        .iter()
        .any(|name| after.starts_with(name))
}

/// What stands behind a marker that introduces another server's reply: "… error 550-'5.7.1 access denied'", "returned an
/// error -> 550 5.1.1 …". The innermost is the refusing server's own.
pub(super) fn inner_reply(words: &str) -> Option<&str> {
    const MARKERS: &[&str] = &[
        "error",
        "->",
        "smtp;",
        "reply:",
        "response:",
        "responded with",
        "said:",
        "was:",
    ];
    let mut starts = words.match_indices(['4', '5']).filter(|(at, _)| {
        let before = words[..*at].trim_end_matches([' ', '\'', '"', '<', '(', '[', '#']);
        let is_introduced = MARKERS.iter().any(|marker| before.ends_with(marker));
        // One reply before it, or it is the outermost itself.
        is_introduced && reply_code(&words[*at..]).is_some() && is_reply(&words[*at..])
    });
    let (at, _) = starts.next_back()?;
    let is_outermost =
        reply_code(&words[..at]).is_none() && EnhancedStatus::in_text(&words[..at]).is_none();
    (!is_outermost).then_some(&words[at..])
}

/// True where the text begins with a reply: `550 …`, `550-…`.
fn is_reply(text: &str) -> bool {
    let is_code = text
        .get(..3)
        .is_some_and(|code| code.bytes().all(|digit| digit.is_ascii_digit()));
    is_code && matches!(text.as_bytes().get(3), Some(b' ' | b'-'))
}

/// The output of a local command, where a report quotes it.
pub(super) fn printed_by_command(text: &str) -> Option<&str> {
    let (_, printed) = text.split_once("command output:")?;
    let printed = printed.trim();
    (!printed.is_empty()).then_some(printed)
}

/// The first reply of a refusal for good in the text, to the end of its paragraph.
pub(super) fn first_reply(text: &str) -> Option<&str> {
    let at = text.match_indices('5').map(|(at, _)| at).find(|at| {
        let is_word = text[..*at]
            .chars()
            .next_back()
            .is_none_or(|before| !before.is_alphanumeric() && before != '.');
        is_word && is_reply(&text[*at..])
    })?;
    let reply = &text[at..];
    Some(reply.find("\n\n").map_or(reply, |end| &reply[..end]))
}
