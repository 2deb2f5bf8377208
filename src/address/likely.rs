//! What somebody may have meant whose address ends in a mistyped domain.

use super::email_address::EmailAddress;

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
    let with_end = with_a_real_end(&domain);
    if with_end.is_none() && address.is_at_public_provider() {
        return None;
    }
    let corrected = with_end.as_deref().unwrap_or(&domain);
    let meant = provider_like(corrected).map(str::to_owned).or(with_end)?;
    format!("{local}@{meant}").parse().ok()
}

fn provider_like(domain: &str) -> Option<&'static str> {
    let close = PROVIDERS
        .iter()
        .filter_map(|provider| Some((slips(domain, provider)?, *provider)));
    let (_, provider) = close.min_by_key(|(slips, _)| *slips)?;
    Some(provider)
}

/// How many letters stand between a domain and the provider that it may be mistyped for. Only its name or only its end is wrong:
/// where both are, it is more often somebody else's.
fn slips(domain: &str, provider: &str) -> Option<usize> {
    let (name, end) = domain.split_once('.').unwrap_or((domain, ""));
    let (of_provider, its_end) = provider.split_once('.')?;
    let (slips, most) = if end.is_empty() && name == of_provider {
        (1, 1)
    } else if end.is_empty() {
        (distance(name, provider), 1)
    } else if end == its_end {
        // Names of three letters are all somebody's; a long one has room for two slips.
        let most = match of_provider.len() {
            ..4 => 0,
            4..8 => 1,
            8.. => 2,
        };
        (distance(name, of_provider), most)
    } else if name == of_provider && !(is_of_country(end) && is_of_country(its_end)) {
        (distance(end, its_end), 1)
    } else {
        return None;
    };
    (slips <= most).then_some(slips)
}

/// `kr`, `co.uk`: a provider may have a domain in each country (ISO 3166-1 alpha-2).
fn is_of_country(end: &str) -> bool {
    let last = end.rsplit('.').next().unwrap_or(end);
    last.len() == 2
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
            ("sujin@hotmail.con", "sujin@hotmail.com"),
            ("sujin@yahoo.cmo", "sujin@yahoo.com"),
            ("sujin@gmial.con", "sujin@gmail.com"),
            ("sujin@hotmial.co.kr", "sujin@hotmail.co.kr"),
            ("sujin@protonmial.com", "sujin@protonmail.com"),
        ] {
            assert_eq!(meant(typed), expected, "{typed}");
        }
    }

    #[test]
    fn right_domains_are_left_alone() {
        for fine in [
            "sujin@naver.com",
            "sujin@hanmail.net",
            "sujin@daum.net",
            "sujin@nate.com",
            "sujin@kakao.com",
            "sujin@yahoo.co.kr",
            "sujin@gmx.net",
            "sujin@mail.com",
            "sujin@ymail.com",
            "sujin@example.org",
            "sujin@letters.example.com",
            "sujin@kaist.ac.kr",
            "sujin@me.com",
            "sujin@fastmail.fm",
            "sujin@yahoo.ca",
            "sujin@yahoo.co.uk",
            "sujin@yahoo.co.in",
            "sujin@outlook.fr",
            "sujin@outlook.jp",
            "sujin@hotmail.co.uk",
            "sujin@hotmail.co.jp",
            "sujin@hotmail.fr",
            "sujin@live.fr",
            "sujin@protonmail.ch",
            "sujin@email.cz",
            "sujin@googlemail.com",
            "sujin@mail.ru",
            "sujin@mail.de",
            "sujin@gmx.at",
            "sujin@pm.me",
            "sujin@man.com",
        ] {
            assert_eq!(meant(fine), "", "{fine}");
        }
    }
}
