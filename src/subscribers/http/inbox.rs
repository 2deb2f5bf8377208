//! The web mail of an address, by its domain: a reader who just signed up is one tap away from the confirmation.

use crate::address::EmailAddress;

/// A web mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Inbox {
    /// The key of its name.
    pub key: &'static str,
    /// Its address.
    pub url: &'static str,
}

/// The domains of each web mail that many readers have.
const INBOXES: &[(&[&str], Inbox)] = &[
    (
        &["naver.com"],
        Inbox {
            key: "subscribers-inbox-naver",
            url: "https://mail.naver.com/",
        },
    ),
    (
        &["daum.net", "hanmail.net"],
        Inbox {
            key: "subscribers-inbox-daum",
            url: "https://mail.daum.net/",
        },
    ),
    (
        &["kakao.com"],
        Inbox {
            key: "subscribers-inbox-kakao",
            url: "https://mail.kakao.com/",
        },
    ),
    (
        &["gmail.com", "googlemail.com"],
        Inbox {
            key: "subscribers-inbox-gmail",
            url: "https://mail.google.com/mail/",
        },
    ),
    (
        &["nate.com", "empas.com"],
        Inbox {
            key: "subscribers-inbox-nate",
            url: "https://mail.nate.com/",
        },
    ),
    (
        &["outlook.com", "outlook.kr", "hotmail.com", "live.com"],
        Inbox {
            key: "subscribers-inbox-outlook",
            url: "https://outlook.live.com/mail/",
        },
    ),
    (
        &["icloud.com", "me.com"],
        Inbox {
            key: "subscribers-inbox-icloud",
            url: "https://www.icloud.com/mail/",
        },
    ),
    (
        &["yahoo.com"],
        Inbox {
            key: "subscribers-inbox-yahoo",
            url: "https://mail.yahoo.com/",
        },
    ),
];

impl Inbox {
    /// The web mail of this address; `None` for a domain that is not known to have one.
    pub(super) fn of(address: &EmailAddress) -> Option<Self> {
        let domain = address.domain().to_ascii_lowercase();
        let known = INBOXES
            .iter()
            .find(|(domains, _)| domains.contains(&&*domain));
        known.map(|(_, inbox)| *inbox)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_leads_to_its_web_mail() {
        let of = |address: &str| Inbox::of(&address.parse().unwrap()).map(|inbox| inbox.url);
        assert_eq!(of("kim@naver.com"), Some("https://mail.naver.com/"));
        assert_eq!(of("kim@HANMAIL.net"), Some("https://mail.daum.net/"));
        assert_eq!(of("kim@gmail.com"), Some("https://mail.google.com/mail/"));
        assert_eq!(of("kim@example.org"), None);
        assert_eq!(of("kim@naver.com.example.org"), None);
    }
}
