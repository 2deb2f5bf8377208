//! Reading what comes back: whatever a stranger's server sends, reading it takes bounded time and memory and never fails.
//!
//! A report is read in the order of its certainty: feedback (RFC 5965), delivery status (RFC 3464), a service's
//! notification, prose. Words decide a class only together with the codes around them (`verdict`).

mod addresses;
mod escapes;
mod feedback;
mod fields;
mod mime;
pub(crate) mod notification;
mod prose;
mod recognition;
mod replies;
mod report;
mod status;
mod verdict;
mod wire;
mod words;

use serde::Serialize;

use crate::address::EmailAddress;

pub use report::reported;
pub use status::Status;

/// What a bounce says about an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// It will never take mail.
    Hard,
    /// It did not take this mail.
    Soft,
    /// Its owner called our mail spam, or wants no more of it.
    Complaint,
    /// Nothing: a vacation reply, a report of success.
    None,
}

crate::text_enum!(Class { Hard => "hard", Soft => "soft", Complaint => "complaint", None => "none" });

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nobody has this address.
    UserUnknown,
    /// They say that nobody has it, but not as a proof: for now only, or after they had taken the content.
    Filtered,
    /// The domain is not there.
    HostUnknown,
    /// The domain takes no mail at all.
    NoMail,
    /// The person went elsewhere.
    Moved,
    /// The mailbox is full.
    MailboxFull,
    /// The mailbox is closed, for a while or for ever.
    Disabled,
    /// The mail is larger than they take.
    TooBig,
    /// It was tried until its time was up.
    Expired,
    /// The way there is broken.
    Network,
    /// Their system, or one on the way, is broken.
    System,
    /// Our server is on a list or has no good name.
    Blocked,
    /// SPF, DKIM or DMARC failed.
    Auth,
    /// They do not take mail of this sender's address.
    Sender,
    /// Their rules.
    Policy,
    /// It looks like spam to them.
    Spam,
    /// It looks like a virus to them.
    Virus,
    /// Its form is wrong to them.
    Content,
    /// Too much at a time.
    Rate,
    /// They don't relay for us.
    Relaying,
    /// The reader called it spam.
    Abuse,
    /// The reader asked for no more.
    Unsubscribe,
    /// A vacation reply or another robot's answer.
    AutoReply,
    /// It arrived.
    Delivered,
    /// A report about signatures, for the owner's eyes.
    AuthReport,
    /// No report at all.
    NoReport,
    /// Nothing that is known.
    Unknown,
}

crate::text_enum!(Reason {
    UserUnknown => "userunknown", Filtered => "filtered", HostUnknown => "hostunknown", NoMail => "nomail", Moved => "moved",
    MailboxFull => "mailboxfull", Disabled => "disabled", TooBig => "toobig", Expired => "expired",
    Network => "network", System => "system", Blocked => "blocked", Auth => "auth", Sender => "sender",
    Policy => "policy", Spam => "spam", Virus => "virus", Content => "content", Rate => "rate",
    Relaying => "relaying", Abuse => "abuse", Unsubscribe => "unsubscribe", AutoReply => "autoreply",
    Delivered => "delivered", AuthReport => "authreport", NoReport => "noreport", Unknown => "unknown",
});

impl Reason {
    /// The class of a finding with this reason.
    pub fn class(self) -> Class {
        match self {
            Self::UserUnknown | Self::HostUnknown | Self::NoMail | Self::Moved => Class::Hard,
            Self::Abuse | Self::Unsubscribe => Class::Complaint,
            Self::AutoReply | Self::Delivered | Self::AuthReport | Self::NoReport => Class::None,
            _ => Class::Soft,
        }
    }

    /// The reason that is left of this one where it holds for now, or is not proved.
    fn in_doubt(self) -> Self {
        match self {
            Self::UserUnknown | Self::Moved => Self::Filtered,
            Self::HostUnknown | Self::NoMail => Self::Network,
            other => other,
        }
    }

    /// True when it means that the address will never take mail.
    fn is_end(self) -> bool {
        self.class() == Class::Hard
    }
}

/// What a mail says about one recipient.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Who did not get the mail.
    pub recipient: Option<EmailAddress>,
    /// Whom it was sent to, where it was forwarded from there.
    pub original: Option<EmailAddress>,
    /// What it says about the address: the reason's class.
    pub class: Class,
    /// Why.
    pub reason: Reason,
    /// The enhanced status code, when there is one.
    pub status: Option<Status>,
    /// What the refusing server said, or the report.
    pub diagnostic: String,
    /// True while it is still being tried.
    pub is_delay: bool,
}

impl Finding {
    /// One of which no more is known.
    pub fn plain(recipient: Option<EmailAddress>, reason: Reason, diagnostic: &str) -> Self {
        Self {
            recipient,
            original: None,
            class: reason.class(),
            reason,
            status: None,
            diagnostic: diagnostic.to_owned(),
            is_delay: false,
        }
    }
}

/// What a mail that came back says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Recipient by recipient.
    pub findings: Vec<Finding>,
    /// Addresses that may be a return path of ours: where this mail was sent, and whence the returned one came.
    pub return_paths: Vec<String>,
    /// Message-IDs of the mail that came back.
    pub message_ids: Vec<String>,
}

/// Reads a mail.
pub fn read(bytes: &[u8]) -> Reading {
    let mail = mime::open(&wire::readable(bytes));
    if let Some(notice) = notification::read(&mail.prose.text) {
        return Reading {
            findings: notice.findings,
            return_paths: notice.return_paths,
            message_ids: notice.message_ids,
        };
    }
    let mut reading = Reading {
        findings: report::findings(&mail),
        ..Reading::default()
    };
    reading.return_paths = mail.return_paths();
    reading.message_ids = mail.message_ids();
    reading
}

/// Classifies what a relay answered to one of our own mails: `said` is the text that the outbox keeps.
pub fn read_answer(recipient: &EmailAddress, said: &str) -> Finding {
    let evidence = verdict::Evidence {
        diagnostic: said.to_owned(),
        recipient: recipient.key(),
        ..verdict::Evidence::default()
    };
    report::finding(Some(recipient.clone()), None, &evidence)
}

/// A finding as the command line prints it.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    /// The file it came from.
    pub file: &'a str,
    /// Who.
    pub recipient: Option<&'a EmailAddress>,
    /// The class.
    pub class: &'static str,
    /// The reason.
    pub reason: &'static str,
    /// The status, when there is one.
    pub status: Option<String>,
}
