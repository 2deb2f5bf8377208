//! What somebody may have meant whose address ends in a mistyped domain.

use super::EmailAddress;

/// Domains at which most readers have their mailbox, and those that look like one of them and are real.
const PROVIDERS: [&str; 30] = [
    "naver.com",
    "gmail.com",
    "daum.net",
    "hanmail.net",
    "kakao.com",
    "nate.com",
    "korea.com",
    "dreamwiz.com",
    "hotmail.com",
    "hotmail.co.kr",
    "outlook.com",
    "outlook.kr",
    "live.com",
    "msn.com",
    "yahoo.com",
    "yahoo.co.jp",
    "ymail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "proton.me",
    "protonmail.com",
    "gmx.com",
    "gmx.net",
    "gmx.de",
    "aol.com",
    "mail.com",
    "email.com",
    "fastmail.com",
    "zoho.com",
];

/// Ends that are no top-level domain, and what they are mistyped for.
const ENDS: [(&str, &str); 10] = [
    ("con", "com"),
    ("cmo", "com"),
    ("ocm", "com"),
    ("comm", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("cim", "com"),
    ("ner", "net"),
    ("nte", "net"),
    ("nett", "net"),
];

/// The address that was probably meant; `None` when nothing looks mistyped.
pub fn likely(address: &EmailAddress) -> Option<EmailAddress> {
    let (local, domain) = address.as_str().rsplit_once('@')?;
    let domain = domain.to_lowercase();
    if PROVIDERS.contains(&domain.as_str()) {
        return None;
    }
    let meant = provider_like(&domain).or_else(|| with_a_real_end(&domain))?;
    format!("{local}@{meant}").parse().ok()
}

fn provider_like(domain: &str) -> Option<String> {
    let close = PROVIDERS.iter().filter_map(|provider| {
        // One slip in a short name, two in a long one.
        let slips = if provider.len() < 9 { 1 } else { 2 };
        let is_name_alone = !domain.contains('.') && provider.split('.').next() == Some(domain);
        let distance = if is_name_alone {
            1
        } else {
            distance(domain, provider)
        };
        (distance <= slips).then_some((distance, *provider))
    });
    let (_, provider) = close.min_by_key(|(distance, _)| *distance)?;
    Some(provider.to_owned())
}

fn with_a_real_end(domain: &str) -> Option<String> {
    let (name, end) = domain.rsplit_once('.')?;
    let (_, meant) = ENDS.iter().find(|(wrong, _)| *wrong == end)?;
    Some(format!("{name}.{meant}"))
}

/// How many letters are missing, too many, other ones or swapped with their neighbour (optimal string alignment).
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = last[j] + usize::from(a != b);
            let mut cost = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(address: &str) -> String {
        likely(&address.parse().unwrap()).map_or_else(String::new, |meant| meant.to_string())
    }

    #[test]
    fn mistyped_domains_of_providers_are_recognised() {
        for (typed, expected) in [
            ("sujin@naver.con", "sujin@naver.com"),
            ("sujin@naver.co", "sujin@naver.com"),
            ("sujin@navre.com", "sujin@naver.com"),
            ("sujin@navercom", "sujin@naver.com"),
            ("sujin@naver", "sujin@naver.com"),
            ("Su.Jin+a@gmial.com", "Su.Jin+a@gmail.com"),
            ("sujin@gmail.cm", "sujin@gmail.com"),
            ("sujin@gamil.com", "sujin@gmail.com"),
            ("sujin@hanmial.net", "sujin@hanmail.net"),
            ("sujin@daum.ner", "sujin@daum.net"),
            ("sujin@hotmal.com", "sujin@hotmail.com"),
            ("sujin@outlok.com", "sujin@outlook.com"),
            ("sujin@icluod.com", "sujin@icloud.com"),
            ("sujin@letters.example.con", "sujin@letters.example.com"),
        ] {
            assert_eq!(meant(typed), expected, "{typed}");
        }
    }

    #[test]
    fn right_domains_are_left_alone() {
        for fine in [
            "sujin@naver.com",
            "sujin@gmx.net",
            "sujin@mail.com",
            "sujin@ymail.com",
            "sujin@example.org",
            "sujin@letters.example.com",
            "sujin@kaist.ac.kr",
            "sujin@me.com",
        ] {
            assert_eq!(meant(fine), "", "{fine}");
        }
    }
}
