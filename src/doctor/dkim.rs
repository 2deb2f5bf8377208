//! The check of DKIM (RFC 6376): the DNS must publish the key that signs.

use std::collections::BTreeMap;

use super::context::CheckContext;
use super::model::{Check, CheckState};

pub(super) const NAME: &str = "dkim";

pub(super) async fn check(context: &CheckContext<'_>) -> Check {
    let words = context.words();
    if context.dkim_records.is_empty() {
        return Check::warning(
            NAME,
            words.say("doctor-dkim-none"),
            words.say("doctor-dkim-none-fix"),
        )
        .with_copy("gudok dkim generate");
    }
    let published = published(context).await;
    let config = context.app.config();
    let exposed = config.dkim.exposed_files();
    if exposed.is_empty() {
        return published;
    }
    // Whatever the DNS has, it is told; and first, since a record to publish ends a fix.
    let found = words
        .say("doctor-dkim-exposed")
        .with("files", exposed.join(", "));
    let fix = words
        .say("doctor-dkim-exposed-fix")
        .with("files", exposed.join(" "));
    let check = Check::new(
        NAME,
        published.state.max(CheckState::Warning),
        format!("{found}. {}", published.found),
        Some(match published.fix {
            Some(other) => format!("{fix}. {other}"),
            None => fix.to_string(),
        }),
    );
    Check {
        to_copy: published.to_copy,
        ..check
    }
}

/// Whether the DNS has the keys that sign.
async fn published(context: &CheckContext<'_>) -> Check {
    let words = context.words();
    let mut good = Vec::new();
    for (name, ours) in context.dkim_records {
        let published = match context.dns.texts(name).await {
            Ok(texts) => texts,
            Err(failure) => return Check::unseen(NAME, words, &failure),
        };
        let keys: Vec<&String> = published
            .iter()
            .filter(|text| tags(text).contains_key("p"))
            .collect();
        let fix = words
            .say("doctor-dkim-publish-fix")
            .with("name", name)
            .with("value", ours);
        match keys.as_slice() {
            [] => {
                let found = words.say("doctor-dkim-missing").with("name", name);
                return Check::fail(NAME, found, fix).with_copy(ours);
            }
            [key] if same(key, ours) => good.push(name.as_str()),
            [_] => {
                let found = words.say("doctor-dkim-other").with("name", name);
                return Check::fail(NAME, found, fix).with_copy(ours);
            }
            _ => {
                let found = words.say("doctor-dkim-several").with("name", name);
                return Check::fail(NAME, found, fix).with_copy(ours);
            }
        }
    }
    Check::ok(
        NAME,
        words.say("doctor-dkim-good").with("names", good.join(", ")),
    )
}

/// Both name the same key: the same kind (RSA unless named) and the same bytes, however they are spaced.
fn same(published: &str, ours: &str) -> bool {
    let key = |text: &str| {
        let tags = tags(text);
        let kind = tags.get("k").cloned().unwrap_or_else(|| "rsa".to_owned());
        (kind, tags.get("p").cloned())
    };
    key(published) == key(ours)
}

/// The tags of a record (RFC 6376, section 3.2), without any white space in their values.
pub(super) fn tags(text: &str) -> BTreeMap<String, String> {
    let tag = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let value = value.split_whitespace().collect::<String>();
        Some((name.trim().to_ascii_lowercase(), value))
    };
    text.split(';').filter_map(tag).collect()
}
