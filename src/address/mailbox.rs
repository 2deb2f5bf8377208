//! Keys for all spellings of a mailbox. One serves caps on mail alone, since two people may share it; the other keeps people apart
//! unless their provider is known to give both addresses one mailbox.

use unicode_normalization::UnicodeNormalization;

use super::email_address::EmailAddress;

/// Domains in which a name is one mailbox: Gmail, iCloud, Daum, Proton, Yandex.
const SAME_MAILBOXES: &[&[&str]] = &[
    &["gmail.com", "googlemail.com"],
    &["icloud.com", "me.com", "mac.com"],
    &["daum.net", "hanmail.net"],
    &["proton.me", "protonmail.com", "protonmail.ch", "pm.me"],
    &[
        "yandex.ru",
        "yandex.com",
        "ya.ru",
        "yandex.by",
        "yandex.kz",
        "yandex.ua",
    ],
];

/// Domains in which `any@name.domain` is a spelling of `name@domain`.
const NAMES_IN_DOMAIN: &[&str] = &["fastmail.com", "fastmail.fm"];

/// Domains of providers that give a mailbox to anybody: half of a site's readers may be at one of them, and nobody owns
/// all of it. Yahoo's national domains are recognised by their first label.
const PUBLIC: &[&str] = &[
    "naver.com",
    "kakao.com",
    "nate.com",
    "outlook.com",
    "outlook.kr",
    "hotmail.com",
    "live.com",
    "live.co.kr",
    "msn.com",
    "qq.com",
    "163.com",
    "126.com",
    "mail.ru",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "web.de",
    "t-online.de",
    "orange.fr",
    "free.fr",
    "libero.it",
    "aol.com",
    "comcast.net",
    "zoho.com",
    "hey.com",
    "docomo.ne.jp",
];

/// Second-level labels under which countries register domains (`co.kr`, `ac.uk`).
const SECOND_LEVEL: &[&str] = &[
    "ac", "co", "com", "edu", "go", "gob", "gov", "gr", "hs", "kg", "mil", "ms", "ne", "net", "or",
    "org", "pe", "re", "sc",
];

impl EmailAddress {
    /// The key of the mailbox that this address reaches, the same for all its spellings: letter case, Unicode forms, `+tag`, dots,
    /// and what the provider itself ignores. Dots are dropped for every domain, since which hosts ignore them can't be
    /// known. For caps only; [`EmailAddress::key`] says who somebody is.
    pub fn mailbox(&self) -> String {
        let (name, domain) = self.untagged();
        let name: String = name
            .chars()
            .filter(|c| letter(*c, domain).is_some_and(|c| c != '.'))
            .collect();
        format!("{name}@{domain}")
    }

    /// The key of the mailbox by what is known of its provider: letter case, Unicode forms and `+tag` anywhere, dots only where the
    /// provider ignores them. Who left under one spelling is not subscribed by a list under another.
    pub fn known_mailbox(&self) -> String {
        let (name, domain) = self.untagged();
        let name: String = name.chars().filter_map(|c| letter(c, domain)).collect();
        format!("{name}@{domain}")
    }

    /// The local part in one form without its tag, and the domain that stands for all in which the name is the same mailbox.
    fn untagged(&self) -> (String, &str) {
        let address = self.as_str();
        let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
        let (local, domain) = match domain.split_once('.') {
            Some((name, rest)) if NAMES_IN_DOMAIN.contains(&rest) => (name, rest),
            _ => (local, first_domain(domain)),
        };
        let local = if local.is_ascii() {
            local.to_ascii_lowercase()
        } else {
            local.nfkc().collect::<String>().to_lowercase()
        };
        let is_tag_mark = |c: char| c == '+' || (c == '-' && is_yahoo(domain));
        // A name that begins with the mark has no tag: nothing would be left of it.
        let tag = local
            .char_indices()
            .find(|(at, c)| *at > 0 && is_tag_mark(*c));
        let untagged = tag.map_or(&*local, |(at, _)| &local[..at]);
        (untagged.to_owned(), domain)
    }

    /// The domain that one organisation answers for: `mail.example.co.kr` and `example.co.kr` are `example.co.kr`. A
    /// guess by the form of the name, good enough for caps.
    pub fn organisation(&self) -> &str {
        let domain = self.domain();
        let dots: Vec<usize> = domain.rmatch_indices('.').map(|(at, _)| at).collect();
        let (Some(top), Some(second)) = (dots.first(), dots.get(1)) else {
            return domain;
        };
        let is_country = domain.len() - top == 3;
        let is_suffix = is_country && SECOND_LEVEL.contains(&&domain[second + 1..*top]);
        match (is_suffix, dots.get(2)) {
            (true, Some(third)) => &domain[third + 1..],
            (true, None) => domain,
            (false, _) => &domain[second + 1..],
        }
    }

    /// True for an address at a provider that gives mailboxes to anybody, such as Naver or Gmail.
    pub fn is_at_public_provider(&self) -> bool {
        let domain = self.domain();
        let (name, rest) = domain.split_once('.').unwrap_or((domain, ""));
        name == "hotmail"
            || is_yahoo(domain)
            || PUBLIC.contains(&domain)
            || SAME_MAILBOXES.iter().any(|same| same.contains(&domain))
            || NAMES_IN_DOMAIN.iter().any(|of| [domain, rest].contains(of))
    }
}

/// The domain that stands for all in which a name is the same mailbox.
fn first_domain(domain: &str) -> &str {
    let same = SAME_MAILBOXES.iter().find(|same| same.contains(&domain));
    same.map_or(domain, |same| same[0])
}

/// Yahoo, whose national domains hold people of their own, and which reads `name-keyword` as `name`.
fn is_yahoo(domain: &str) -> bool {
    domain.starts_with("yahoo.") || ["ymail.com", "rocketmail.com"].contains(&domain)
}

/// A letter of a name as its provider reads it; `None` for what the provider ignores.
fn letter(c: char, domain: &str) -> Option<char> {
    match (domain, c) {
        ("gmail.com", '.') | ("proton.me", '.' | '-' | '_') => None,
        // Yandex takes a hyphen for a dot.
        ("yandex.ru", '-') => Some('.'),
        _ => Some(c),
    }
}
