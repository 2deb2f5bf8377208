//! From what a report says of one recipient to a class: the status and reply of whoever refused, the words beside them,
//! and to which command they answered. Doubt is always soft: soft bounces add up, a hard one ends a subscription.

use super::addresses;
use super::status::{Status, reply_code};
use super::words::{is_plain_policy, meaning, says};
use super::{Class, Reason};

/// What a report says of one recipient.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// RFC 3464's Action, in lower case.
    pub action: Option<String>,
    /// RFC 3464's Status.
    pub status: Option<Status>,
    /// What the refusing server said, when the report quotes it apart.
    pub diagnostic: String,
    /// What the report's own words say about this recipient.
    pub text: String,
    /// The recipient, in lower case.
    pub recipient: String,
}

/// What it comes to.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub class: Class,
    pub reason: Reason,
    pub status: Option<Status>,
    pub is_delay: bool,
}

/// The SMTP command that was refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Command {
    /// The recipient's own: what it answers is about the recipient.
    Recipient,
    /// The content: the recipient was accepted before.
    Content,
    /// The greeting or the sender: about us.
    Sender,
}

pub(super) fn judge(evidence: &Evidence) -> Verdict {
    let action = evidence.action.as_deref().unwrap_or_default();
    let diagnostic = evidence.diagnostic.to_lowercase();
    let text = evidence.text.to_lowercase();
    // Who refused says it best; the reporter's own Status is often a translation of it, sometimes a wrong one.
    let said = Status::in_text(&diagnostic).or_else(|| Status::in_text(&text));
    let status = match (said, evidence.status) {
        (Some(said), Some(reported)) if said.is_vague() && !reported.is_vague() => Some(reported),
        (said, reported) => said.or(reported),
    };
    let verdict = |class, reason| Verdict {
        class,
        reason,
        status,
        is_delay: action == "delayed" || is_warning(&text),
    };
    if matches!(action, "delivered" | "relayed" | "expanded" | "deliverable")
        || evidence.status.is_some_and(|status| status.class == 2)
    {
        return verdict(Class::None, Reason::Delivered);
    }
    let code = reply_code(&diagnostic).or_else(|| reply_code(&text));
    let spoken =
        meaning(&without_addresses(&diagnostic)).or_else(|| meaning(&without_addresses(&text)));
    let coded = status.and_then(of_status);
    let is_plain = spoken == Some(Reason::Network)
        || (spoken == Some(Reason::Policy) && is_plain_policy(&format!("{diagnostic}\n{text}")));
    let reason = match (spoken, coded) {
        // It is the sender then whom they cannot find, or whose domain.
        (Some(spoken), Some(coded))
            if spoken.is_end() && status.is_some_and(Status::is_about_sender) =>
        {
            coded
        }
        // A policy looks up the sender, too: it is the one whom it does not know where it names somebody else.
        (Some(Reason::UserUnknown), Some(Reason::Policy))
            if !is_about_recipient(evidence, &diagnostic, &text, code)
                && names_another(said_by(&diagnostic, &text), &evidence.recipient) =>
        {
            Reason::Policy
        }
        (Some(Reason::HostUnknown | Reason::NoMail), Some(Reason::Policy)) => Reason::Policy,
        // Some answer 5.1.1 to whatever they refuse: then a policy, or a broken way, is what their words say it is.
        (Some(spoken), Some(Reason::UserUnknown)) if is_plain => spoken,
        // "Rejected" and "policy" are the least that can be said: a code that says more is believed.
        (Some(Reason::Policy | Reason::Network) | None, Some(coded)) => coded,
        (Some(spoken), _) => spoken,
        (None, None) => Reason::Unknown,
    };
    let is_for_now = action == "delayed"
        || is_warning(&text)
        || status.is_some_and(|status| status.class == 4)
        || (status.is_none() && code.is_some_and(|code| code < 500));
    let is_hard = match reason {
        Reason::UserUnknown => {
            status.is_some_and(|status| status.subject == 1 && matches!(status.detail, 0..=6 | 10))
                || is_about_recipient(evidence, &diagnostic, &text, code)
        }
        // In answer to our greeting or sender these words are about us; in answer to the content about its From.
        Reason::HostUnknown | Reason::Moved | Reason::NoMail => {
            let command = refused_command(&diagnostic).or_else(|| refused_command(&text));
            let is_of_from = code.is_some() && says(&text, "after end of data");
            command != Some(Command::Sender) && !is_of_from
        }
        _ => false,
    };
    if is_hard && !is_for_now {
        verdict(Class::Hard, reason)
    } else {
        verdict(Class::Soft, reason)
    }
}

/// The words that mean something: the refusing server's own where they do.
fn said_by<'a>(diagnostic: &'a str, text: &'a str) -> &'a str {
    match meaning(&without_addresses(diagnostic)) {
        Some(_) => diagnostic,
        None => text,
    }
}

/// Whether the words name an address that is not the recipient's.
fn names_another(words: &str, recipient: &str) -> bool {
    addresses::in_text(words).any(|found| found.address.key() != recipient)
}

/// The words without addresses, and web addresses without what follows their host: `kim@full-mailbox.example` says
/// nothing of a mailbox, nor `https://help.example/?ip=…` of ours.
fn without_addresses(words: &str) -> String {
    let is_of_address = |c: char| c.is_ascii_alphanumeric() || "-._+=".contains(c);
    let mut kept = String::with_capacity(words.len());
    let mut parts = words.split('@');
    kept.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let length = kept.trim_end_matches(is_of_address).len();
        kept.truncate(length);
        kept.push('@');
        kept.push_str(part.trim_start_matches(is_of_address));
    }
    let mut parts = kept.split("://");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(char::is_whitespace).unwrap_or(part.len());
        let host = part[..end]
            .split(['/', '?', '#'])
            .next()
            .unwrap_or_default();
        bare.push_str("://");
        bare.push_str(host);
        bare.push_str(&part[end..]);
    }
    bare
}

/// "User unknown" in answer to the content is what filters say that took the recipient before: no proof that the mailbox
/// is not there. Where no server answered at all, the reporter itself looked and found nobody; where one answered and
/// nobody says to what, only words that are said to RCPT alone are proof.
fn is_about_recipient(
    evidence: &Evidence,
    diagnostic: &str,
    text: &str,
    code: Option<u16>,
) -> bool {
    // Sendmail sends RCPT and DATA together and shows the last; only what it adds itself tells which was refused.
    if text.contains(&format!("5.1.1 <{}>", evidence.recipient)) {
        return true;
    }
    // Yahoo looks for the mailbox once it has the content, and then knows.
    if [diagnostic, text]
        .iter()
        .any(|words| says(words, "delivery error: dd*doesn't have a"))
    {
        return true;
    }
    match refused_command(diagnostic).or_else(|| refused_command(text)) {
        Some(command) => command == Command::Recipient,
        None if code.is_none() => true,
        None => [diagnostic, text]
            .iter()
            .any(|words| begins_with_recipient(words, &evidence.recipient)),
    }
}

/// `550 5.1.1 <kim@…>: …`: so Postfix, and who imitates it, answers RCPT.
fn begins_with_recipient(words: &str, recipient: &str) -> bool {
    let named = format!(" <{recipient}>: ");
    words.match_indices(&named).any(|(at, _)| {
        let before = words[..at].trim_end_matches(':');
        before.ends_with(|c: char| c.is_ascii_digit())
    })
}

/// The command that is named first: a transcript goes on with what fails after the first failure.
fn refused_command(text: &str) -> Option<Command> {
    const NAMES: &[(&str, Command)] = &[
        ("rcpt to", Command::Recipient),
        ("rcpt_to", Command::Recipient),
        ("rcpt command", Command::Recipient),
        ("not like recipient", Command::Recipient),
        ("rejected recipient", Command::Recipient),
        ("recipient was rejected", Command::Recipient),
        ("end of data", Command::Content),
        ("data command", Command::Content),
        ("final data", Command::Content),
        (">>> data", Command::Content),
        ("after data", Command::Content),
        ("command\ndata", Command::Content),
        ("mail from", Command::Sender),
        ("initial connection", Command::Sender),
        ("after ehlo", Command::Sender),
        ("after helo", Command::Sender),
    ];
    let found = NAMES
        .iter()
        .filter_map(|(name, command)| text.find(name).map(|at| (at, *command)));
    found.min_by_key(|(at, _)| *at).map(|(_, command)| command)
}

/// "It goes on being tried" is no failure yet.
fn is_warning(text: &str) -> bool {
    [
        "warning*only",
        "need to resend",
        "will be retried",
        "will keep trying",
        "still being retried",
    ]
    .iter()
    .any(|phrase| says(text, phrase))
}

/// What RFC 3463 and its registry (RFC 5248) say that a code means.
fn of_status(status: Status) -> Option<Reason> {
    Some(match (status.subject, status.detail) {
        (1, 0 | 1 | 3 | 4 | 5) => Reason::UserUnknown,
        (1, 2) | (4, 4) => Reason::HostUnknown,
        (1, 6) => Reason::Moved,
        (1, 10) => Reason::NoMail,
        (3, 2) if status.class == 5 => Reason::NoMail,
        (1, 7..=9) => Reason::Sender,
        (2, 1) | (7, 13) => Reason::Disabled,
        (2, 2) => Reason::MailboxFull,
        (2, 3) | (3, 4) => Reason::TooBig,
        (3, _) | (4, 3 | 5) => Reason::System,
        (4, 7) => Reason::Expired,
        (4, _) => Reason::Network,
        (5, 3) | (7, 28) => Reason::Rate,
        (6, _) => Reason::Content,
        (7, 20..=27 | 29 | 509) => Reason::Auth,
        (7, _) => Reason::Policy,
        _ => return None,
    })
}
