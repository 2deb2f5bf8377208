//! The outcome of an attempt to hand a mail over.

use super::reply::{EnhancedCode, Reply};
use super::throttling::asks_for_slower_pace;

/// The outcome of an attempt to hand a mail over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// The relay took responsibility. With its reply.
    Accepted(Reply),
    /// The relay refused the mail for now (4xx). With its reply.
    TransientFailure(Reply),
    /// The relay refused the mail for good (5xx). With its reply.
    PermanentFailure(Reply),
    /// The relay does not have the mail, through no fault of the mail. Connection, greeting, TLS or
    /// sign-in failed, the line broke before the final dot, or the relay closed it (421).
    Unreachable(String),
    /// The final dot was or may have been sent, and no reply came.
    Unanswered(String),
}

impl DeliveryOutcome {
    /// True when a 4xx or 421 asks for a slower pace. A recipient who gets too much mail from
    /// everybody (4.2.1) is no reason.
    pub fn is_too_fast(&self) -> bool {
        match self {
            Self::TransientFailure(reply) => {
                !reply.enhanced.is_some_and(EnhancedCode::is_about_mailbox)
                    && asks_for_slower_pace(&reply.text)
            }
            Self::Unreachable(why) => why
                .split_once(": 421 ")
                .is_some_and(|(_, words)| asks_for_slower_pace(words)),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_who_gets_too_much_mail_is_not_the_relays_pace() {
        let said = |code, subject, detail, text: &str| {
            let enhanced = Some(EnhancedCode {
                class: 4,
                subject,
                detail,
            });
            DeliveryOutcome::TransientFailure(Reply {
                code,
                enhanced,
                text: text.into(),
            })
        };
        for (subject, detail, text) in [
            (
                2,
                1,
                "The user you are trying to contact is receiving mail at a rate that prevents more",
            ),
            (2, 1, "Too many messages, try again later"),
            (7, 1, "Ratelimit \"to\" exceeded"),
            (7, 1, "Ratelimit \"bounce_to\" exceeded"),
            (3, 2, "STOREDRV.Deliver; recipient thread limit exceeded"),
            (7, 0, "This recipient gets too many messages at present"),
        ] {
            assert!(!said(450, subject, detail, text).is_too_fast(), "{text}");
        }
        for (subject, detail, text) in [
            (7, 0, "Throttling failure: Maximum sending rate exceeded."),
            (7, 1, "Ratelimit \"user\" exceeded"),
            (
                7,
                1,
                "<kim@example.org>: Recipient address rejected: sender rate limit exceeded",
            ),
            (4, 2, "Too many concurrent connections"),
        ] {
            assert!(said(454, subject, detail, text).is_too_fast(), "{text}");
        }
        let closed = DeliveryOutcome::Unreachable(
            "it closed: 421 4.7.0 Too many messages, slow down".into(),
        );
        assert!(closed.is_too_fast());
    }
}
