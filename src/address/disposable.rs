//! Addresses that are thrown away after a mail.

use super::EmailAddress;

/// Domains of services that give such addresses to everybody, without an account. Forwarding services for one's own mailbox are none.
const DOMAINS: &[&str] = &[
    "0-mail.com",
    "10minutemail.com",
    "10minutemail.net",
    "20minutemail.com",
    "anonbox.net",
    "discard.email",
    "dispostable.com",
    "emailondeck.com",
    "fakeinbox.com",
    "fakemail.net",
    "getairmail.com",
    "getnada.com",
    "grr.la",
    "guerrillamail.com",
    "guerrillamail.net",
    "guerrillamail.org",
    "guerrillamailblock.com",
    "inboxkitten.com",
    "mail-temp.com",
    "mailcatch.com",
    "maildrop.cc",
    "mailinator.com",
    "mailnesia.com",
    "mailpoof.com",
    "mintemail.com",
    "moakt.com",
    "mohmal.com",
    "mytemp.email",
    "sharklasers.com",
    "spamgourmet.com",
    "temp-mail.io",
    "temp-mail.org",
    "tempail.com",
    "tempinbox.com",
    "tempmail.com",
    "tempmail.net",
    "tempmailo.com",
    "tempr.email",
    "throwawaymail.com",
    "trashmail.com",
    "trashmail.de",
    "wegwerfmail.de",
    "yopmail.com",
    "yopmail.fr",
];

impl EmailAddress {
    /// True for an address of a service for throw-away addresses, or of a subdomain of one.
    pub fn is_disposable(&self) -> bool {
        let domain = self.domain().to_lowercase();
        DOMAINS.iter().any(|known| {
            let before = domain.strip_suffix(known);
            before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::address::EmailAddress;

    #[test]
    fn a_domain_and_its_subdomains_are_known_and_no_other() {
        for (address, is_disposable) in [
            ("a@mailinator.com", true),
            ("a@Box.YOPMAIL.com", true),
            ("a@notmailinator.com", false),
            ("mailinator.com@example.org", false),
        ] {
            let email: EmailAddress = address.parse().unwrap();
            assert_eq!(email.is_disposable(), is_disposable, "{address}");
        }
    }
}
