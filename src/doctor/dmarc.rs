//! The check of DMARC (draft-ietf-dmarc-dmarcbis-41): the policy is found by a walk up the name.

use super::context::CheckContext;
use super::dkim::tags;
use super::model::Check;
use crate::fetch::dns::{Dns, DnsFailure};

pub(super) const NAME: &str = "dmarc";
/// Queries of one walk (section 4.10).
const MOST_QUERIES: usize = 8;
/// The smallest record that mailbox providers accept.
const LEAST_RECORD: &str = "v=DMARC1; p=none";

/// A record and the domain under which it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct DmarcRecord {
    domain: String,
    text: String,
}

impl DmarcRecord {
    fn tag(&self, name: &str) -> Option<String> {
        tags(&self.text)
            .get(name)
            .map(|value| value.to_ascii_lowercase())
    }

    fn psd(&self, value: &str) -> bool {
        self.tag("psd").as_deref() == Some(value)
    }
}

pub(super) async fn check(context: &CheckContext<'_>) -> Check {
    let words = context.words();
    if let Some(check) = context.without_domain(NAME) {
        return check;
    }
    let domain: &str = &context.domain();
    let missing_fix = || words.say("doctor-dmarc-missing-fix").with("domain", domain);
    let (records, is_doubled) = match walk(context.dns, domain).await {
        Ok(found) => found,
        Err(failure) => return Check::unseen(NAME, words, &failure),
    };
    if is_doubled {
        let found = words.say("doctor-dmarc-several").with("domain", domain);
        return Check::fail(NAME, found, words.say("doctor-dmarc-several-fix"));
    }
    let Some(record) = policy_record(domain, &records) else {
        let found = words.say("doctor-dmarc-missing").with("domain", domain);
        return Check::fail(NAME, found, missing_fix()).with_copy(LEAST_RECORD);
    };
    let exists = match context.dns.exists(domain).await {
        Ok(exists) => exists,
        Err(failure) => return Check::unseen(NAME, words, &failure),
    };
    let place = format!("_dmarc.{}", record.domain);
    let policy = policy(domain, record, exists);
    let is_test = record.tag("t").as_deref() == Some("y");
    match policy.as_deref() {
        Some("quarantine" | "reject") if !is_test => {
            let policy = policy.unwrap_or_default();
            let good = words
                .say("doctor-dmarc-good")
                .with("place", place)
                .with("policy", policy);
            Check::ok(NAME, good)
        }
        Some("none" | "quarantine" | "reject") => {
            let found = words.say("doctor-dmarc-watches").with("place", place);
            Check::warning(NAME, found, words.say("doctor-dmarc-watches-fix"))
        }
        _ => {
            let found = words.say("doctor-dmarc-no-policy").with("place", place);
            Check::fail(NAME, found, missing_fix()).with_copy(LEAST_RECORD)
        }
    }
}

/// The valid records on the way up (section 4.10), lowest first; and whether the domain itself has several, which count
/// as none.
async fn walk(dns: &Dns, domain: &str) -> Result<(Vec<DmarcRecord>, bool), DnsFailure> {
    let mut records = Vec::new();
    let mut is_doubled = false;
    for (step, name) in names(domain).into_iter().enumerate() {
        let texts = dns.texts(&format!("_dmarc.{name}")).await?;
        let mut texts = texts.into_iter().filter(|text| is_dmarc(text));
        let (first, second) = (texts.next(), texts.next());
        is_doubled |= step == 0 && second.is_some();
        if let (Some(text), None) = (first, second) {
            let record = DmarcRecord { domain: name, text };
            let is_last = record.psd("y") || record.psd("n");
            records.push(record);
            if is_last {
                break;
            }
        }
    }
    Ok((records, is_doubled))
}

/// The name itself, then its parents. Of a long name only the last seven labels count, which bounds the queries.
fn names(domain: &str) -> Vec<String> {
    let labels: Vec<&str> = domain.trim_end_matches('.').split('.').collect();
    let parents = (1..labels.len()).filter(|skipped| labels.len() - skipped < MOST_QUERIES);
    std::iter::once(0)
        .chain(parents)
        .map(|skipped| labels[skipped..].join("."))
        .collect()
}

/// The version stands first, and exactly so.
fn is_dmarc(text: &str) -> bool {
    let first = text.split(';').next().unwrap_or_default();
    let compact: String = first.split_whitespace().collect();
    compact == "v=DMARC1"
}

/// The record that counts: the domain's own, else its organization's, else its public suffix's (section 4.10.1).
fn policy_record<'a>(domain: &str, records: &'a [DmarcRecord]) -> Option<&'a DmarcRecord> {
    let at = |domain: &str| records.iter().find(|record| record.domain == domain);
    let organization = organization(domain, records);
    at(domain)
        .or_else(|| at(&organization))
        .or_else(|| records.iter().rfind(|record| record.psd("y")))
}

/// The organizational domain (section 4.10.2).
fn organization(domain: &str, records: &[DmarcRecord]) -> String {
    if let Some(record) = records.iter().find(|record| record.psd("n")) {
        return record.domain.clone();
    }
    let suffix = records
        .iter()
        .find(|record| record.domain != domain && record.psd("y"));
    if let Some(suffix) = suffix {
        let inner = domain.strip_suffix(&format!(".{}", suffix.domain));
        let label = inner.and_then(|inner| inner.rsplit('.').next());
        return format!("{}.{}", label.unwrap_or_default(), suffix.domain);
    }
    records
        .last()
        .map_or_else(|| domain.to_owned(), |record| record.domain.clone())
}

/// The policy for this domain: `p` of its own record; from above `np` for a name that is not there, else `sp`, else `p`.
fn policy(domain: &str, record: &DmarcRecord, exists: bool) -> Option<String> {
    if record.domain == domain {
        return record.tag("p");
    }
    let np = if exists { None } else { record.tag("np") };
    np.or_else(|| record.tag("sp")).or_else(|| record.tag("p"))
}

#[cfg(test)]
mod tests {
    use super::{DmarcRecord, names, organization, policy};

    fn record(domain: &str, text: &str) -> DmarcRecord {
        DmarcRecord {
            domain: domain.into(),
            text: format!("v=DMARC1; {text}"),
        }
    }

    #[test]
    fn a_walk_asks_eight_times_at_most() {
        assert_eq!(
            names("a.example.org"),
            ["a.example.org", "example.org", "org"]
        );
        let long = names("a.b.c.d.e.f.g.h.i.example.org");
        assert_eq!(long.len(), 8);
        assert_eq!(long[1], "e.f.g.h.i.example.org");
    }

    #[test]
    fn the_organization_is_named_by_psd_or_is_the_highest_record() {
        let records = [
            record("a.example.org", "p=none"),
            record("example.org", "p=reject"),
        ];
        assert_eq!(organization("a.example.org", &records), "example.org");
        let records = [
            record("a.example.org", "p=none; psd=n"),
            record("example.org", "p=reject"),
        ];
        assert_eq!(organization("a.example.org", &records), "a.example.org");
        let records = [record("go.kr", "p=reject; psd=y")];
        assert_eq!(organization("mail.city.go.kr", &records), "city.go.kr");
        assert_eq!(organization("example.org", &[]), "example.org");
    }

    #[test]
    fn a_policy_from_above_is_that_of_subdomains() {
        let above = record("example.org", "p=reject; sp=quarantine; np=none");
        assert_eq!(
            policy("example.org", &above, true).as_deref(),
            Some("reject")
        );
        assert_eq!(
            policy("a.example.org", &above, true).as_deref(),
            Some("quarantine")
        );
        assert_eq!(
            policy("a.example.org", &above, false).as_deref(),
            Some("none")
        );
    }
}
