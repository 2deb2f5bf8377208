//! Judges a report about one recipient by the refusing server's status and reply, the words beside them, and the command that
//! they answer.
//!
//! A doubtful case is soft: soft bounces add up, and a hard one ends a subscription.

use super::addresses;
use super::phrases::{is_plainly_unknown, meaning, says, says_plainly};
use super::replies::{self, SmtpCommand, inner_reply, printed_by_command, refused_command};
use super::status::{EnhancedStatus, reply_code};
use crate::address::EmailAddress;
use crate::bounces::model::BounceReason;

/// The evidence of a report about one recipient.
#[derive(Clone, Debug, Default)]
pub(super) struct BounceEvidence {
    /// RFC 3464's Action, in lower case.
    pub action: Option<String>,
    /// RFC 3464's Status.
    pub status: Option<EnhancedStatus>,
    /// The words of the refusing server, when the report quotes them apart.
    pub diagnostic: String,
    /// The report's own words about this recipient.
    pub text: String,
    /// The recipient, in lower case.
    pub recipient: String,
    /// Addresses of the sender.
    pub ours: Vec<EmailAddress>,
}

/// The judgement of the evidence.
#[derive(Clone, Debug)]
pub(super) struct BounceVerdict {
    pub reason: BounceReason,
    pub status: Option<EnhancedStatus>,
    pub is_delay: bool,
}

/// Judges the evidence.
pub(super) fn judge(evidence: &BounceEvidence) -> BounceVerdict {
    let action = evidence.action.as_deref().unwrap_or_default();
    let diagnostic = evidence.diagnostic.to_lowercase();
    let text = evidence.text.to_lowercase();
    // The refusing server says it best; the reporter's own status often translates it, sometimes wrongly.
    let inner = inner_reply(&diagnostic).or_else(|| inner_reply(&text));
    let said = inner
        .and_then(EnhancedStatus::in_text)
        .or_else(|| EnhancedStatus::in_text(&diagnostic))
        .or_else(|| EnhancedStatus::in_text(&text));
    let status = match (said, evidence.status) {
        (Some(said), Some(reported)) if said.is_vague() && !reported.is_vague() => Some(reported),
        (said, reported) => said.or(reported),
    };
    let verdict = |reason| BounceVerdict {
        reason,
        status,
        is_delay: action == "delayed" || is_warning(&text),
    };
    if matches!(action, "delivered" | "relayed" | "expanded" | "deliverable")
        || evidence.status.is_some_and(|status| status.class == 2)
    {
        return verdict(BounceReason::Delivered);
    }
    let code = reply_code(&diagnostic).or_else(|| reply_code(&text));
    let means = |words: &str| meaning(&without_addresses(words));
    let printed = printed_by_command(&diagnostic).or_else(|| printed_by_command(&text));
    let spoken = if let Some(printed) = printed {
        // What a local command printed is the cause; what the reporter makes of its exit status is a guess.
        Some(means(printed).unwrap_or(BounceReason::System))
    } else {
        let inner = inner.and_then(means);
        inner
            .or_else(|| means(&diagnostic))
            .or_else(|| means(&text))
    };
    let coded = status.and_then(of_status);
    let is_plain = printed.is_some()
        || spoken == Some(BounceReason::Network)
        || (spoken == Some(BounceReason::Policy)
            && says_plainly(&format!("{diagnostic}\n{text}"), BounceReason::Policy));
    let reason = match (spoken, coded) {
        // Then the server could not find the sender or the sender's domain.
        (Some(spoken), Some(coded))
            if spoken.is_end()
                && status.is_some_and(EnhancedStatus::is_about_sender)
                && !(spoken == BounceReason::NoMail
                    && speaks_of_itself(said_by(&diagnostic, &text), &evidence.recipient)) =>
        {
            coded
        }
        // A policy looks up the sender, too. Words that name somebody else are about the sender.
        (Some(BounceReason::UserUnknown), Some(BounceReason::Policy))
            if !is_about_recipient(evidence, &diagnostic, &text, code, status)
                && names_another(said_by(&diagnostic, &text), &evidence.recipient) =>
        {
            BounceReason::Policy
        }
        (Some(BounceReason::HostUnknown | BounceReason::NoMail), Some(BounceReason::Policy)) => {
            BounceReason::Policy
        }
        // Some answer 5.1.1 to whatever they refuse: then a policy, or a broken way, is what their words say it is.
        (Some(spoken), Some(BounceReason::UserUnknown)) if is_plain => spoken,
        // "Rejected" and "policy" are the least that can be said: a code that says more is believed.
        (Some(BounceReason::Policy | BounceReason::Network) | None, Some(coded)) => coded,
        (Some(spoken), _) => spoken,
        (None, None) => BounceReason::Unknown,
    };
    let is_for_now = action == "delayed"
        || is_warning(&text)
        || status.is_some_and(|status| status.class == 4)
        // A reporter's own Status 5 says that it gave up, not what the refusing server meant.
        || (said.is_none() && code.is_some_and(|code| code < 500));
    let command = refused_command(&diagnostic).or_else(|| refused_command(&text));
    verdict(match reason {
        end if !end.is_end() => end,
        // The greeting and the sender's address were refused, or the words name the sender's side: nobody spoke of the reader.
        _ if command == Some(SmtpCommand::Sender) || names_sender(evidence, &diagnostic, &text) => {
            BounceReason::Sender
        }
        // In answer to the content words of a host are about its From.
        BounceReason::HostUnknown | BounceReason::NoMail | BounceReason::Moved
            if code.is_some() && says(&text, "after end of data") =>
        {
            BounceReason::Sender
        }
        BounceReason::HostUnknown if is_lookup_trouble(&format!("{diagnostic}\n{text}")) => {
            BounceReason::Network
        }
        end if is_for_now => end.in_doubt(),
        BounceReason::UserUnknown
            if !status.is_some_and(EnhancedStatus::is_bad_recipient)
                && !is_about_recipient(evidence, &diagnostic, &text, code, status) =>
        {
            BounceReason::Filtered
        }
        end => end,
    })
}

/// "This host accepts no mail" is said of the host that says it, whatever its code is about, unless it names another.
fn speaks_of_itself(words: &str, recipient: &str) -> bool {
    ["this host", "this server", "this system", "this machine"]
        .iter()
        .any(|itself| words.contains(itself))
        && !names_another(words, recipient)
}

/// A name server that gave no answer says nothing of a name: another try may find it.
fn is_lookup_trouble(words: &str) -> bool {
    [
        "found, try again",
        "found: try again",
        "found; try again",
        "found (try again",
        "malformed",
        "server failure",
        "servfail",
        "lookup*timed out/timeout/did not complete",
        "dns/name server/nameserver/resolver/name service*timed out/timeout/not respond/no answer",
        "name lookup failure",
        "temporar*lookup/resol/dns",
        "lookup*temporar",
    ]
    .iter()
    .any(|phrase| says(words, phrase))
}

/// Whether the words that mean something name the sender's address or domain, and not the recipient's.
fn names_sender(evidence: &BounceEvidence, diagnostic: &str, text: &str) -> bool {
    let words = said_by(diagnostic, text);
    let is_reply =
        |line: &&str| reply_code(line).is_some() && meaning(&without_addresses(line)).is_some();
    let Some(line) = words.lines().find(is_reply) else {
        return false;
    };
    let (_, domain) = evidence.recipient.split_once('@').unwrap_or_default();
    if domain.is_empty() || line.contains(domain) {
        return false;
    }
    let bare = without_addresses(line);
    evidence.ours.iter().any(|ours| {
        let of_us = ours.domain();
        let is_named = line.contains(&ours.key()) || has_word(&bare, of_us);
        of_us.contains('.') && of_us != domain && is_named
    })
}

/// Whether the words contain this domain by itself, not as a part of another.
fn has_word(words: &str, domain: &str) -> bool {
    let is_of_domain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    words.match_indices(domain).any(|(at, _)| {
        let before = words[..at].chars().next_back();
        let mut after = words[at + domain.len()..].chars();
        let is_longer = match after.next() {
            Some('.') => after.next().is_some_and(is_of_domain),
            next => next.is_some_and(is_of_domain),
        };
        !before.is_some_and(|c| is_of_domain(c) || c == '.') && !is_longer
    })
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

/// "User unknown" in answer to the content is what filters say that took the recipient before: no proof that the mailbox is
/// not there. Where no server answered at all, the reporter itself looked and found nobody. Where one answered and nobody
/// says to what, only words that are said to RCPT alone are proof.
fn is_about_recipient(
    evidence: &BounceEvidence,
    diagnostic: &str,
    text: &str,
    code: Option<u16>,
    status: Option<EnhancedStatus>,
) -> bool {
    // Sendmail sends RCPT and DATA together and shows the last; only what it adds itself tells which was refused.
    if text.contains(&format!("5.1.1 <{}>", evidence.recipient)) {
        return true;
    }
    // Yahoo looks for the mailbox once it has the content, and then knows; a local agent of the reporter's looked itself.
    if [diagnostic, text]
        .iter()
        .any(|words| says(words, "delivery error: dd*doesn't have a"))
        || text.lines().any(is_of_local_agent)
    {
        return true;
    }
    match refused_command(diagnostic).or_else(|| refused_command(text)) {
        Some(command) => command == SmtpCommand::Recipient,
        None if code.is_none() => true,
        None => [diagnostic, text].iter().any(|words| {
            let named = format!("<{}>", evidence.recipient);
            // A code that speaks of the mailbox or of a policy contradicts these words.
            let is_silent = status.is_none_or(|status| matches!(status.subject, 0 | 1 | 3 | 5));
            is_named_by_reply(words, &named, &[": "])
                || (is_silent
                    && (is_plain_reply(diagnostic, &evidence.recipient)
                        || is_named_by_reply(words, &named, &["..."])
                        || is_named_by_reply(words, &evidence.recipient, &["...", ": "])
                        || says_unavailable(words)
                        || is_listed_with_reply(words, &evidence.recipient)))
        }),
    }
}

/// `550 5.1.1 <kim@…>: …`, `553 5.3.0 <kim@…>... …`: so Postfix and Sendmail, and who imitates them, answer RCPT.
fn is_named_by_reply(words: &str, named: &str, ends: &[&str]) -> bool {
    words.match_indices(named).any(|(at, _)| {
        let before = words[..at].trim_end_matches([':', ' ']);
        let after = &words[at + named.len()..];
        before.ends_with(|c: char| c.is_ascii_digit())
            && ends.iter().any(|end| after.starts_with(end))
    })
}

/// `550 No such user here`: a reply that plainly says so is believed to answer RCPT, since nobody says that it answered the
/// content. One that names somebody else is not about the reader. `550 : User unknown` leaves the place of the recipient
/// empty, as servers write that have several when they refuse the content. Only the field of the server's reply counts, not
/// the reporter's prose.
fn is_plain_reply(diagnostic: &str, recipient: &str) -> bool {
    let Some(reply) = replies::quoted_refusal(diagnostic) else {
        return false;
    };
    !reply[3..].trim_start_matches([' ', '-']).starts_with(':')
        && is_plainly_unknown(&without_addresses(reply))
        && !names_another(reply, recipient)
}

/// `550 Requested action not taken: mailbox unavailable`: RFC 5321 gives these words to the 550 of RCPT (section 4.2.3).
fn says_unavailable(words: &str) -> bool {
    words.match_indices("mailbox unavailable").any(|(at, _)| {
        let before = words[..at].trim_end();
        let before = before
            .strip_suffix("requested action not taken:")
            .unwrap_or(before)
            .trim_end();
        let (rest, last) = before.rsplit_once(' ').unwrap_or(("", before));
        last == "550" || (rest.ends_with("550") && EnhancedStatus::at_start(last).is_some())
    })
}

/// `kim@…: 550 …`: a list of recipients with the reply to each (`OpenSMTPD`).
fn is_listed_with_reply(words: &str, recipient: &str) -> bool {
    let replies = words.lines().filter_map(|line| {
        let said = line.trim().strip_prefix(recipient)?;
        said.strip_prefix(": ")
    });
    !recipient.is_empty()
        && replies
            .into_iter()
            .any(|said| reply_code(said).is_some() && said.starts_with('5'))
}

/// `mail.local: unknown user: kim`: a program of the reporter's own machine, not a server's reply.
fn is_of_local_agent(line: &str) -> bool {
    let Some((program, said)) = line.trim().split_once(": ") else {
        return false;
    };
    let is_program = program.len() <= 24
        && program.starts_with(|c: char| c.is_ascii_alphabetic())
        && program
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._-/".contains(&b));
    is_program
        && reply_code(line).is_none()
        && [
            "unknown user",
            "user unknown",
            "no such user",
            "invalid user",
            "unknown recipient",
        ]
        .iter()
        .any(|words| said.trim_start().starts_with(words))
}

/// Whether the words say that the mail is still being tried, which is not a failure yet.
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

/// The reason that a code stands for in RFC 3463 and its registry (RFC 5248).
fn of_status(status: EnhancedStatus) -> Option<BounceReason> {
    Some(match (status.subject, status.detail) {
        (1, 0 | 1 | 3 | 4 | 5) => BounceReason::UserUnknown,
        (1, 2) | (4, 4) => BounceReason::HostUnknown,
        (1, 6) => BounceReason::Moved,
        (1, 10) => BounceReason::NoMail,
        (3, 2) if status.class == 5 => BounceReason::NoMail,
        (1, 7..=9) => BounceReason::Sender,
        (2, 1) | (7, 13) => BounceReason::Disabled,
        (2, 2) => BounceReason::MailboxFull,
        (2, 3) | (3, 4) => BounceReason::TooBig,
        (3, _) | (4, 3 | 5) => BounceReason::System,
        (4, 7) => BounceReason::Expired,
        (4, _) => BounceReason::Network,
        (5, 3) | (7, 28) => BounceReason::Rate,
        (6, _) => BounceReason::Content,
        (7, 20..=27 | 29 | 509) => BounceReason::Auth,
        (7, _) => BounceReason::Policy,
        _ => return None,
    })
}
