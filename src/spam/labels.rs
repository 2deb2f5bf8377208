//! A feature in words that a moderator reads.

use super::features::{END, HOST, NAME, PAIR, SIGN, START, TRADE};
use super::model::LearnedWord;
use crate::i18n::Translator;

/// The feature as a moderator reads it: ‘카톡’, ‘…대출…’, "a telephone number".
pub fn label(feature: &str, t: Translator) -> String {
    if let Some(sign) = feature.strip_prefix(SIGN) {
        return t.say(&format!("spam-sign-{sign}")).to_string();
    }
    if let Some(count) = feature.strip_prefix(TRADE) {
        return t.say("spam-trade").with("count", count).to_string();
    }
    let (key, word) = if let Some(host) = feature.strip_prefix(HOST) {
        ("spam-host", host)
    } else if let Some(end) = feature.strip_prefix(NAME) {
        ("spam-name", end)
    } else if let Some(word) = feature.strip_prefix(START) {
        ("spam-start", word)
    } else if let Some(end) = feature.strip_prefix(END) {
        ("spam-end", end)
    } else if let Some(pair) = feature.strip_prefix(PAIR) {
        ("spam-pair", pair)
    } else {
        ("spam-word", feature)
    };
    t.say(key).with("word", word).to_string()
}

/// The words of a verdict with what each says: "대출 +2.3, 카톡 +1.9".
pub fn explained(words: &[LearnedWord], t: Translator) -> String {
    let each = words.iter().map(|word| {
        let sign = if word.tenths < 0 { '−' } else { '+' };
        let tenths = word.tenths.unsigned_abs();
        format!(
            "{} {sign}{}.{}",
            label(&word.word, t),
            tenths / 10,
            tenths % 10
        )
    });
    each.collect::<Vec<_>>().join(", ")
}
