//! Which capability owns a table: it alone writes the table, and it alone reads it. Each exception stands here with its reason.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::source::{files, rust};

/// Each capability with its tables.
const OWNERS: &[(&str, &[&str])] = &[
    (
        "admin",
        &[
            "account_links",
            "account_networks",
            "accounts",
            "api_tokens",
            "audit_log",
            "recovery_codes",
            "second_factors",
            "sessions",
            "setup_tokens",
        ],
    ),
    ("bounces", &["bounces", "hook_certificates"]),
    ("campaigns", &["campaign_topics", "campaigns"]),
    (
        "challenges",
        &["attack_modes", "form_posts", "spent_challenges"],
    ),
    (
        "comments",
        &[
            "comment_address_proofs",
            "comment_author_links",
            "comment_bans",
            "comment_counts",
            "comment_votes",
            "comment_flags",
            "comment_notice_choices",
            "comment_notices",
            "comment_reasons",
            "comment_revisions",
            "comment_site_users",
            "comments",
            "mailed_answers",
            "reply_opt_outs",
            "threads",
        ],
    ),
    ("daily_counts", &["daily_counts", "day_offset"]),
    ("delivery", &["sending_leases"]),
    (
        "digests",
        &[
            "digest_editions",
            "digest_planning",
            "edition_posts",
            "received_posts",
        ],
    ),
    (
        "imports",
        &["import_faults", "import_parts", "import_people", "imports"],
    ),
    ("doctor", &["doctor_checks"]),
    ("backups", &["backup_runs"]),
    ("jobs", &["jobs", "schedules"]),
    (
        "outbox",
        &[
            "edition_send_rates",
            "edition_topics",
            "editions",
            "outbox",
            "outbox_counts",
            "outbox_pruned",
            "suppressions",
        ],
    ),
    ("personal_data", &["data_requests"]),
    (
        "posts",
        &[
            "feeds",
            "post_aliases",
            "post_numbers",
            "post_topics",
            "posts",
        ],
    ),
    ("rate_limits", &["rate_limits"]),
    ("settings", &["settings_version", "site_settings"]),
    ("spam", &["spam_features"]),
    ("store", &["settings"]),
    (
        "subscribers",
        &[
            "address_changes",
            "advertising_notices",
            "confirmations",
            "consent_chain",
            "consent_events",
            "consent_seals",
            "departures",
            "reader_fields",
            "reader_tags",
            "segments",
            "sign_up_places",
            "subscriber_counts",
            "subscriber_fields",
            "subscriber_tags",
            "subscriber_topics",
            "subscribers",
            "untold_subscribers",
        ],
    ),
    ("topics", &["topics"]),
    ("webhooks", &["hook_calls"]),
];

/// A capability that writes another's table, and why.
const FOREIGN_WRITERS: &[(&str, &str, &str)] = &[
    (
        "audience",
        "outbox",
        "the fan-out inserts the rows of a slice of readers in one statement",
    ),
    (
        "delivery",
        "edition_send_rates",
        "a claim counts against the edition's rate in the same transaction",
    ),
    (
        "delivery",
        "jobs",
        "a refusal leaves a job for bounces, which stands to the right",
    ),
    (
        "delivery",
        "outbox",
        "claims, attempts and results are columns of the mail",
    ),
];

/// A capability that reads another's table, and why.
const FOREIGN_READERS: &[(&str, &str, &str)] = &[
    (
        "audience",
        "edition_topics",
        "the topics of an edition choose its readers",
    ),
    (
        "audience",
        "subscriber_topics",
        "a slice may hold only readers of some topics",
    ),
    (
        "audience",
        "subscribers",
        "a slice of the fan-out is made of confirmed readers",
    ),
    (
        "audience",
        "editions",
        "advertising goes only to readers who agreed to it",
    ),
    (
        "bounces",
        "subscribers",
        "a bounce names its reader while the reader exists",
    ),
    (
        "bounces",
        "suppressions",
        "the list of bounces shows whether the address is suppressed",
    ),
    (
        "subscribers",
        "campaigns",
        "a segment that the draft of a campaign is for is kept",
    ),
    (
        "campaigns",
        "subscriber_counts",
        "the number of readers that a draft would reach",
    ),
    (
        "campaigns",
        "subscriber_topics",
        "the number of readers that a draft would reach",
    ),
    (
        "campaigns",
        "subscribers",
        "the number of readers that a draft would reach",
    ),
    (
        "daily_counts",
        "bounces",
        "past days are counted once: when a subscription ended by bounces",
    ),
    (
        "daily_counts",
        "comments",
        "past days are counted once: what was written and approved",
    ),
    (
        "daily_counts",
        "outbox",
        "past days are counted once: what was delivered and what failed",
    ),
    (
        "daily_counts",
        "subscribers",
        "past days are counted once: who joined and who left",
    ),
    ("delivery", "editions", "the body of a claimed mail"),
    (
        "delivery",
        "subscribers",
        "bulk mail goes only to readers who are still confirmed",
    ),
    ("digests", "editions", "the archive shows editions"),
    ("digests", "outbox", "an edition is pruned after its mails"),
    (
        "doctor",
        "outbox",
        "how long mail waits, and how much fails",
    ),
    (
        "doctor",
        "schedules",
        "a moment far ahead shows a clock that ran ahead",
    ),
    (
        "outbox",
        "subscribers",
        "bulk mail is repeated only for readers who are still confirmed",
    ),
    (
        "store",
        "outbox",
        "restore tells how many mails wait in a backup",
    ),
    (
        "subscribers",
        "bounces",
        "a segment may be of readers to whom mail came back",
    ),
    (
        "subscribers",
        "outbox",
        "what became of the notices about advertising",
    ),
    (
        "subscribers",
        "suppressions",
        "an import keeps suppressed addresses away",
    ),
    ("subscribers", "topics", "readers choose topics"),
];

/// Module and table.
type Uses = BTreeSet<(String, String)>;

/// The tables that are there after the last migration.
fn tables() -> BTreeSet<String> {
    let migrations = files("migrations/sqlite", &[".sql"]);
    let mut tables = BTreeSet::new();
    for line in migrations.iter().flat_map(|(_, text)| text.lines()) {
        let line = line.trim_start();
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            tables.insert(first_word(rest));
        } else if let Some(rest) = line.strip_prefix("DROP TABLE ") {
            tables.remove(&first_word(rest));
        }
    }
    tables
}

fn first_word(rest: &str) -> String {
    let word = rest.chars();
    word.take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// What the SQL of the source writes and what it only reads.
fn uses(tables: &BTreeSet<String>) -> (Uses, Uses) {
    let (mut writes, mut reads) = (Uses::new(), Uses::new());
    for source in rust("src") {
        let inner = source.path.strip_prefix("src/").expect("below src");
        let module = inner.split(['/', '.']).next().expect("a module");
        for literal in &source.literals {
            let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
            let words: Vec<&str> = literal
                .split(|c| !is_of_word(c))
                .filter(|word| !word.is_empty())
                .collect();
            for (at, word) in words
                .iter()
                .enumerate()
                .filter(|(_, word)| tables.contains(**word))
            {
                let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at]);
                let uses = match (before(2), before(1)) {
                    ("INSERT", "INTO") | ("DELETE", "FROM") | (_, "UPDATE") => &mut writes,
                    (_, "FROM" | "JOIN" | "USING") => &mut reads,
                    _ => continue,
                };
                uses.insert((module.to_owned(), (*word).to_owned()));
            }
        }
    }
    (writes, reads)
}

fn listed(exceptions: &[(&str, &str, &str)]) -> Uses {
    let pairs = exceptions
        .iter()
        .map(|(module, table, _)| ((*module).to_owned(), (*table).to_owned()));
    pairs.collect()
}

#[test]
fn a_table_is_written_and_read_by_its_owner_or_by_a_listed_exception() {
    let tables = tables();
    let mut owners = BTreeMap::new();
    for (module, owned) in OWNERS {
        for table in *owned {
            assert_eq!(
                owners.insert(*table, *module),
                None,
                "{table} has two owners"
            );
        }
    }
    let named: BTreeSet<String> = owners.keys().map(|table| (*table).to_owned()).collect();
    assert_eq!(named, tables, "each table has an owner");

    let (writes, reads) = uses(&tables);
    let is_foreign =
        |(module, table): &&(String, String)| owners.get(table.as_str()) != Some(&module.as_str());
    let foreign_writes: Uses = writes.iter().filter(is_foreign).cloned().collect();
    assert_eq!(
        foreign_writes,
        listed(FOREIGN_WRITERS),
        "FOREIGN_WRITERS lists who writes another's table"
    );
    let foreign_reads: Uses = reads
        .difference(&writes)
        .filter(is_foreign)
        .cloned()
        .collect();
    assert_eq!(
        foreign_reads,
        listed(FOREIGN_READERS),
        "FOREIGN_READERS lists who reads another's table"
    );
}
