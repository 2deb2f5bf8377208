//! `Authentication-Results` (RFC 8601): what the owner's mail server found about the signatures of a mail.
//!
//! Anybody can write such a header. The server adds its own above those that came with the mail and removes those with its name, so
//! only the topmost header with its name counts.

use crate::address::EmailAddress;

/// True when that server found a good DKIM signature (RFC 6376) of the sender's domain, or of a domain above it.
pub(super) fn proves(headers: &[String], host: &str, from: &EmailAddress) -> bool {
    let mut plain = headers.iter().map(|header| without_comments(header));
    let of_host = plain.find(|header| {
        let name = header.split([';', ' ']).find(|word| !word.is_empty());
        name.is_some_and(|name| name.eq_ignore_ascii_case(host))
    });
    of_host.is_some_and(|header| {
        let mut results = header.split(';').skip(1);
        results.any(|result| is_good_signature(result, from.domain()))
    })
}

fn is_good_signature(result: &str, domain: &str) -> bool {
    let mut words = result.split_whitespace();
    let is_good = words
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("dkim=pass"));
    is_good && words.any(|word| is_of_signer(word, domain))
}

/// True for the property that names the signing domain, when it is the sender's or stands above it.
fn is_of_signer(property: &str, domain: &str) -> bool {
    let property = property.to_ascii_lowercase();
    let signer = match property.split_once('=') {
        Some(("header.d", signer)) => signer,
        // Some servers name the identity alone: an address of the signing domain, or of one below it.
        Some(("header.i", identity)) => identity.rsplit('@').next().unwrap_or_default(),
        _ => return false,
    };
    let domain = domain.to_ascii_lowercase();
    let below = domain.strip_suffix(signer);
    signer.contains('.') && below.is_some_and(|below| below.is_empty() || below.ends_with('.'))
}

/// The header on one line without its comments; signs within quotes divide nothing.
fn without_comments(header: &str) -> String {
    let (mut plain, mut depth, mut is_quoted) =
        (String::with_capacity(header.len()), 0_usize, false);
    let mut chars = header.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '"' if depth == 0 => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            _ if is_quoted && (c == ';' || c.is_whitespace()) => plain.push('_'),
            _ if c.is_whitespace() => plain.push(' '),
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_proved(headers: &[&str]) -> bool {
        let headers: Vec<String> = headers.iter().map(ToString::to_string).collect();
        let from = "kim@mail.example.com".parse().unwrap();
        proves(&headers, "mx.example.org", &from)
    }

    #[test]
    fn a_good_signature_of_the_senders_domain_or_above_proves() {
        for header in [
            " mx.example.org; dkim=pass header.d=mail.example.com header.s=a",
            " MX.example.org 1;\r\n\tspf=none smtp.mailfrom=kim@mail.example.com;\r\n\tdkim=pass (2048-bit key; unprotected) header.d=example.com",
            " mx.example.org; dkim=fail header.d=example.com; dkim=pass header.i=@example.com",
        ] {
            assert!(is_proved(&[header]), "{header}");
        }
    }

    #[test]
    fn nothing_else_proves() {
        for header in [
            "",
            " mx.example.org",
            " mx.example.org; none",
            " mx.example.org; dkim=fail header.d=example.com",
            " mx.example.org; dkim=pass header.d=example.net",
            " mx.example.org; dkim=pass header.d=notexample.com",
            " mx.example.org; dkim=pass header.d=com",
            " mx.example.org; dkim=pass header.d=a.mail.example.com",
            " mx.example.org; spf=pass smtp.mailfrom=kim@mail.example.com",
            " mx.example.org; spf=fail (dkim=pass header.d=example.com)",
            " mx.example.org; spf=fail smtp.mailfrom=\"a; dkim=pass header.d=example.com\"",
            " mx.rival.example; dkim=pass header.d=example.com",
        ] {
            assert!(!is_proved(&[header]), "{header}");
        }
    }

    #[test]
    fn a_header_that_came_with_the_mail_stands_below_and_does_not_count() {
        let forged = " mx.example.org; dkim=pass header.d=example.com";
        assert!(!is_proved(&[" mx.example.org; dkim=none", forged]));
        assert!(is_proved(&[" mx.rival.example; dkim=none", forged]));
    }
}
