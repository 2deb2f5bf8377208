//! Both languages are whole: every phrase that is said exists, with the same arguments, and none lies unused.

use std::collections::{BTreeMap, BTreeSet};

use gudok::admin::Role;
use gudok::bounces::{BounceReason, Class, Effect};
use gudok::outbox::MailState;

use crate::support::built_phrases::{ACCOUNT_MAILS, BUILT};
use crate::support::source::{files, rust};

/// Phrases of one language: each key with the arguments it names.
type Phrases = BTreeMap<String, BTreeSet<String>>;

fn phrases(language: &str) -> Phrases {
    let mut phrases = Phrases::new();
    for (path, text) in files(&format!("locales/{language}"), &[".ftl"]) {
        let mut key = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_lowercase())
                && let Some((name, _)) = line.split_once('=')
            {
                key = name.trim();
                let is_new = phrases.insert(key.to_owned(), BTreeSet::new()).is_none();
                assert!(is_new, "{path}: {key} is there twice");
            }
            let arguments = line.split('$').skip(1).map(|after| {
                let end = after.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
                after[..end.unwrap_or(after.len())].to_owned()
            });
            if let Some(known) = phrases.get_mut(key) {
                known.extend(arguments);
            }
        }
    }
    phrases
}

/// A place where a phrase is said by its literal key, with the arguments it is given there.
struct Said {
    path: String,
    key: String,
    arguments: BTreeSet<String>,
}

fn said() -> Vec<Said> {
    let rust = rust("src")
        .into_iter()
        .map(|source| (source.path, source.text));
    let templates = templates().into_iter();
    let mut found = Vec::new();
    for (path, content) in rust.chain(templates) {
        for (at, _) in content.match_indices("say(") {
            let argument = content[at + 4..].trim_start().strip_prefix('"');
            let Some((key, after)) = argument.and_then(|it| it.split_once('"')) else {
                continue; // a key that is not a literal
            };
            found.push(Said {
                path: path.clone(),
                key: key.to_owned(),
                arguments: arguments(after),
            });
        }
    }
    found
}

/// Every template, without its comments.
fn templates() -> Vec<(String, String)> {
    let uncommented = |text: &str| {
        let mut parts = text.split("{#");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |kept, part| {
            kept + part.split_once("#}").map_or("", |(_, after)| after)
        })
    };
    files("templates", &[".html", ".txt", ".xml"])
        .into_iter()
        .map(|(path, text)| (path, uncommented(&text)))
        .collect()
}

/// The names in the `.with("name", …)`s that follow at once.
fn arguments(after_key: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = after_key.trim_start().strip_prefix(')').unwrap_or("");
    while let Some(with) = rest.trim_start().strip_prefix(".with(") {
        let name = with
            .trim_start()
            .strip_prefix('"')
            .and_then(|name| name.split('"').next());
        names.extend(name.map(str::to_owned));
        rest = after_bracket(with);
    }
    names
}

/// What follows the bracket that is open at the beginning.
fn after_bracket(text: &str) -> &str {
    let mut open = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return &text[at + 1..];
        }
    }
    ""
}

/// What `WebError::code` can say.
const ERRORS: &[&str] = &[
    "proof",
    "not-found",
    "method",
    "forged",
    "expired",
    "too-late",
    "forbidden",
    "unproven",
    "wrong-signature",
    "no-token",
    "scope-missing",
    "changed-meanwhile",
    "kept-away",
    "stale-signature",
    "signed-out",
    "malformed",
    "invalid",
    "too-large",
    "media-type",
    "compressed",
    "stale-form",
    "too-fast",
    "stale-token",
    "setup-gone",
    "foreign-page",
    "too-slow",
    "too-many",
    "busy",
    "internal",
];

/// Keys that are built from a word: every word that can occur.
fn built() -> BTreeSet<String> {
    let listed = BUILT
        .iter()
        .flat_map(|(prefix, words)| words.iter().map(move |word| format!("{prefix}{word}")));
    let errors = ERRORS
        .iter()
        .flat_map(|code| ["title", "text"].map(|part| format!("error-{code}-{part}")));
    let accounts = ACCOUNT_MAILS.iter().flat_map(|kind| {
        ["subject", "title", "what", "then"].map(|part| format!("admin-mail-{kind}-{part}"))
    });
    let roles = Role::ALL.iter().map(|role| format!("admin-role-{role}"));
    let states = MailState::ALL
        .iter()
        .map(|state| format!("panel-state-{state}"));
    let actions = actions()
        .into_iter()
        .map(|action| format!("panel-did-{action}"));
    let kinds = kinds().into_iter().map(|kind| format!("panel-mail-{kind}"));
    let classes = Class::ALL
        .iter()
        .map(|class| format!("bounces-class-{class}"));
    let reasons = BounceReason::ALL
        .iter()
        .map(|reason| format!("bounces-reason-{reason}"));
    let effects = Effect::ALL
        .iter()
        .map(|effect| format!("bounces-effect-{effect}"));
    listed
        .chain(errors)
        .chain(accounts)
        .chain(roles)
        .chain(states)
        .chain(actions)
        .chain(kinds)
        .chain(classes)
        .chain(reasons)
        .chain(effects)
        .collect()
}

/// The words of the audit log: the literal that a verb of it is given, and those that a capability chooses among.
fn actions() -> BTreeSet<String> {
    let chosen = [
        "comment-hold",
        "comment-approve",
        "comment-spam",
        "comment-trash",
        "ban-add",
        "ban-shadow",
    ];
    let mut found: BTreeSet<String> = chosen.map(str::to_owned).into();
    for source in rust("src") {
        for (call, place) in [
            ("record(", 2),
            ("record_values(", 2),
            ("record_arrival(", 2),
            ("record_command(", 1),
        ] {
            for (at, _) in source.text.match_indices(&format!("audit::{call}")) {
                let arguments = source.text[at..].split(',').nth(place).unwrap_or_default();
                found.extend(literal(arguments.trim(), &source.text));
            }
        }
    }
    found
}

/// The text of an argument: a literal, or a constant of the same file.
fn literal(argument: &str, source: &str) -> Option<String> {
    let declared = format!("const {argument}: &str = ");
    let value = source
        .split_once(&declared)
        .map_or(argument, |(_, value)| value);
    let text = value.strip_prefix('"')?.split('"').next()?;
    Some(text.to_owned())
}

/// The kinds of mail that are put into the outbox.
fn kinds() -> BTreeSet<String> {
    let texts = rust("src").into_iter().map(|source| source.text);
    texts
        .flat_map(|text| {
            // A job has a kind, too.
            let alone = text
                .match_indices("kind: \"")
                .filter(|(at, _)| !text[..*at].trim_end().ends_with("Job {"))
                .map(|(at, found)| &text[at + found.len()..]);
            let shared = text.split("enqueue_for(tx, edition, \"").skip(1);
            let kinds = alone.chain(shared);
            kinds
                .filter_map(|kind| kind.split('"').next().map(str::to_owned))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn both_languages_have_the_same_phrases_with_the_same_arguments() {
    let (korean, english) = (phrases("ko"), phrases("en"));
    assert!(korean.len() > 50, "the phrases were read");
    let keys = |phrases: &Phrases| phrases.keys().cloned().collect::<BTreeSet<_>>();
    let lonely: Vec<_> = keys(&korean)
        .symmetric_difference(&keys(&english))
        .cloned()
        .collect();
    assert!(lonely.is_empty(), "in one language alone: {lonely:#?}");
    let unlike: Vec<_> = korean
        .iter()
        .filter(|(key, arguments)| english[*key] != **arguments)
        .collect();
    assert!(unlike.is_empty(), "other arguments in English: {unlike:#?}");
}

/// Particles whose form hangs on the sound before them.
const PARTICLES: [&str; 13] = [
    "은", "는", "이", "가", "을", "를", "과", "와", "으로", "로", "은(는)", "이(가)", "을(를)",
];

#[test]
fn no_korean_particle_hangs_on_what_is_put_into_a_phrase() {
    let hanging: Vec<String> = files("locales/ko", &[".ftl"])
        .iter()
        .flat_map(|(path, text)| text.lines().map(move |line| (path, line)))
        .filter(|(_, line)| {
            line.split('}').skip(1).any(|after| {
                let after = after.trim_start_matches(['’', '”', '"', '\'', '」']);
                let end = after.find(|c: char| !matches!(c, '가'..='힣' | '(' | ')'));
                PARTICLES.contains(&&after[..end.unwrap_or(after.len())])
            })
        })
        .map(|(path, line)| format!("{path}: {line}"))
        .collect();
    assert!(
        hanging.is_empty(),
        "their right form is not known here: {hanging:#?}"
    );
}

#[test]
fn every_phrase_that_is_said_exists_and_gets_its_arguments() {
    let phrases = phrases("ko");
    let mut wrong = Vec::new();
    for said in said() {
        match phrases.get(&said.key) {
            None => wrong.push(format!("{}: no phrase {}", said.path, said.key)),
            Some(needed) => {
                let missing = needed.difference(&said.arguments);
                wrong.extend(
                    missing.map(|name| format!("{}: {} needs ${name}", said.path, said.key)),
                );
            }
        }
    }
    let missing = built().into_iter().filter(|key| !phrases.contains_key(key));
    wrong.extend(missing.map(|key| format!("no phrase {key}, which is built from a word")));
    wrong.extend(look_like_keys(&phrases));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Literals that begin like the keys of a file of phrases, and are none.
fn look_like_keys(phrases: &Phrases) -> Vec<String> {
    let families: BTreeSet<&str> = phrases
        .keys()
        .filter_map(|key| key.split('-').next())
        .collect();
    let is_key = |literal: &str| {
        let words: Vec<&str> = literal.split('-').collect();
        let is_word = |word: &&str| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        words.len() > 2 && families.contains(words[0]) && words.iter().all(is_word)
    };
    let mut found = Vec::new();
    for source in rust("src") {
        let unknown = source
            .literals
            .iter()
            .filter(|literal| is_key(literal) && !phrases.contains_key(*literal));
        found.extend(unknown.map(|literal| format!("{}: no phrase {literal}", source.path)));
    }
    found
}

#[test]
fn no_phrase_lies_unused() {
    let mut used = built();
    used.extend(rust("src").into_iter().flat_map(|source| source.literals));
    for (_, text) in templates() {
        used.extend(text.split('"').map(str::to_owned));
    }
    let unused: Vec<String> = phrases("ko")
        .into_keys()
        .filter(|key| !used.contains(key))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}
