//! Checks DKIM signatures as a receiver would (RFC 6376, section 6), from the text of the standard and not by Gudok's code.

use gudok::message::dkim::DkimRecord;
use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A signature that holds.
#[derive(Debug)]
pub struct Verified {
    pub algorithm: String,
    pub domain: String,
    /// The names of `h=`, in lower case.
    pub covered: Vec<String>,
}

/// Every signature of the mail, each checked against the record that it names; the first that does not hold is the error.
pub fn verify(bytes: &[u8], records: &[DkimRecord]) -> Result<Vec<Verified>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or("no body")?;
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let headers: Vec<(&str, &str)> = unfolded
        .split("\r\n")
        .filter_map(|line| line.split_once(':'))
        .collect();
    let signatures = headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("DKIM-Signature"));
    signatures
        .map(|(name, value)| check(name, value, &headers, body, records))
        .collect()
}

fn check(
    name: &str,
    value: &str,
    headers: &[(&str, &str)],
    body: &str,
    records: &[DkimRecord],
) -> Result<Verified, String> {
    let tags = tags(value);
    let tag = |name: &str| tags.get(name).cloned().unwrap_or_default();
    let squeezed = |name: &str| tag(name).replace([' ', '\t'], "");
    if tag("c") != "relaxed/relaxed" || tag("v") != "1" {
        return Err(format!("unexpected tags: {value}"));
    }
    let body_hash = digest(&SHA256, relaxed_body(body).as_bytes());
    if squeezed("bh") != STANDARD.encode(body_hash) {
        return Err("the body was changed".into());
    }
    let covered: Vec<String> = squeezed("h")
        .to_lowercase()
        .split(':')
        .map(ToOwned::to_owned)
        .collect();
    let mut signed = String::new();
    let mut left: Vec<&(&str, &str)> = headers.iter().collect();
    for name in &covered {
        // The lowest of several first; one that is not there counts as nothing.
        if let Some(at) = left
            .iter()
            .rposition(|(own, _)| own.eq_ignore_ascii_case(name))
        {
            let (own, value) = left.remove(at);
            signed.push_str(&relaxed_header(own, value));
            signed.push_str("\r\n");
        }
    }
    let (unsigned, _) = value.rsplit_once("b=").ok_or("no b=")?;
    signed += &relaxed_header(name, &format!("{unsigned}b="));
    let signature = STANDARD
        .decode(squeezed("b"))
        .map_err(|error| error.to_string())?;
    let wanted = format!("{}._domainkey.{}", tag("s"), tag("d"));
    let record = records
        .iter()
        .find(|record| record.name == wanted)
        .ok_or_else(|| format!("no record {wanted}"))?;
    let published = self::tags(&record.value);
    let key = STANDARD
        .decode(&published["p"])
        .map_err(|error| error.to_string())?;
    let held = match (tag("a").as_str(), published["k"].as_str()) {
        ("rsa-sha256", "rsa") => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key)
            .verify(signed.as_bytes(), &signature),
        ("ed25519-sha256", "ed25519") => UnparsedPublicKey::new(&ED25519, key)
            .verify(digest(&SHA256, signed.as_bytes()).as_ref(), &signature),
        other => return Err(format!("{other:?}")),
    };
    held.map_err(|_| format!("the {} signature does not hold", tag("a")))?;
    Ok(Verified {
        algorithm: tag("a"),
        domain: tag("d"),
        covered,
    })
}

fn tags(text: &str) -> BTreeMap<String, String> {
    let tags = text.split(';').filter_map(|tag| tag.split_once('='));
    tags.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

fn squeeze(text: &str) -> String {
    let mut squeezed = String::new();
    for c in text.chars() {
        match c {
            ' ' | '\t' if squeezed.ends_with(' ') => {}
            ' ' | '\t' => squeezed.push(' '),
            _ => squeezed.push(c),
        }
    }
    squeezed
}

fn relaxed_header(name: &str, value: &str) -> String {
    format!(
        "{}:{}",
        name.trim().to_lowercase(),
        squeeze(value).trim_matches(' ')
    )
}

fn relaxed_body(body: &str) -> String {
    let lines: Vec<String> = body
        .split("\r\n")
        .map(|line| squeeze(line).trim_end_matches(' ').to_owned())
        .collect();
    format!("{}\r\n", lines.join("\r\n").trim_end_matches("\r\n"))
}
