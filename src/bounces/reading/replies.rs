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
    let at = introduced_replies(words).next_back()?;
    // One reply before it, or it is the outermost itself.
    let is_outermost =
        reply_code(&words[..at]).is_none() && EnhancedStatus::in_text(&words[..at]).is_none();
    (!is_outermost).then_some(&words[at..])
}

/// Where markers introduce replies.
fn introduced_replies(words: &str) -> impl DoubleEndedIterator<Item = usize> {
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
    let places = words.match_indices(['4', '5']).map(|(at, _)| at);
    places.filter(|at| {
        let before = words[..*at].trim_end_matches([' ', '\'', '"', '<', '(', '[', '#']);
        let is_introduced = MARKERS.iter().any(|marker| before.ends_with(marker));
        is_introduced && reply_code(&words[*at..]).is_some() && is_reply(&words[*at..])
    })
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

/// The refusal for good that a field quotes: at its beginning, or behind a marker. "After 500 attempts" is none.
pub(super) fn quoted_refusal(field: &str) -> Option<&str> {
    let field = field.trim_start();
    let at = if is_reply(field) {
        0
    } else {
        introduced_replies(field).next()?
    };
    let reply = &field[at..];
    let end = reply.find("\n\n").unwrap_or(reply.len());
    reply.starts_with('5').then_some(&reply[..end])
}

#[cfg(test)]
mod tests {
    use super::quoted_refusal;

    #[test]
    fn a_number_in_prose_is_no_reply() {
        for (field, reply) in [
            ("550 no such user", Some("550 no such user")),
            ("550-5.1.1 no such user", Some("550-5.1.1 no such user")),
            (
                "host mx.example said: 550 no such user",
                Some("550 no such user"),
            ),
            ("450 try again", None),
            ("no such user after 500 attempts", None),
            ("the limit of 550 mails is reached, unknown user", None),
            ("5500 no such user", None),
            ("", None),
        ] {
            assert_eq!(quoted_refusal(field), reply, "{field}");
        }
    }
}
