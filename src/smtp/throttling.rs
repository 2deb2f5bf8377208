//! The words by which relays ask for a slower pace, and those that mean one recipient.

/// Words of a relay that gets mail too fast.
const TOO_FAST: &[&str] = &[
    "throttl",
    " rate",
    "too many",
    "too much mail",
    "too fast",
    "too quick",
    "slow down",
    "limit exceeded",
    "exceeded the",
    "frequency",
    "concurren",
];

/// Words of a refusal for now that has another cause, though it may speak of a limit, too.
const OTHER_CAUSE: &[&str] = &[
    "mailbox",
    "quota",
    "storage",
    "size",
    "greylist",
    "graylist",
    "hops",
    "recipients",
];

/// Words of a refusal because one recipient gets too much mail from everybody.
const ONE_RECIPIENT: &[&str] = &[
    "user you are trying",
    "recipient you are trying",
    "this recipient",
    "the recipient",
    "recipient's",
    "recipient thread limit",
    "this user",
    "ratelimit \"to",
    "ratelimit \"bounce_to",
];

/// True when the text of a transient failure asks for a slower pace.
pub(super) fn asks_for_slower_pace(words: &str) -> bool {
    let words = format!(" {}", words.to_ascii_lowercase());
    if ONE_RECIPIENT.iter().any(|word| words.contains(word)) {
        return false;
    }
    words.contains("throttl")
        || (TOO_FAST.iter().any(|word| words.contains(word))
            && !OTHER_CAUSE.iter().any(|word| words.contains(word)))
}
