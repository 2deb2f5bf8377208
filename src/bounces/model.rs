//! Types of bounces: what a report says, what it does, and its row.

use crate::address::EmailAddress;
use crate::clock::Timestamp;
use crate::outbox::suppression;

pub use super::reading::EnhancedStatus;

/// The class of a bounce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// The address will never take mail.
    Hard,
    /// The address did not take this mail.
    Soft,
    /// The reader called our mail spam, or wants no more of it.
    Complaint,
    /// No bounce: a vacation reply, a report of success.
    None,
}

crate::text_enum!(Class { Hard => "hard", Soft => "soft", Complaint => "complaint", None => "none" });

/// The reason of a bounce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BounceReason {
    /// The mailbox does not exist.
    UserUnknown,
    /// The server says that the mailbox does not exist, but proves nothing: for now only, or after it took the content.
    Filtered,
    /// The domain does not exist.
    HostUnknown,
    /// The domain takes no mail at all.
    NoMail,
    /// The person went elsewhere.
    Moved,
    /// The mailbox is full.
    MailboxFull,
    /// The mailbox is closed, for a while or for good.
    Disabled,
    /// The mail is too large.
    TooBig,
    /// The mail expired in a queue.
    Expired,
    /// The network on the way is broken.
    Network,
    /// A mail system is broken.
    System,
    /// Our server is on a block list or has a bad reputation.
    Blocked,
    /// SPF, DKIM or DMARC failed.
    Auth,
    /// The server refuses the sender's address.
    Sender,
    /// A rule of the server.
    Policy,
    /// The server takes the mail for spam.
    Spam,
    /// The server found a virus.
    Virus,
    /// The server refuses the form of the mail.
    Content,
    /// Too many mails at a time.
    Rate,
    /// The server does not relay for us.
    Relaying,
    /// The reader called the mail spam.
    Abuse,
    /// The reader asked for no more mail.
    Unsubscribe,
    /// A vacation reply or another automatic answer.
    AutoReply,
    /// The mail arrived.
    Delivered,
    /// A report about signatures.
    AuthReport,
    /// The mail is not a report.
    NoReport,
    /// The reason is not known.
    Unknown,
}

crate::text_enum!(BounceReason {
    UserUnknown => "userunknown", Filtered => "filtered", HostUnknown => "hostunknown", NoMail => "nomail", Moved => "moved",
    MailboxFull => "mailboxfull", Disabled => "disabled", TooBig => "toobig", Expired => "expired",
    Network => "network", System => "system", Blocked => "blocked", Auth => "auth", Sender => "sender",
    Policy => "policy", Spam => "spam", Virus => "virus", Content => "content", Rate => "rate",
    Relaying => "relaying", Abuse => "abuse", Unsubscribe => "unsubscribe", AutoReply => "autoreply",
    Delivered => "delivered", AuthReport => "authreport", NoReport => "noreport", Unknown => "unknown",
});

impl BounceReason {
    /// The class of a finding with this reason.
    pub fn class(self) -> Class {
        match self {
            Self::UserUnknown | Self::HostUnknown | Self::NoMail | Self::Moved => Class::Hard,
            Self::Abuse | Self::Unsubscribe => Class::Complaint,
            Self::AutoReply | Self::Delivered | Self::AuthReport | Self::NoReport => Class::None,
            _ => Class::Soft,
        }
    }

    /// The weaker reason, where this one holds for now only or is not proved.
    pub(super) fn in_doubt(self) -> Self {
        match self {
            Self::UserUnknown | Self::Moved => Self::Filtered,
            Self::HostUnknown | Self::NoMail => Self::Network,
            other => other,
        }
    }

    /// True when the address will never take mail.
    pub(super) fn is_end(self) -> bool {
        self.class() == Class::Hard
    }
}

/// A finding of a report about one recipient.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The recipient who did not get the mail.
    pub recipient: Option<EmailAddress>,
    /// The address that the mail was sent to, where it was forwarded.
    pub original: Option<EmailAddress>,
    /// The class of the reason.
    pub class: Class,
    /// The reason.
    pub reason: BounceReason,
    /// The enhanced status code, when there is one.
    pub status: Option<EnhancedStatus>,
    /// The words of the refusing server, or of the report.
    pub diagnostic: String,
    /// True while the mail is still being tried.
    pub is_delay: bool,
}

impl Finding {
    /// A finding with a reason and nothing else.
    pub fn plain(recipient: Option<EmailAddress>, reason: BounceReason, diagnostic: &str) -> Self {
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

/// The content of a mail that came back.
#[derive(Clone, Debug, Default)]
pub struct BounceReport {
    /// The findings, one a recipient.
    pub findings: Vec<Finding>,
    /// Addresses that may be a return path of ours: the recipients of this mail, and the sender of the returned one.
    pub return_paths: Vec<String>,
    /// Message-IDs of the returned mail.
    pub message_ids: Vec<String>,
}

/// The effect of a bounce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The address is suppressed, since it takes no mail.
    Bounced,
    /// The address is suppressed, since its reader complained.
    Complained,
    /// The bounce counts towards a suppression.
    Counted,
    /// No effect: the bounce says nothing about the address.
    Noted,
}

crate::text_enum!(Effect { Bounced => "bounced", Complained => "complained", Counted => "counted", Noted => "noted" });

/// The outcome of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplyOutcome {
    /// The finding was new and had this effect.
    New(Effect),
    /// The finding was applied before.
    Known,
    /// The mail ended its reader's subscription, as they wished.
    Left,
    /// The finding is about nobody here.
    Nobody,
}

/// A bounce in the list of the panel.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Bounce {
    /// The row id.
    pub id: i64,
    /// The channel that brought it.
    pub source: String,
    /// The recipient.
    pub recipient: EmailAddress,
    /// The subscriber, if the recipient is one.
    pub subscriber_id: Option<i64>,
    /// The class.
    pub class: Class,
    /// The reason.
    pub reason: BounceReason,
    /// The enhanced status code.
    pub status: Option<String>,
    /// The words of the refusing server.
    pub diagnostic: String,
    /// The effect.
    pub effect: Effect,
    /// The time of arrival.
    pub created_at: Timestamp,
    /// The reason of the present suppression, if the address is suppressed.
    pub suppression: Option<suppression::SuppressionReason>,
}
